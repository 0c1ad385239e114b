/** The test's own reading of the event rules, written independently of the service's. */
import { ENTERPRISE_USER, type Json } from '../support/scim/scim-client.ts';
import type { CloudEvent } from '../support/test-service.ts';

/** What a User holds besides `id`, `meta` and `schemas`. */
export function attributesOf({ id: _id, meta: _meta, schemas: _schemas, ...attributes }: Json): Json {
  return attributes;
}

/** What an event says the member holds, without what the event adds. */
export function attributesIn({ data }: CloudEvent): Json {
  const { id: _id, email: _email, version: _version, managedBy: _managedBy, ...attributes } = data.member;
  return attributes;
}

/** Each value under its SCIM path; multi-valued attributes as a whole. */
function flatten(attributes: Json): ReadonlyMap<string, unknown> {
  const flat = new Map<string, unknown>();
  const add = (path: string, separator: string, value: unknown): void => {
    if (!isObject(value)) flat.set(path, value);
    else for (const [name, inner] of Object.entries(value)) add(path + separator + name, '.', inner);
  };
  for (const [name, value] of Object.entries(attributes))
    add(name, name.startsWith('urn:') ? ':' : '.', value);
  return flat;
}

/** The paths under which two states differ, and the values of the first. */
export function difference(
  before: Json,
  after: Json,
): { readonly changed: string[]; readonly previous: Json } {
  const [old, next] = [flatten(before), flatten(after)];
  const changed = [...new Set([...old.keys(), ...next.keys()])].filter(
    path => !isSame(old.get(path), next.get(path)),
  );
  return { changed, previous: Object.fromEntries(changed.map(path => [path, old.get(path) ?? null])) };
}

/** The state before, from the state after and what an event says was there before. */
export function undo(after: Json, previous: Json): Json {
  const restored = structuredClone(after) as Record<string, unknown>; // a clone has one owner
  for (const [path, value] of Object.entries(previous)) write(restored, stepsOf(path), value);
  return restored;
}

function stepsOf(path: string): readonly string[] {
  const inExtension = `${ENTERPRISE_USER}:`;
  return path.startsWith(inExtension)
    ? [ENTERPRISE_USER, ...path.slice(inExtension.length).split('.')]
    : path.split('.');
}

function write(
  object: Record<string, unknown>,
  [step = '', ...deeper]: readonly string[],
  value: unknown,
): void {
  if (deeper.length === 0) {
    if (value === null) delete object[step];
    else object[step] = value;
    return;
  }
  const inner = isObject(object[step]) ? object[step] : {};
  write(inner, deeper, value);
  if (Object.keys(inner).length === 0) delete object[step];
  else object[step] = inner;
}

/** Equality with lists as sets and without regard to the order of keys. */
export const isSame = (left: unknown, right: unknown): boolean => canonical(left) === canonical(right);

/** A text that is the same for states which are the same. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(canonical))].sort().join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'absent';
  return `{${Object.keys(value)
    .sort()
    .map(name => `${JSON.stringify(name)}:${canonical(value[name])}`)
    .join()}}`;
}

const isGone = ({ type }: CloudEvent): boolean =>
  type === 'team_member.deleted' || type === 'team_member.erased';

/** The members that exist after these events: for each id its state and version. */
export function foldEvents(
  events: readonly CloudEvent[],
): ReadonlyMap<string, { readonly attributes: Json; readonly version: unknown }> {
  const members = new Map<string, { attributes: Json; version: unknown }>();
  for (const event of events) {
    if (isGone(event)) members.delete(event.subject);
    else
      members.set(event.subject, { attributes: attributesIn(event), version: event.data.member['version'] });
  }
  return members;
}

/** The same, from nothing but what each event says has changed: whatever `changed` leaves out is missing here. */
export function foldChanges(events: readonly CloudEvent[]): ReadonlyMap<string, Json> {
  const members = new Map<string, Record<string, unknown>>();
  for (const event of events) {
    if (isGone(event)) {
      members.delete(event.subject);
      continue;
    }
    const attributes = members.get(event.subject) ?? {};
    const now = flatten(attributesIn(event));
    for (const path of event.data.changed) write(attributes, stepsOf(path), now.get(path) ?? null);
    members.set(event.subject, attributes);
  }
  return members;
}

/** The primary of `emails`, else work, else the first, else a userName that looks like one. */
export function emailOf(attributes: Json): string | null {
  const emails = Array.isArray(attributes['emails']) ? (attributes['emails'] as Json[]) : []; // SCIM lists hold objects
  const usable = emails.filter(({ value }) => typeof value === 'string' && value !== '');
  const chosen =
    usable.find(({ primary }) => primary === true) ??
    usable.find(({ type }) => String(type).toLowerCase() === 'work') ??
    usable[0];
  if (chosen) return String(chosen['value']);
  const userName = String(attributes['userName']);
  return /^[^\s@]+@[^\s@]+$/.test(userName) ? userName : null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
