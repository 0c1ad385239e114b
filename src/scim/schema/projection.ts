/** Which attributes a response holds: `attributes` and `excludedAttributes` (RFC 7644 §3.9). */

import { RollcallError } from '../../base/errors.ts';
import { CORE_ATTRIBUTES, findTarget, withoutUrn } from './attributes.ts';
import { ENTERPRISE_URN } from './schema.ts';

export type Projection = (resource: Record<string, unknown>) => Record<string, unknown>;

/** Returned whatever was asked for: without them a response is no SCIM resource. */
const ALWAYS = new Set(['id', 'schemas']);

interface Selection {
  /** Top-level names, or an extension's URN, that are meant as a whole. */
  readonly whole: ReadonlySet<string>;
  /** For the others, the names below them that are meant. */
  readonly parts: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * @param attributes comma-separated; wins when both are given
 * @returns `undefined` when the whole resource is wanted
 * @throws RollcallError `invalidValue` for too many names
 */
export function readProjection(
  attributes: string | undefined,
  excluded: string | undefined,
): Projection | undefined {
  if (attributes?.trim()) {
    const wanted = select(attributes);
    return resource => pick(resource, wanted);
  }
  if (excluded?.trim()) {
    const unwanted = select(excluded);
    return resource => omit(resource, unwanted);
  }
  return undefined;
}

/** Three times as many as there are, at their longest. */
const MOST_NAMES = 300;
const LONGEST_LIST = 32_768;

/** A comma, or a text in which commas separate nothing. */
const PARTS = /[^,"]+|"(?:[^"\\]|\\.)*"?|,/gs;

/** The paths of a comma-separated list. A filter in one chooses among elements; the attribute is selected for all. */
function pathsIn(list: string): readonly string[] {
  if (!list.includes('[')) return list.split(',');
  const paths = [''];
  for (const [part] of list.matchAll(PARTS)) {
    if (part === ',') paths.push('');
    else paths.push((paths.pop() ?? '') + part);
  }
  return paths.map(path => {
    const [from, to] = [path.indexOf('['), path.lastIndexOf(']')];
    return from < 0 || to < from ? path : path.slice(0, from) + path.slice(to + 1);
  });
}

/** @throws RollcallError `invalidValue` */
function checkedPathsIn(list: string): readonly string[] {
  const paths = list.length > LONGEST_LIST ? [] : pathsIn(list);
  if (paths.length > 0 && paths.length <= MOST_NAMES) return paths;
  throw new RollcallError(
    'invalidValue',
    `'attributes' and 'excludedAttributes' may name at most ${MOST_NAMES} attributes, in ${LONGEST_LIST} characters.`,
  );
}

/** Names that are no attribute select nothing, as the RFC's clients expect of extensions a server lacks. */
function select(list: string): Selection {
  const whole = new Set<string>();
  const parts = new Map<string, Set<string>>();
  const addPart = (name: string, part: string) => parts.set(name, (parts.get(name) ?? new Set()).add(part));
  for (const path of checkedPathsIn(list).map(text => withoutUrn(text.trim()))) {
    const target = findTarget(path);
    if (target.kind === 'readOnly') {
      const [, below] = /^meta\.(\w+)$/i.exec(path) ?? [];
      const part =
        below &&
        ['resourceType', 'created', 'lastModified', 'location', 'version'].find(
          name => name.toLowerCase() === below.toLowerCase(),
        );
      if (part) addPart('meta', part);
      else if (below === undefined) whole.add(target.path);
    } else if (target.kind === 'core') {
      for (const { name } of CORE_ATTRIBUTES.values()) whole.add(name);
    } else if (target.kind === 'extension') {
      whole.add(ENTERPRISE_URN);
    } else if (target.kind === 'attribute') {
      const { attribute, sub, extension } = target;
      if (extension) addPart(extension, sub ? `${attribute.name}.${sub.name}` : attribute.name);
      else if (sub) addPart(attribute.name, sub.name);
      else whole.add(attribute.name);
    }
  }
  return { whole, parts };
}

function pick(resource: Record<string, unknown>, { whole, parts }: Selection): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(resource).flatMap(([name, value]) => {
      if (ALWAYS.has(name) || whole.has(name)) return [[name, value]];
      const names = parts.get(name);
      const picked = names && mapEach(value, object => pickNames(object, names));
      return picked === undefined ? [] : [[name, picked]];
    }),
  );
}

function omit(resource: Record<string, unknown>, { whole, parts }: Selection): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(resource).flatMap(([name, value]) => {
      if (ALWAYS.has(name)) return [[name, value]];
      if (whole.has(name)) return [];
      const names = parts.get(name);
      const kept = names ? mapEach(value, object => omitNames(object, names)) : value;
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
}

type Json = Record<string, unknown>;

/** Applies to an object, or to each object of a list; what ends up empty is left out. */
function mapEach(value: unknown, change: (object: Json) => Json): unknown {
  if (Array.isArray(value)) {
    const changed = value.map((item: Json) => change(item)).filter(item => Object.keys(item).length > 0);
    return changed.length > 0 ? changed : undefined;
  }
  const changed = change(value as Json); // parts are only ever named below objects and lists of objects
  return Object.keys(changed).length > 0 ? changed : undefined;
}

/** Names may lead one level deeper, as in `manager.value` below an extension. */
function pickNames(object: Json, names: ReadonlySet<string>): Json {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      if (names.has(name)) return [[name, value]];
      const deeper = below(name, names);
      const picked = deeper.size > 0 ? mapEach(value, inner => pickNames(inner, deeper)) : undefined;
      return picked === undefined ? [] : [[name, picked]];
    }),
  );
}

function omitNames(object: Json, names: ReadonlySet<string>): Json {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      if (names.has(name)) return [];
      const deeper = below(name, names);
      const kept = deeper.size > 0 ? mapEach(value, inner => omitNames(inner, deeper)) : value;
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
}

function below(name: string, names: ReadonlySet<string>): ReadonlySet<string> {
  const prefix = `${name}.`;
  return new Set([...names].filter(path => path.startsWith(prefix)).map(path => path.slice(prefix.length)));
}
