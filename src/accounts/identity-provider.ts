/** The identity providers an account can name. Every leniency holds for all; the choice decides little. */
import { RollcallError } from '../errors.ts';

interface IdentityProviderFacts {
  readonly label: string;
  /** Its connection test reads `GET /Groups` and fails unless that answers an (empty) list. */
  readonly listsGroupsWhenTesting: boolean;
}

export const IDENTITY_PROVIDERS = {
  jumpcloud: { label: 'JumpCloud', listsGroupsWhenTesting: false },
  okta: { label: 'Okta', listsGroupsWhenTesting: true },
  cloudflare: { label: 'Cloudflare', listsGroupsWhenTesting: false },
  entra: { label: 'Microsoft Entra ID', listsGroupsWhenTesting: true },
  onelogin: { label: 'OneLogin', listsGroupsWhenTesting: true },
  google: { label: 'Google Workspace', listsGroupsWhenTesting: false },
  ping: { label: 'PingOne or PingFederate', listsGroupsWhenTesting: false },
  rippling: { label: 'Rippling', listsGroupsWhenTesting: false },
  authentik: { label: 'authentik', listsGroupsWhenTesting: true },
  keycloak: { label: 'Keycloak', listsGroupsWhenTesting: false },
  other: { label: 'another identity provider', listsGroupsWhenTesting: false },
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
