/** The screens of every identity provider. A new provider is one new file and one line here. */
import type { IdentityProvider } from '../../accounts/identity-provider.ts';
import { AUTHENTIK_SCREENS } from './authentik-screens.ts';
import { CLOUDFLARE_SCREENS } from './cloudflare-screens.ts';
import { ENTRA_SCREENS } from './entra-screens.ts';
import { GOOGLE_SCREENS } from './google-screens.ts';
import { JUMPCLOUD_SCREENS } from './jumpcloud-screens.ts';
import { KEYCLOAK_SCREENS } from './keycloak-screens.ts';
import { OKTA_SCREENS } from './okta-screens.ts';
import { ONELOGIN_SCREENS } from './onelogin-screens.ts';
import { OTHER_SCREENS } from './other-screens.ts';
import { PING_SCREENS } from './ping-screens.ts';
import type { ProviderScreens } from './provider-screens.ts';
import { RIPPLING_SCREENS } from './rippling-screens.ts';

export const PROVIDER_SCREENS: Readonly<Record<IdentityProvider, ProviderScreens>> = {
  jumpcloud: JUMPCLOUD_SCREENS,
  okta: OKTA_SCREENS,
  cloudflare: CLOUDFLARE_SCREENS,
  entra: ENTRA_SCREENS,
  onelogin: ONELOGIN_SCREENS,
  google: GOOGLE_SCREENS,
  ping: PING_SCREENS,
  rippling: RIPPLING_SCREENS,
  authentik: AUTHENTIK_SCREENS,
  keycloak: KEYCLOAK_SCREENS,
  other: OTHER_SCREENS,
};
