/** The guides of every identity provider. A new provider is one new file and one line here. */
import type { IdentityProvider } from '../identity-provider.ts';
import type { IdentityProviderGuide } from './guide.ts';
import { AUTHENTIK_GUIDE } from './providers/authentik-guide.ts';
import { CLOUDFLARE_GUIDE } from './providers/cloudflare-guide.ts';
import { ENTRA_GUIDE } from './providers/entra-guide.ts';
import { GOOGLE_GUIDE } from './providers/google-guide.ts';
import { JUMPCLOUD_GUIDE } from './providers/jumpcloud-guide.ts';
import { KEYCLOAK_GUIDE } from './providers/keycloak-guide.ts';
import { OKTA_GUIDE } from './providers/okta-guide.ts';
import { ONELOGIN_GUIDE } from './providers/onelogin-guide.ts';
import { OTHER_GUIDE } from './providers/other-guide.ts';
import { PING_GUIDE } from './providers/ping-guide.ts';
import { RIPPLING_GUIDE } from './providers/rippling-guide.ts';

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
