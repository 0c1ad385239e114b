/** The guides of every identity provider. A new provider is one new file and one line here. */
import type { IdentityProvider } from '../identity-provider.ts';
import { AUTHENTIK_GUIDE } from './authentik-guide.ts';
import { CLOUDFLARE_GUIDE } from './cloudflare-guide.ts';
import { ENTRA_GUIDE } from './entra-guide.ts';
import { GOOGLE_GUIDE } from './google-guide.ts';
import type { IdentityProviderGuide } from './guide.ts';
import { JUMPCLOUD_GUIDE } from './jumpcloud-guide.ts';
import { KEYCLOAK_GUIDE } from './keycloak-guide.ts';
import { OKTA_GUIDE } from './okta-guide.ts';
import { ONELOGIN_GUIDE } from './onelogin-guide.ts';
import { OTHER_GUIDE } from './other-guide.ts';
import { PING_GUIDE } from './ping-guide.ts';
import { RIPPLING_GUIDE } from './rippling-guide.ts';

export const IDENTITY_PROVIDER_GUIDES: Readonly<Record<IdentityProvider, IdentityProviderGuide>> = {
  jumpcloud: JUMPCLOUD_GUIDE,
  okta: OKTA_GUIDE,
  cloudflare: CLOUDFLARE_GUIDE,
  entra: ENTRA_GUIDE,
  onelogin: ONELOGIN_GUIDE,
  google: GOOGLE_GUIDE,
  ping: PING_GUIDE,
  rippling: RIPPLING_GUIDE,
  authentik: AUTHENTIK_GUIDE,
  keycloak: KEYCLOAK_GUIDE,
  other: OTHER_GUIDE,
};
