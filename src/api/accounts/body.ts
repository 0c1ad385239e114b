/** What a client says of an account, its connection and its tokens, read and checked. */
import {
  ACCOUNT_CLOSED,
  parseDomain,
  type SingleSignOn,
  SSO_INACTIVE,
  SSO_PROTOCOLS,
  signOnWith,
} from '../../accounts/account.ts';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../accounts/identity-provider.ts';
import { parseAllowedAddresses } from '../../accounts/tokens/allowed-addresses.ts';
import { RollcallError } from '../../base/errors.ts';
import { parseInstant } from '../../base/instant.ts';
import { fields, listOf, oneOf, parsed, text, trueOrFalse } from '../../base/schema.ts';

const LONGEST_NAME = 200;
const LONGEST_LABEL = 100;
const MOST_DOMAINS = 1_000;
const MOST_ADDRESSES = 100;

const name = text(LONGEST_NAME);

/** Single sign-on is said as a whole: what is left out is not kept from before. */
const sso = fields({
  protocol: oneOf(...SSO_PROTOCOLS),
  provider: name.nullable().exactOptional(),
  status: oneOf('active', 'inactive').exactOptional(),
}).transform(({ protocol, ...rest }): SingleSignOn => ({ ...signOnWith(protocol), ...rest }));

const policies = fields({
  authority: oneOf('ignore', 'reject').exactOptional(),
  groups: oneOf('auto', 'empty', 'refuse').exactOptional(),
  requireEmail: trueOrFalse.exactOptional(),
  allowedEmailDomains: listOf(parsed(name, parseDomain), MOST_DOMAINS, 0).exactOptional(),
  link: oneOf('any', 'allowedDomains', 'never').exactOptional(),
});

/** What the body does not name stays as it is. */
export const ACCOUNT_SETTINGS = fields({
  name: name.exactOptional(),
  identityProvider: oneOf(...(Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[])).exactOptional(), // Object.keys forgets the literal type
  sso: sso.exactOptional(),
  policies: policies.exactOptional(),
});

/** What the body does not name is not said. */
export const TOKEN_SETTINGS = fields({
  label: text(LONGEST_LABEL).exactOptional(),
  expiresAt: parsed(text(40), parseExpiry).nullable().exactOptional(),
  allowedAddresses: parsed(listOf(text(60), MOST_ADDRESSES), parseAllowedAddresses)
    .nullable()
    .exactOptional(),
});

/** Why SCIM is suspended, for people. */
export const SUSPENSION = fields({ reason: parsed(name, parseReason).nullable().exactOptional() });

/** What happens to the members; there is no default, because both choices can be the wrong one. */
export const DISABLING = fields({ members: oneOf('keep', 'deprovision') });

function parseReason(reason: string): string {
  if (reason !== SSO_INACTIVE && reason !== ACCOUNT_CLOSED) return reason;
  throw new RollcallError(
    'badRequest',
    `"reason" must not be ${reason}: only the service itself finds that.`,
  );
}

function parseExpiry(expiry: string): number {
  const at = parseInstant(expiry);
  if (at !== undefined) return at;
  throw new RollcallError(
    'badRequest',
    'It must be a date and time with its zone (RFC 3339), such as 2027-01-31T18:00:00Z.',
  );
}
