/** The identity providers an account can name. Every leniency holds for all; the choice decides little. */
import { RollcallError } from '../base/errors.ts';

interface IdentityProviderFacts {
  readonly label: string;
  /** Its connection test reads `GET /Groups` and fails unless that answers an (empty) list. */
  readonly listsGroupsWhenTesting: boolean;
  /** Its client reads a ServiceProviderConfig with `pagination` (RFC 9865), an attribute that RFC 7643 does not know. */
  readonly readsPagination: boolean;
}

export const IDENTITY_PROVIDERS = {
  jumpcloud: { label: 'JumpCloud', listsGroupsWhenTesting: false, readsPagination: true },
  okta: { label: 'Okta', listsGroupsWhenTesting: true, readsPagination: true },
  cloudflare: { label: 'Cloudflare', listsGroupsWhenTesting: false, readsPagination: true },
  entra: { label: 'Microsoft Entra ID', listsGroupsWhenTesting: true, readsPagination: true },
  onelogin: { label: 'OneLogin', listsGroupsWhenTesting: true, readsPagination: true },
  google: { label: 'Google Workspace', listsGroupsWhenTesting: false, readsPagination: true },
  ping: { label: 'PingOne or PingFederate', listsGroupsWhenTesting: false, readsPagination: false },
  rippling: { label: 'Rippling', listsGroupsWhenTesting: false, readsPagination: true },
  authentik: { label: 'authentik', listsGroupsWhenTesting: true, readsPagination: true },
  keycloak: { label: 'Keycloak', listsGroupsWhenTesting: false, readsPagination: true },
  other: { label: 'another identity provider', listsGroupsWhenTesting: false, readsPagination: true },
} as const satisfies Record<string, IdentityProviderFacts>;

export type IdentityProvider = keyof typeof IDENTITY_PROVIDERS;

/** @throws RollcallError `badRequest` naming the known ones */
export function parseIdentityProvider(text: string): IdentityProvider {
  const known = Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]; // Object.keys forgets the literal type
  const found = known.find(name => name === text.toLowerCase());
  if (found) return found;
  throw new RollcallError(
    'badRequest',
    `The identity provider ${JSON.stringify(text)} is not known; use one of ${known.join(', ')}.`,
  );
}
