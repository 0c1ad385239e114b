/** Attributes on their way to a member, and their completion. */
import { RollcallError } from '../../base/errors.ts';
import { type AttributeValue, isComplex, type MemberAttributes } from '../../members/member.ts';
import { CORE_ATTRIBUTES, ENTERPRISE_ATTRIBUTES } from '../schema/attributes.ts';
import { ENTERPRISE_URN, USER_URN } from '../schema/schema.ts';
import { withOnePrimary } from '../schema/values.ts';

/** Attributes on their way to a member: `active` may still be open. */
export type DraftAttributes = { [attribute: string]: AttributeValue | undefined };

/** A stored member has at most this many bytes of JSON. */
const LARGEST_MEMBER_BYTES = 131_072;

/**
 * Completes a draft to a member's attributes: canonical order, one primary, computed `schemas`.
 * @param active what an unassigned `active` means here
 * @throws RollcallError `invalidValue` without a userName or when the whole is too large
 */
export function toMemberAttributes(draft: DraftAttributes, active: boolean): MemberAttributes {
  const userName = draft['userName'];
  if (typeof userName !== 'string' || userName.trim() === '') {
    throw new RollcallError('invalidValue', "'userName' is required and must not be empty.", {
      topic: 'user_name_missing',
    });
  }
  const ordered: Record<string, AttributeValue> = {};
  for (const { name, multiValued } of CORE_ATTRIBUTES.values()) {
    const value = name === 'active' ? (draft['active'] ?? active) : draft[name];
    if (value === undefined) continue;
    ordered[name] = multiValued && Array.isArray(value) ? withOnePrimary(value.filter(isComplex)) : value;
  }
  const extension = orderedExtension(draft[ENTERPRISE_URN]);
  if (extension) ordered[ENTERPRISE_URN] = extension;
  const attributes: MemberAttributes = {
    schemas: extension ? [USER_URN, ENTERPRISE_URN] : [USER_URN],
    ...ordered,
    userName,
    active: ordered['active'] === true,
  };
  if (Buffer.byteLength(JSON.stringify(attributes)) > LARGEST_MEMBER_BYTES) {
    throw new RollcallError(
      'invalidValue',
      `The whole resource is larger than ${LARGEST_MEMBER_BYTES} bytes.`,
    );
  }
  return attributes;
}

function orderedExtension(value: AttributeValue | undefined): Record<string, AttributeValue> | undefined {
  if (!isComplex(value)) return undefined;
  const ordered: Record<string, AttributeValue> = {};
  for (const { name } of ENTERPRISE_ATTRIBUTES.values()) {
    const inner = value[name];
    if (inner !== undefined) ordered[name] = inner;
  }
  return Object.keys(ordered).length > 0 ? ordered : undefined;
}
