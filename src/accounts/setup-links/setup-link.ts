/** A setup link: it lets the IT admin of a customer connect their identity provider, in one browser and for a while. */
import { createHash, randomBytes } from 'node:crypto';
import { RollcallError } from '../../base/errors.ts';
import type { ServiceActor } from '../../events/actor.ts';

/** What the admin may do behind the link. */
export const SETUP_RIGHTS = [
  'provider',
  'enable',
  'tokens',
  'log',
  'people',
  'self_test',
  'disable',
] as const;
export type SetupRight = (typeof SETUP_RIGHTS)[number];

/** Switching SCIM off has to be named. */
export const DEFAULT_RIGHTS: readonly SetupRight[] = SETUP_RIGHTS.filter(right => right !== 'disable');

/**
 * `mail`: it may be sent and opened later, by a page with a button, as mail scanners fetch every address.
 * `redirect`: the main app sends a browser there at once.
 */
export type SetupMode = 'mail' | 'redirect';

/** For whom the link was made, as the main app says. */
export interface SetupAdmin {
  /** The main app's own id. */
  readonly id: string | null;
  readonly name: string | null;
  readonly email: string | null;
}

export interface SetupLinkSettings {
  readonly mode: SetupMode;
  readonly expiresInSeconds: number;
  readonly may: readonly SetupRight[];
  readonly admin: SetupAdmin;
  readonly returnUrl: string | null;
}

/** Times are milliseconds since the epoch. */
export interface SetupLink {
  readonly id: string;
  readonly accountId: string;
  readonly mode: SetupMode;
  readonly may: readonly SetupRight[];
  readonly admin: SetupAdmin;
  readonly returnUrl: string | null;
  readonly createdAt: number;
  readonly createdBy: ServiceActor;
  /** When nothing opens it any more, and the browser that did is signed out. */
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  readonly openedAt: number | null;
  /** Such as "Chrome on Windows". */
  readonly openedIn: string | null;
  readonly lastSeenAt: number | null;
  readonly completedAt: number | null;
  /** Tries to open it from another browser than the first, and the last of them. */
  readonly otherBrowsers: number;
  readonly otherBrowserAt: number | null;
  /** SHA-256 of the secrets in its address, and of the cookie of the browser that opened it. */
  readonly secretHash: string;
  readonly sessionHash: string | null;
}

const HOUR_MS = 3_600_000;
/** A link of the mode `redirect` is followed at once. */
const REDIRECT_LIFE_MS = 600_000;
const REDIRECT_SESSION_MS = 12 * HOUR_MS;
/** Secret scanners find it by this. */
const SECRET_PREFIX = 'rcs_';
const SECRET_BYTES = 32;

export const newSecret = (): string => `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export type SetupLinkState = 'unused' | 'open' | 'expired' | 'revoked' | 'completed';

export function stateOf(link: SetupLink, now: number): SetupLinkState {
  if (link.revokedAt !== null) return 'revoked';
  if (link.completedAt !== null) return 'completed';
  if (link.expiresAt <= now) return 'expired';
  return link.openedAt === null ? 'unused' : 'open';
}

interface NewLink {
  readonly id: string;
  readonly accountId: string;
  readonly now: number;
  readonly by: ServiceActor;
  readonly secret: string;
}

export function newSetupLink(
  { id, accountId, now, by, secret }: NewLink,
  { expiresInSeconds, ...settings }: SetupLinkSettings,
): SetupLink {
  const lifeMs = expiresInSeconds * 1_000;
  return {
    id,
    accountId,
    ...settings,
    createdAt: now,
    createdBy: by,
    expiresAt: now + (settings.mode === 'redirect' ? Math.min(lifeMs, REDIRECT_LIFE_MS) : lifeMs),
    revokedAt: null,
    openedAt: null,
    openedIn: null,
    lastSeenAt: null,
    completedAt: null,
    otherBrowsers: 0,
    otherBrowserAt: null,
    secretHash: hashOf(secret),
    sessionHash: null,
  };
}

/** Binds the link to one browser. @param openedIn the kind of browser, in words */
export function openedBy(link: SetupLink, session: string, openedIn: string, now: number): SetupLink {
  return {
    ...link,
    openedAt: now,
    openedIn,
    lastSeenAt: now,
    sessionHash: hashOf(session),
    expiresAt: link.mode === 'redirect' ? now + REDIRECT_SESSION_MS : link.expiresAt,
  };
}

/** Why a link does not open, or why its browser is signed out; the page that says so needs to know. */
export class SetupLinkRefusal extends RollcallError {
  readonly reason: 'unknown' | 'expired' | 'revoked' | 'elsewhere' | 'account_closed' | 'signed_out';
  readonly link: SetupLink | undefined;

  constructor(reason: SetupLinkRefusal['reason'], link?: SetupLink) {
    const { code, text } = REFUSALS[reason];
    super(code, text);
    this.name = 'SetupLinkRefusal';
    this.reason = reason;
    this.link = link;
  }
}

const REFUSALS = {
  unknown: { code: 'notFound', text: 'This setup link does not exist.' },
  expired: { code: 'gone', text: 'This setup link has expired.' },
  revoked: { code: 'gone', text: 'This setup link was revoked.' },
  elsewhere: { code: 'forbidden', text: 'This setup link was opened in another browser.' },
  account_closed: { code: 'gone', text: 'The account of this setup link was closed.' },
  signed_out: {
    code: 'unauthorized',
    text: 'The set-up is closed in this browser; open it again with its link.',
  },
} as const;

/** @throws SetupLinkRefusal for a link that has ended */
export function requireAlive(link: SetupLink, now: number): void {
  const state = stateOf(link, now);
  if (state === 'revoked') throw new SetupLinkRefusal('revoked', link);
  if (link.expiresAt <= now) throw new SetupLinkRefusal('expired', link);
}
