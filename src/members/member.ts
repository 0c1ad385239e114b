/** A team member: a person in an account, as the identity provider describes them. It never carries a role. */

import { isEmailAddress } from './identity/email-address.ts';

/** A JSON value as SCIM uses it; absent means unassigned, `null` is never stored. */
export type AttributeValue =
  | string
  | number
  | boolean
  | { readonly [name: string]: AttributeValue }
  | readonly AttributeValue[];

/** Attributes under their canonical SCIM names; an extension's attributes stand under its URN. */
export interface MemberAttributes {
  readonly userName: string;
  readonly active: boolean;
  readonly [attribute: string]: AttributeValue | undefined;
}

/** `app`: added by the main app itself; `idp`: under the identity provider's control. */
export type ManagedBy = 'idp' | 'app';

export interface Member {
  readonly id: string;
  readonly accountId: string;
  readonly attributes: MemberAttributes;
  /** 1 for a new member, one more for each change. */
  readonly version: number;
  readonly managedBy: ManagedBy;
  /** An identity provider may not deactivate, delete or rename the member, nor change the e-mails. */
  readonly isProtected: boolean;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** When the member first became active; `null` while staged. */
  readonly activatedAt: number | null;
}

/** A member as it is stored: its attributes are JSON text, ready to be sent. */
export interface StoredMember extends Omit<Member, 'attributes'> {
  readonly attributesJson: string;
}

export function parseMember({ attributesJson, ...rest }: StoredMember): Member {
  return { ...rest, attributes: JSON.parse(attributesJson) as MemberAttributes }; // we wrote this JSON ourselves
}

/** Attributes whose values differ by case (RFC 7643 §3.1); all others are compared folded. */
export const CASE_EXACT_ATTRIBUTES: ReadonlySet<string> = new Set(['id', 'externalId']);

/**
 * The form in which case-insensitive values are compared, sorted and kept unique, alike on every database:
 * SQLite's own lower() knows ASCII only.
 */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase();

/** The elements of a multi-valued attribute; empty when it is unassigned. */
export function elementsOf(
  value: AttributeValue | undefined,
): readonly { readonly [name: string]: AttributeValue }[] {
  return Array.isArray(value) ? value.filter(isComplex) : [];
}

export function isComplex(value: unknown): value is { readonly [name: string]: AttributeValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The e-mail a member is reached under: the primary of `emails`, else work, else the first, else a `userName` that is one. */
export function emailOf(attributes: MemberAttributes): string | undefined {
  const emails = elementsOf(attributes['emails']).filter(
    email => typeof email['value'] === 'string' && email['value'] !== '',
  );
  const chosen =
    emails.find(email => email['primary'] === true) ??
    emails.find(email => typeof email['type'] === 'string' && fold(email['type']) === 'work') ??
    emails[0];
  if (typeof chosen?.['value'] === 'string') return chosen['value'];
  return isEmailAddress(attributes.userName) ? attributes.userName : undefined;
}
