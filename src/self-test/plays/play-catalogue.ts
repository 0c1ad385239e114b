/** The plays of every identity provider. A new provider is one new file and one line here. */
import type { IdentityProvider } from '../../accounts/identity-provider.ts';
import type { Play } from '../play.ts';
import { AUTHENTIK_PLAY } from './authentik-play.ts';
import { CLOUDFLARE_PLAY } from './cloudflare-play.ts';
import { ENTRA_PLAY } from './entra-play.ts';
import { GOOGLE_PLAY } from './google-play.ts';
import { JUMPCLOUD_PLAY } from './jumpcloud-play.ts';
import { KEYCLOAK_PLAY } from './keycloak-play.ts';
import { OKTA_PLAY } from './okta-play.ts';
import { ONELOGIN_PLAY } from './onelogin-play.ts';
import { OTHER_PLAY } from './other-play.ts';
import { PING_PLAY } from './ping-play.ts';
import { RIPPLING_PLAY } from './rippling-play.ts';

export const PLAYS: Readonly<Record<IdentityProvider, Play>> = {
  jumpcloud: JUMPCLOUD_PLAY,
  okta: OKTA_PLAY,
  cloudflare: CLOUDFLARE_PLAY,
  entra: ENTRA_PLAY,
  onelogin: ONELOGIN_PLAY,
  google: GOOGLE_PLAY,
  ping: PING_PLAY,
  rippling: RIPPLING_PLAY,
  authentik: AUTHENTIK_PLAY,
  keycloak: KEYCLOAK_PLAY,
  other: OTHER_PLAY,
};
