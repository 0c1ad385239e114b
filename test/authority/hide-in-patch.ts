/** Ways to hide an attribute in the operations of a PATCH. */
import { CORE_USER, ENTERPRISE_USER } from '../support/scim/scim-client.ts';
import {
  type HiddenAttribute,
  hiddenValue,
  keyOf,
  type MutableJson,
  pick,
  spell,
} from './hidden-attribute.ts';
import { type Attempts, hideInObject } from './hide-in-object.ts';
import type { Markers } from './markers.ts';

interface Hiding {
  /** Those operations that came with the honest request. */
  readonly honest: readonly MutableJson[];
  readonly hidden: HiddenAttribute;
  readonly markers: Markers;
  readonly attempts: Attempts;
}

type Place = (operations: MutableJson[], hiding: Hiding) => void;

/** The ways a path can lead to the attribute. */
function pathsTo(hidden: HiddenAttribute, markers: Markers): readonly string[] {
  const key = keyOf(hidden, markers);
  const text = markers.text();
  const spelled = (urn: string): string =>
    hidden.what === 'extension' ? key : `${spell(urn, hidden)}:${key}`;
  return [
    key,
    ` ${key} `,
    spelled(CORE_USER),
    spelled(ENTERPRISE_USER),
    `${key}.value`,
    `${key}:roles`,
    `${key}[primary eq "True"].display`,
    `${key}[primary eq "True"]`,
    `${key}[value eq "${text}"].value`,
    `${key}[type eq "work" and not (value co "${text}" or display pr)].type`,
    `${spelled(CORE_USER)}[value eq "${text}"]`,
  ].filter(path => hidden.what === 'extension' || !path.endsWith(':roles'));
}

function insert(operations: MutableJson[], { choice }: HiddenAttribute, operation: MutableJson): void {
  operations.splice(choice % (operations.length + 1), 0, operation);
}

const verbOf = (hidden: HiddenAttribute): string =>
  spell(hidden.choice % 2 === 0 ? 'add' : 'replace', hidden);

const byPath: Place = (operations, { hidden, markers, attempts }) => {
  const path = pick(pathsTo(hidden, markers), hidden.choice);
  insert(operations, hidden, { op: verbOf(hidden), path, value: hiddenValue(hidden, markers) });
  attempts.note(hidden);
};

/** Taking away what was never there is no attempt to set it. */
const byRemoval: Place = (operations, { hidden, markers, attempts }) => {
  const path = pick(pathsTo(hidden, markers), hidden.choice);
  const value = hidden.choice % 3 === 0 ? { value: hiddenValue(hidden, markers) } : {};
  insert(operations, hidden, { op: spell('remove', hidden), path, ...value });
  attempts.note(hidden, false);
};

const withoutPath: Place = (operations, { hidden, markers, attempts }) => {
  const value: MutableJson = {};
  hideInObject(value, hidden, markers, attempts);
  insert(operations, hidden, { op: verbOf(hidden), value: hidden.choice % 4 === 0 ? [value] : value });
};

/** A sub-attribute that does not exist, below an honest attribute. */
const belowHonest: Place = (operations, hiding) => {
  const { hidden, markers, attempts } = hiding;
  if (hidden.what === 'extension') return byPath(operations, hiding);
  const key = keyOf(hidden, markers);
  const paths = [`name.${key}`, `emails.${key}`, `emails[type eq "work"].${key}`, `title.${key}`];
  insert(operations, hidden, {
    op: verbOf(hidden),
    path: pick(paths, hidden.choice),
    value: hiddenValue(hidden, markers),
  });
  attempts.note(hidden, false);
};

/** The filter of an honest path asks about the attribute. */
const inFilter: Place = (operations, { hidden, markers, attempts }) => {
  const filter = `${keyOf(hidden, markers)} eq "${markers.text()}"`;
  const paths = [
    `emails[${filter}].value`,
    `emails[type eq "work" and ${filter}]`,
    `addresses[not (${filter})]`,
  ];
  const path = pick(paths, hidden.choice);
  insert(operations, hidden, { op: 'remove', path });
  insert(operations, hidden, { op: verbOf(hidden), path, value: { value: markers.text() } });
  attempts.note(hidden, false);
};

const inSchemas: Place = (operations, { hidden, markers }) => {
  const urn = `urn:acme:${markers.text()}`;
  insert(operations, hidden, { op: verbOf(hidden), path: 'schemas', value: [urn] });
};

/** Among what an honest operation sets. */
const inHonestValue: Place = (operations, hiding) => {
  const { honest, hidden, markers, attempts } = hiding;
  const targets = honest.flatMap(({ path, value }) => {
    if (path === undefined) return [];
    return (Array.isArray(value) ? value : [value]).filter(isObject);
  });
  if (targets.length === 0) return byPath(operations, hiding);
  pick(targets, hidden.choice)[keyOf(hidden, markers)] = hiddenValue(hidden, markers);
  attempts.note(hidden);
};

/** Among the attributes of an honest operation without a path. */
const inHonestObject: Place = (operations, hiding) => {
  const { honest, hidden, markers, attempts } = hiding;
  const targets = honest.flatMap(({ path, value }) => (path === undefined && isObject(value) ? [value] : []));
  if (targets.length === 0) return withoutPath(operations, hiding);
  hideInObject(pick(targets, hidden.choice), hidden, markers, attempts);
};

const isObject = (value: unknown): value is MutableJson =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const PLACES: readonly Place[] = [
  byPath,
  byPath,
  byPath,
  byRemoval,
  withoutPath,
  withoutPath,
  belowHonest,
  inFilter,
  inSchemas,
  inHonestValue,
  inHonestValue,
  inHonestObject,
];

/** The `place` that takes a hidden attribute away instead of setting it. */
export const REMOVAL = PLACES.indexOf(byRemoval);

export function hideInOperations(
  operations: MutableJson[],
  honest: readonly MutableJson[],
  hidden: HiddenAttribute,
  markers: Markers,
  attempts: Attempts,
): void {
  // What remains of the number chooses the place within an object.
  const inner = { ...hidden, place: Math.floor(hidden.place / PLACES.length) };
  pick(PLACES, hidden.place)(operations, { honest, hidden: inner, markers, attempts });
}
