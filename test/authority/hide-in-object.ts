/** Ways to hide an attribute in an object of attributes: the body of POST and PUT, or the value of a path-less PATCH. */
import { CORE_USER, ENTERPRISE_USER } from '../support/scim/scim-client.ts';
import {
  type HiddenAttribute,
  hiddenValue,
  keyOf,
  type MutableJson,
  pick,
  spell,
  undeclaredUrn,
} from './hidden-attribute.ts';
import type { Markers } from './markers.ts';

/** What the service must, and may besides, say that it ignored. */
export class Attempts {
  readonly certain = new Set<string>();
  readonly possible = new Set<string>();

  /** Neither a password nor an empty value is an attempt at authority. */
  note({ what, shape }: HiddenAttribute, isCertain = true): void {
    if (what !== 'password' && shape !== 'empty') this[isCertain ? 'certain' : 'possible'].add(what);
  }
}

interface Hiding {
  readonly hidden: HiddenAttribute;
  readonly key: string;
  readonly value: unknown;
  readonly markers: Markers;
  readonly attempts: Attempts;
}

/** A key that hides something already keeps it: what was overwritten was never sent. */
function put(object: MutableJson, key: string, { value, hidden, attempts }: Hiding, isCertain = true): void {
  if (Object.hasOwn(object, key)) return;
  object[key] = value;
  attempts.note(hidden, isCertain);
}

/** Puts the attribute into `object`; where that place does not exist, beside the honest attributes. */
type Place = (object: MutableJson, hiding: Hiding) => void;

const beside: Place = (object, hiding) => put(object, hiding.key, hiding);

const under =
  (urn: string): Place =>
  (object, hiding) => {
    const { hidden, key } = hiding;
    // An undeclared URN stands on its own: behind another URN it would be no name at all.
    if (hidden.what === 'extension') return beside(object, hiding);
    put(object, `${spell(urn, hidden)}:${key}`, hiding);
  };

const inside =
  (...path: readonly string[]): Place =>
  (object, hiding) => {
    let inner = object;
    for (const step of path) {
      inner[step] ??= {};
      const next = inner[step];
      if (typeof next !== 'object' || next === null || Array.isArray(next)) return beside(object, hiding);
      inner = next as MutableJson; // just checked, and the copy is ours
    }
    put(inner, hiding.key, hiding);
  };

const inElement: Place = (object, hiding) => {
  const lists = ['emails', 'phoneNumbers', 'addresses'].map(name => object[name]).filter(Array.isArray);
  const elements = lists.flat() as MutableJson[]; // the generator puts objects into these lists
  if (elements.length === 0) return beside(object, hiding);
  put(pick(elements, hiding.hidden.choice), hiding.key, hiding);
};

const dotted: Place = (object, hiding) =>
  put(
    object,
    `${hiding.key}.${pick(['value', 'display', 'primary', 'whatever'], hiding.hidden.choice)}`,
    hiding,
  );

const filtered: Place = (object, hiding) =>
  put(
    object,
    `${hiding.key}[primary eq "True"].${pick(['value', 'display', 'type'], hiding.hidden.choice)}`,
    hiding,
  );

/** `name.roles`: a sub-attribute that does not exist. */
const below: Place = (object, hiding) =>
  put(
    object,
    `${pick(['name', 'emails', 'displayName'], hiding.hidden.choice)}.${hiding.key}`,
    hiding,
    false,
  );

/** `meta` is the service's own: whatever a client puts there is not looked at. */
const inMeta: Place = (object, { hidden, key, value, attempts }) => {
  object['meta'] = { [key]: value };
  attempts.note(hidden, false);
};

const inSchemas: Place = (object, { hidden, markers, attempts }) => {
  const known = Array.isArray(object['schemas']) ? object['schemas'] : [CORE_USER];
  object['schemas'] = [...known, undeclaredUrn(hidden.choice, markers)];
  attempts.note({ ...hidden, what: 'extension' }, false);
};

const PLACES: readonly Place[] = [
  beside,
  under(CORE_USER),
  under(ENTERPRISE_USER),
  inside(CORE_USER),
  inside(ENTERPRISE_USER),
  inside(CORE_USER, CORE_USER),
  inside('name'),
  inside(ENTERPRISE_USER, 'manager'),
  inElement,
  inElement,
  dotted,
  filtered,
  below,
  inMeta,
  inSchemas,
];

export function hideInObject(
  object: MutableJson,
  hidden: HiddenAttribute,
  markers: Markers,
  attempts: Attempts,
): void {
  const [key, value] = [keyOf(hidden, markers), hiddenValue(hidden, markers)];
  pick(PLACES, hidden.place)(object, { hidden, key, value, markers, attempts });
}
