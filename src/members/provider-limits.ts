/** What an identity provider may not do to a member: the account's policies, the main app's own people, protection. */
import { RollcallError } from '../base/errors.ts';
import { newAddresses } from './identity/addresses.ts';
import { userNameKey } from './identity/user-name.ts';
import { elementsOf, emailOf, fold, type Member, type MemberAttributes } from './member.ts';

/** The account's rules for its members; all off by default. */
export interface MemberPolicies {
  readonly requireEmail: boolean;
  /** Folded domains; empty allows every one. */
  readonly allowedEmailDomains: readonly string[];
  /** Which members of the main app an identity provider may take over. */
  readonly link: LinkPolicy;
}

/**
 * Linking hands whatever the main app gave a member to whomever the identity provider names. `allowedDomains`: only
 * members whose e-mail has one of `allowedEmailDomains`.
 */
type LinkPolicy = 'any' | 'allowedDomains' | 'never';

/**
 * Judges every address that is new.
 * @param attributes after `checkAddressForm`
 * @param before absent for a new member
 * @throws RollcallError `invalidValue` when the account requires an e-mail or forbids one
 */
export function checkEmail(
  policies: MemberPolicies,
  attributes: MemberAttributes,
  before?: MemberAttributes,
): void {
  const email = emailOf(attributes);
  if (email === undefined && policies.requireEmail && (!before || emailOf(before) !== undefined)) {
    throw new RollcallError(
      'invalidValue',
      "This account requires an e-mail address: map one to 'emails' or use it as 'userName'.",
      { topic: 'email_missing' },
    );
  }
  const domains = policies.allowedEmailDomains;
  if (domains.length === 0) return;
  if (newAddresses(attributes, before).some(address => !isAmong(domains, address))) {
    throw new RollcallError(
      'invalidValue',
      `This account accepts e-mail addresses of these domains only: ${domains.join(', ')}.`,
      { topic: 'email_domain' },
    );
  }
}

/**
 * Judges a change that an identity provider asks for.
 * @throws RollcallError `invalidValue` for an e-mail that a policy forbids, `mutability` for what it may not change here
 */
export function checkProviderUpdate(
  policies: MemberPolicies,
  before: Member,
  attributes: MemberAttributes,
): void {
  if (before.managedBy === 'app') checkLink(policies, before, attributes);
  if (before.isProtected) checkProtection(before.attributes, attributes);
  // A policy must never stand in the way of an offboarding, so an address that is there already is not judged again.
  checkEmail(policies, attributes, before.attributes);
}

/** @throws RollcallError `mutability` when an identity provider may not delete this member */
export function checkProviderRemoval(policies: MemberPolicies, before: Member): void {
  if (before.managedBy === 'app') checkLink(policies, before, before.attributes);
  if (before.isProtected) throw isProtected('delete');
}

/** The first write of an identity provider takes the member over. */
function checkLink(policies: MemberPolicies, before: Member, attributes: MemberAttributes): void {
  if (policies.link === 'any') return;
  if (policies.link === 'never') {
    throw new RollcallError(
      'mutability',
      'This member was added by the application, and this account does not let the identity provider take over such members: take the person out of the assignment in the identity provider, or have an administrator of the application set the policy link.',
      { topic: 'link_refused' },
    );
  }
  if (!allowsLink(policies, emailOf(before.attributes))) {
    throw new RollcallError(
      'mutability',
      'This member was added by the application, and this account lets the identity provider take over members of its own e-mail domains only: have an administrator of the application add the domain to allowedEmailDomains, or take the person out of the assignment in the identity provider.',
      { topic: 'link_refused' },
    );
  }
  if (isRenamed(before.attributes, attributes) || isReachedElsewhere(before.attributes, attributes)) {
    throw new RollcallError(
      'mutability',
      'This member was added by the application, and the identity provider can take it over only with the userName and e-mail addresses it has: correct them in the identity provider or in the application first.',
      { topic: 'link_refused' },
    );
  }
}

function checkProtection(before: MemberAttributes, after: MemberAttributes): void {
  if (before.active && !after.active) throw isProtected('deactivate');
  if (isRenamed(before, after)) throw isProtected('change the userName of');
  if (isReachedElsewhere(before, after)) throw isProtected('change the e-mail addresses of');
}

const isProtected = (action: string): RollcallError =>
  new RollcallError(
    'mutability',
    `This member is protected by the application: the identity provider may not ${action} it. Do this in the application, or have an administrator of the application lift the protection.`,
    { topic: 'protected_member' },
  );

/** Case and width of letters never distinguished two userNames. */
export const isRenamed = (before: MemberAttributes, after: MemberAttributes): boolean =>
  userNameKey(before.userName) !== userNameKey(after.userName);

/** Whether the addresses differ, or which of them comes first; what they are called does not count. */
function isReachedElsewhere(before: MemberAttributes, after: MemberAttributes): boolean {
  const reached = (attributes: MemberAttributes): string => {
    const values = elementsOf(attributes['emails']).map(({ value }) => fold(String(value ?? '')));
    return JSON.stringify([fold(emailOf(attributes) ?? ''), [...new Set(values)].sort()]);
  };
  return reached(before) !== reached(after);
}

/** Whether the identity provider may take over a member of the main app who has, or had, this e-mail. */
export const allowsLink = (policies: MemberPolicies, email: string | undefined): boolean =>
  policies.link === 'any' ||
  (policies.link === 'allowedDomains' && email !== undefined && isAmong(policies.allowedEmailDomains, email));

const isAmong = (domains: readonly string[], email: string): boolean =>
  domains.includes(fold(email.slice(email.lastIndexOf('@') + 1)));
