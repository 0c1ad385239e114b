/** What a client says of an account, its connection and its tokens, read and checked. */
import {
  ACCOUNT_CLOSED,
  parseDomain,
  type SingleSignOn,
  SSO_INACTIVE,
  SSO_PROTOCOLS,
  signOnWith,
} from '../../accounts/account.ts';
import type { AccountSettings } from '../../accounts/change.ts';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../accounts/identity-provider.ts';
import { parseAllowedAddresses } from '../../accounts/tokens/allowed-addresses.ts';
import type { TokenSettings } from '../../accounts/tokens/change.ts';
import { RollcallError } from '../../errors.ts';
import { parseInstant } from '../instant.ts';
import {
  type Field,
  type JsonObject,
  listOf,
  object,
  oneOf,
  orNull,
  parsed,
  readFields,
  text,
  trueOrFalse,
  type Values,
} from '../json-body.ts';

const LONGEST_NAME = 200;
const LONGEST_LABEL = 100;
const MOST_DOMAINS = 1_000;
const MOST_ADDRESSES = 100;

const name = text(LONGEST_NAME);

const SSO = {
  protocol: oneOf(...SSO_PROTOCOLS),
  provider: orNull(name),
  status: oneOf('active', 'inactive'),
};

const SETTINGS = {
  name,
  identityProvider: oneOf(...(Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[])), // Object.keys forgets the literal type
  sso: ssoField(object(SSO, ['protocol'])),
  policies: object({
    authority: oneOf('ignore', 'reject'),
    groups: oneOf('auto', 'empty', 'refuse'),
    requireEmail: trueOrFalse,
    allowedEmailDomains: listOf(parsed(name, parseDomain), MOST_DOMAINS, 0),
    link: oneOf('any', 'allowedDomains', 'never'),
  }),
};

const TOKEN = {
  label: text(LONGEST_LABEL),
  expiresAt: orNull(parsed(text(40), parseExpiry)),
  allowedAddresses: orNull(parsed(listOf(text(60), MOST_ADDRESSES), parseAllowedAddresses)),
};

/** What the body does not name stays as it is. */
export const parseAccountSettings = (given: JsonObject): AccountSettings => readFields(given, SETTINGS);

/** What the body does not name is not said. */
export const parseTokenSettings = (given: JsonObject): Partial<TokenSettings> => readFields(given, TOKEN);

/** @returns why SCIM is suspended, for people; `null` when it is not said */
export function parseSuspension(given: JsonObject): string | null {
  const { reason = null } = readFields(given, { reason: orNull(name) });
  if (reason !== SSO_INACTIVE && reason !== ACCOUNT_CLOSED) return reason;
  throw new RollcallError(
    'badRequest',
    `"reason" must not be ${reason}: only the service itself finds that.`,
  );
}

/** @returns what becomes of the members; there is no default, because both choices can be the wrong one */
export function parseDisabling(given: JsonObject): 'keep' | 'deprovision' {
  return readFields(given, { members: oneOf('keep', 'deprovision') }, ['members']).members;
}

/** Single sign-on is said as a whole: what is left out is not kept from before. */
function ssoField(field: Field<Values<typeof SSO, 'protocol'>>): Field<SingleSignOn> {
  return (value, path) => {
    const { protocol, ...rest } = field(value, path);
    return { ...signOnWith(protocol), ...rest };
  };
}

function parseExpiry(expiry: string): number {
  const at = parseInstant(expiry);
  if (at !== undefined) return at;
  throw new RollcallError(
    'badRequest',
    'It must be a date and time with its zone (RFC 3339), such as 2027-01-31T18:00:00Z.',
  );
}
