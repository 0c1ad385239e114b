/** The addresses of a member, and what is judged of them before any policy of an account is. */
import { RollcallError } from '../../base/errors.ts';
import { elementsOf, emailOf, type MemberAttributes } from '../member.ts';
import { isEmailAddress } from './email-address.ts';

/**
 * The addresses that a change adds: each of them can become the one that is written to. One that was there before is
 * not judged again, so that nothing stands in the way of an offboarding.
 * @param before absent for a new member
 */
export function newAddresses(
  attributes: MemberAttributes,
  before: MemberAttributes | undefined,
): readonly string[] {
  const known = new Set(before ? addressesOf(before) : []);
  return addressesOf(attributes).filter(address => !known.has(address));
}

/** @throws RollcallError `invalidValue` when a new value of `emails` is no address */
export function checkAddressForm(attributes: MemberAttributes, before?: MemberAttributes): void {
  if (newAddresses(attributes, before).every(isEmailAddress)) return;
  throw new RollcallError(
    'invalidValue',
    `A value of 'emails' is not an e-mail address: it needs text on both sides of exactly one @, without blanks, control, zero-width or bidirectional characters, and without any of , ; < > " ( ). Put each address into an element of its own.`,
    { topic: 'email_form' },
  );
}

/** Under which a member can be reached, now or after another one is gone. */
function addressesOf(attributes: MemberAttributes): readonly string[] {
  const values = elementsOf(attributes['emails']).map(({ value }) => value);
  return [emailOf(attributes), ...values].filter(
    value => typeof value === 'string' && value !== '',
  ) as string[]; // as just checked
}
