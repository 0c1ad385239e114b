/** An account: one tenant of the main app, and the state of SCIM for it. */
import { RollcallError } from '../base/errors.ts';
import { fold } from '../members/member.ts';
import type { MemberPolicies } from '../members/provider-limits.ts';
import { IDENTITY_PROVIDERS, type IdentityProvider } from './identity-provider.ts';
import type { Offboarding } from './offboarding/offboarding.ts';

/** What to do when an identity provider sends an attribute that could carry a role or permission. */
export type AuthorityPolicy = 'ignore' | 'reject';
/** How `GET /Groups` answers: as the account's identity provider needs it, always an empty list, or never. */
type GroupsPolicy = 'auto' | 'empty' | 'refuse';

export interface AccountPolicies extends MemberPolicies {
  readonly authority: AuthorityPolicy;
  readonly groups: GroupsPolicy;
}

export const DEFAULT_POLICIES: AccountPolicies = {
  authority: 'ignore',
  groups: 'auto',
  requireEmail: false,
  allowedEmailDomains: [],
  link: 'any',
};

export const SSO_PROTOCOLS = ['saml', 'oidc', 'none'] as const;
export type SsoProtocol = (typeof SSO_PROTOCOLS)[number];

/** How the people of an account sign in to the main app, as the main app or an operator says. */
export interface SingleSignOn {
  readonly protocol: SsoProtocol;
  /** A display name; `null` when none was given. */
  readonly provider: string | null;
  readonly status: 'active' | 'inactive';
}

type ConnectionState = 'enabled' | 'suspended' | 'disabled';

/** SCIM for one account: whether it is on, and if not, why. */
export interface Connection {
  readonly state: ConnectionState;
  /** `sso_inactive`, `account_closed`, or what an operator said; `null` when there is nothing to say. */
  readonly reason: string | null;
  /** When it came into this state. */
  readonly since: number;
}

/** Why a connection is not enabled, where the service itself decided so. */
export const SSO_INACTIVE = 'sso_inactive';
export const ACCOUNT_CLOSED = 'account_closed';

export interface Account {
  /** The main app's own id of the tenant. */
  readonly id: string;
  readonly name: string;
  readonly identityProvider: IdentityProvider;
  readonly sso: SingleSignOn;
  readonly policies: AccountPolicies;
  readonly connection: Connection;
  /** Work on its members that is still to be done; `null` when there is none. */
  readonly offboarding: Offboarding | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** A closed account keeps its id and the numbers of its events, and nothing else. */
  readonly closedAt: number | null;
}

const ACCOUNT_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** @throws RollcallError `badRequest` */
export function parseAccountId(text: string): string {
  if (ACCOUNT_ID.test(text)) return text;
  throw new RollcallError(
    'badRequest',
    `An account id has 1 to 64 letters, digits, "_" or "-"; ${JSON.stringify(text.slice(0, 80))} does not fit.`,
  );
}

/** @throws RollcallError `badRequest` */
export function parseSsoProtocol(text: string): SsoProtocol {
  const found = SSO_PROTOCOLS.find(protocol => protocol === text.toLowerCase());
  if (found) return found;
  throw new RollcallError('badRequest', `The SSO protocol must be one of ${SSO_PROTOCOLS.join(', ')}.`);
}

/** Single sign-on of a protocol as it is set up now; `none` is nothing that could be active. */
export const signOnWith = (protocol: SsoProtocol): SingleSignOn => ({
  protocol,
  provider: null,
  status: protocol === 'none' ? 'inactive' : 'active',
});

/** Whether `GET /Groups` answers an empty list for this account; every other Groups request is refused. */
export function answersGroupList(account: Account): boolean {
  const { groups } = account.policies;
  return groups === 'auto'
    ? IDENTITY_PROVIDERS[account.identityProvider].listsGroupsWhenTesting
    : groups === 'empty';
}

const POLICY_PARSERS: { readonly [Name in keyof AccountPolicies]: (value: string) => AccountPolicies[Name] } =
  {
    authority: value => oneOf('authority', value, ['ignore', 'reject']),
    groups: value => oneOf('groups', value, ['auto', 'empty', 'refuse']),
    requireEmail: value => oneOf('requireEmail', value, ['true', 'false']) === 'true',
    allowedEmailDomains: value =>
      value
        .split(',')
        .map(parseDomain)
        .filter(domain => domain !== ''),
    link: value => oneOf('link', value, ['any', 'allowedDomains', 'never']),
  };

/**
 * Reads `name=value` settings of policies.
 * @throws RollcallError `badRequest` naming the setting
 */
export function parsePolicySettings(settings: readonly string[]): Partial<AccountPolicies> {
  const policies: Partial<Record<keyof AccountPolicies, AccountPolicies[keyof AccountPolicies]>> = {};
  for (const setting of settings) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(setting) ?? [];
    const known = Object.keys(POLICY_PARSERS) as (keyof AccountPolicies)[]; // Object.keys forgets the literal type
    const policy = known.find(candidate => candidate === name);
    if (!policy) {
      throw new RollcallError(
        'badRequest',
        `A policy is set as name=value, with one of the names ${known.join(', ')}; ${JSON.stringify(setting)} does not fit.`,
      );
    }
    policies[policy] = POLICY_PARSERS[policy](value.trim());
  }
  return policies as Partial<AccountPolicies>; // each parser yields the type of its policy
}

function oneOf<const Value extends string>(name: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find(candidate => candidate === value);
  if (found !== undefined) return found;
  throw new RollcallError('badRequest', `The policy ${name} must be one of ${allowed.join(', ')}.`);
}

/** @throws RollcallError `badRequest` */
export function parseDomain(text: string): string {
  const domain = fold(text.trim().replace(/^@/, ''));
  if (domain === '' || /^[^\s@,]+$/.test(domain)) return domain;
  throw new RollcallError(
    'badRequest',
    `${JSON.stringify(text)} is not an e-mail domain such as example.com.`,
  );
}
