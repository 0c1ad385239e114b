/** A member as the main app describes it: SCIM attributes, and whether it is protected. Nothing else enters. */

import { z } from 'zod';
import { RollcallError } from '../../base/errors.ts';
import { isObject, type JsonObject } from '../../base/json-object.ts';
import { boundedList, fault, fields, parseWith, type Schema, trueOrFalse } from '../../base/schema.ts';
import type { JsonProperties, JsonSchema } from '../../events/catalogue/json-schema.ts';
import { MEMBER_ATTRIBUTES } from '../../events/catalogue/member-schema.ts';
import { bodyCollector, parseJson } from '../../http/request/body.ts';
import type { MemberInput } from '../../members/change.ts';
import { isEmailAddress } from '../../members/identity/email-address.ts';
import type { ReadMemberLine } from '../../members/import/import.ts';
import { emailOf, type MemberAttributes } from '../../members/member.ts';
import type { MemberUpsert } from '../../members/members.ts';
import type { BodySchema } from '../request/body.ts';

/**
 * Makes of SCIM attributes what is stored, as for an identity provider.
 * @param given checked for unknown fields already
 * @param active what an unassigned `active` means
 * @throws RollcallError `invalidValue` naming the attribute
 */
export type CompleteAttributes = (
  given: Readonly<Record<string, unknown>>,
  active: boolean,
) => MemberAttributes;

/** What was said of a member: `null` unassigns an attribute, and what is left out stays as it is. */
export interface MemberDescription {
  readonly attributes: JsonObject;
  /** Short for one of `emails`. */
  readonly email: string | undefined;
  readonly isProtected: boolean | undefined;
}

/** A member has at most half of that; JSON may be indented, and escape every character. */
const LARGEST_BODY_BYTES = 262_144;
/** As many as a member may have of one attribute. */
const MOST_ELEMENTS = 1_000;

const texts = fault('must be a text, and not empty.');

/** How long it may be, and which characters it may have, is judged with the whole member. */
const anyText = z.string(texts).refine(text => text.trim() !== '', texts);

/** One schema for all of them: the fewer there are, the sooner the engine has compiled their checks. */
const optionalText = anyText.optional();

const emailAddress = anyText.refine(isEmailAddress, 'must be an e-mail address such as ann@example.com.');

/** Always assigned, so null means nothing. */
const NEVER_NULL: readonly string[] = ['userName', 'active'];

const DESCRIPTION = fields({
  ...Object.fromEntries(
    Object.entries(MEMBER_ATTRIBUTES).map(([name, schema]) => [
      name,
      z.exactOptional(NEVER_NULL.includes(name) ? fieldOf(schema) : fieldOf(schema).nullable()),
    ]),
  ),
  email: emailAddress.exactOptional(),
  protected: trueOrFalse.exactOptional(),
});

/** The same allow-list that guards events, so that what could carry a role is no field at any depth. */
function fieldOf({ type, properties, items }: JsonSchema): Schema {
  if (type === 'boolean') return trueOrFalse;
  if (properties) return objectOf(properties);
  if (!items) return anyText;
  const must = `must be a list of at most ${MOST_ELEMENTS} objects, or null.`;
  return boundedList(fieldOf(items), 0, MOST_ELEMENTS, must);
}

function objectOf(properties: JsonProperties): Schema {
  return fields(
    Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [
        name,
        schema.type === 'string' ? optionalText : fieldOf(schema).optional(),
      ]),
    ),
  );
}

/** @throws RollcallError `badRequest` naming what is unknown or does not fit */
export function readDescription(value: unknown): MemberDescription {
  if (!isObject(value)) refuse('A member must be a JSON object.');
  const { email, protected: isProtected, ...rest } = parseWith(DESCRIPTION, value);
  const attributes: JsonObject = rest;
  if (email !== undefined && attributes['emails'] !== undefined) {
    refuse('"email" is short for one of "emails": give one of the two.');
  }
  return { attributes, email, isProtected };
}

/** The body of a request about one member. */
export const memberBody: BodySchema<MemberDescription> = {
  schema: DESCRIPTION,
  mayBeEmpty: false,
  collect: bodyCollector(LARGEST_BODY_BYTES),
  parse: readDescription,
};

/** @throws RollcallError `badRequest` without a userName and an e-mail to take for it; whatever `complete` throws */
export function upsertOf(description: MemberDescription, complete: CompleteAttributes): MemberUpsert {
  const userName = userNameOf(description);
  const { userName: _, ...rest } = description.attributes;
  // Judged before the member is looked for: no database is asked for a text it cannot hold.
  const wanted = inputOf({ ...description, attributes: { ...rest, userName } }, undefined, complete);
  return {
    userName,
    // Who was found by the userName, in whatever case, is not renamed to it.
    edit: current => (current ? inputOf({ ...description, attributes: rest }, current, complete) : wanted),
  };
}

/** Reads a line of an import as the body of a request about one member. */
export const memberLineReader =
  (complete: CompleteAttributes): ReadMemberLine =>
  (line, charset) =>
    upsertOf(readDescription(parseJson(line, { what: 'The line', charset })), complete);

function userNameOf({ attributes, email }: MemberDescription): string {
  const { userName, emails } = attributes;
  if (typeof userName === 'string') return userName;
  const given = email ?? emailOf({ userName: '', active: true, emails: emails as MemberAttributes[string] }); // as its field reads it
  return given ?? refuse('Give "userName", or "email" to take for it.');
}

/** @param current `undefined` for a new member */
export function inputOf(
  { attributes, email, isProtected }: MemberDescription,
  current: MemberAttributes | undefined,
  complete: CompleteAttributes,
): MemberInput {
  const { schemas: _, ...given }: Record<string, unknown> = { ...current, ...attributes };
  // An address the member is reached under already is no wish to drop the others.
  const emails =
    email === undefined || (current && emailOf(current) === email)
      ? {}
      : { emails: [{ value: email, type: 'work', primary: true }] };
  return { attributes: complete({ ...given, ...emails }, current?.active ?? true), isProtected };
}

function refuse(detail: string): never {
  throw new RollcallError('badRequest', detail);
}
