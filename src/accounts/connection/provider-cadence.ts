/** How often each identity provider speaks while nothing changes, and when its silence means something. */
import { DAY_MS, HOUR_MS } from '../../base/clock.ts';
import type { IdentityProvider } from '../identity-provider.ts';

export interface Cadence {
  /** It has fallen silent after so long without a request. */
  readonly silentAfterMs: number;
  /** What it usually does, and where to look; `null` when it speaks only when something changes: silence can be right. */
  readonly habit: { readonly usually: string; readonly look: string } | null;
}

const REGULAR: Readonly<Partial<Record<IdentityProvider, Cadence>>> = {
  entra: {
    silentAfterMs: 4 * HOUR_MS,
    habit: {
      usually: 'asks every 40 minutes',
      look: 'Look whether provisioning is started and not in quarantine: Enterprise apps > the app > Provisioning.',
    },
  },
  authentik: {
    silentAfterMs: 6 * HOUR_MS,
    habit: {
      usually: 'asks every hour',
      look: 'Look whether the synchronization of the SCIM provider runs: Applications > Providers > the provider.',
    },
  },
  google: {
    silentAfterMs: DAY_MS,
    habit: {
      usually: 'asks every few hours',
      look: 'Look whether auto-provisioning is on: Apps > Web and mobile apps > the app > Auto-provisioning.',
    },
  },
};

/** Those that are never silent while they work. */
export const REGULAR_PROVIDERS = Object.keys(REGULAR) as readonly IdentityProvider[]; // Object.keys forgets the literal type

/** @param silentAfterDays of providers that speak only when something changes */
export const cadenceOf = (identityProvider: IdentityProvider, silentAfterDays: number): Cadence =>
  REGULAR[identityProvider] ?? { silentAfterMs: silentAfterDays * DAY_MS, habit: null };
