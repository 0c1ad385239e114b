/**
 * `rollcall-client`: what a main app needs to follow Rollcall's events. No dependencies, Node.js 20 or newer.
 *
 * `docs/events.md` tells how the parts fit together, and `examples/main-app` is an app that uses all of them.
 */

import type { TeamMember } from './event-parts.js';
import type { RollcallEvent } from './event-types.js';

export type * from './event-parts.js';
export type * from './event-types.js';

type MaybePromise<T> = T | Promise<T>;

// ── Following the feed ──────────────────────────────────────────────────────────────────────────────────────────

/** Where you are: to be stored in the transaction of the work, whole or not at all. */
export interface FeedStep {
  /** Store it, and hand it out from `readCursor`. */
  readonly cursor: string;
  /**
   * What was stored until now. Change the one into the other only if it is still there, and return false if it is
   * not: then another process of yours was faster, and everything goes on from where that one is.
   */
  readonly previousCursor: string;
  /** Store each under its key, over what is there, and hand it out from `readSequence`. */
  readonly sequences: ReadonlyMap<string, string>;
}

export interface FeedEvents extends FeedStep {
  /** In order, none twice, none missing. Empty when only the place moved. */
  readonly events: readonly RollcallEvent[];
}

export interface FeedSnapshot extends FeedStep {
  readonly account: string;
  /** All members of the account now: those who are not among them have gone. */
  readonly members: readonly TeamMember[];
}

export interface FeedOptions {
  /** Rollcall's PUBLIC_URL. */
  readonly url: string | URL;
  /** A service token with the scope `events:read`; a function is asked before each request. */
  readonly token: string | (() => MaybePromise<string>);
  /** Only this account. For several, limit the service token to them. */
  readonly account?: string;
  /**
   * Only these types; `team_member.*` stands for all about members. The numbers then have holes, so gaps are not
   * looked for.
   */
  readonly types?: readonly string[];

  /** The stored cursor; empty or nothing at the very beginning. */
  readonly readCursor: () => MaybePromise<string | null | undefined>;
  /** The stored sequence of a key; nothing when there is none. */
  readonly readSequence: (key: string) => MaybePromise<string | null | undefined>;
  /**
   * Works on a page of events and stores the place, in one transaction of yours. What cannot be rolled back, such
   * as a mail, is written down here and done later. When it throws, the same page comes again after a while.
   */
  readonly apply: (step: FeedEvents) => MaybePromise<unknown>;

  /**
   * Makes your list of the account's members equal to `members` and stores the place, in one transaction. Called
   * when events are missing that are no longer kept, or when the feed was reset. Without it consumption ends then.
   */
  readonly applySnapshot?: (snapshot: FeedSnapshot) => MaybePromise<unknown>;
  /** Your accounts that may have SCIM; asked when all of them must be read again. By default `account` alone. */
  readonly listAccounts?: () => MaybePromise<readonly string[]>;
  /**
   * How to begin when there is no cursor: with the oldest event that is kept (the default), or, in an app that
   * joins when events have been deleted already, with a snapshot of each account.
   */
  readonly startWith?: 'events' | 'snapshots';

  /**
   * Called whenever everything was applied that had been committed by `at` (milliseconds since the epoch, your
   * clock), also when nothing came: the moment for what must not happen while news is still unread.
   */
  readonly onCaughtUp?: (at: number) => MaybePromise<unknown>;
  /** Called before each repetition; by default it is reported on standard error. */
  readonly onRetry?: (retry: {
    readonly error: unknown;
    /** 1 for the first repetition in a row. */
    readonly attempt: number;
    readonly delayMs: number;
  }) => void;

  /** How long Rollcall may hold back an empty page, 0 to 30 seconds; 10 by default. */
  readonly waitSeconds?: number;
  /** The pause after an empty page that was not held back; 1 second by default. `poke` ends it. */
  readonly pollSeconds?: number;
  /** The most events in a page, 1 to 1,000; 500 by default. */
  readonly limit?: number;
  /** Stops it, as `stop` does. */
  readonly signal?: AbortSignal;
  /** By default the global one. */
  readonly fetch?: typeof fetch;
  /** How to wait: resolves after `ms`, or when `signal` is aborted. For tests. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

export interface FeedConsumption {
  /**
   * Resolves after `stop`; rejects with a FeedError when a person has to act. Await it, or catch it: an app whose
   * consumption ended must not go on in silence.
   */
  readonly finished: Promise<void>;
  /** Reads now instead of after the pause: for the handler of a webhook. */
  poke(): void;
  /** Finishes the page that is being applied, and reads no more. */
  stop(): Promise<void>;
}

/**
 * Follows the feed from where you are: pages in order, each applied once. Outages, 429 and failures of your own
 * callbacks are waited out; repeated events are passed over; gaps are filled from the account's events, or from a
 * snapshot.
 * @throws TypeError when an option is missing
 */
export function consumeFeed(options: FeedOptions): FeedConsumption;

/**
 * `refused`: Rollcall will not answer this request (a wrong token, scope or address).
 * `gone`: the cursor leads nowhere any more, and there is no `applySnapshot`.
 * `gap`: events are missing that are no longer kept, and there is no `applySnapshot`.
 * `misuse`: a callback does not do what it must.
 * `unavailable`: given to `onRetry` alone.
 */
export type FeedErrorCode = 'refused' | 'gone' | 'gap' | 'misuse' | 'unavailable';

export class FeedError extends Error {
  readonly code: FeedErrorCode;
  /** Of Rollcall's answer, when there was one. */
  readonly status: number | undefined;
}

// ── Numbers of events ───────────────────────────────────────────────────────────────────────────────────────────

/** Under which key the last sequence of an event's source is stored: `accounts/acme`, or `operations`. */
export function sequenceKey(event: { readonly source: string }): string;

/**
 * What to do with an event that came by webhook, inside the transaction that applies it.
 * @param last the last sequence applied under its key; nothing when there is none
 * @returns `apply`: it is the next one; `ignore`: it was applied before; `gap`: others are missing before it
 */
export function decide(sequence: string, last: string | null | undefined): 'apply' | 'ignore' | 'gap';
/**
 * The same for an event of a request that `isReplay`. It may be one that was given up, so its number says nothing.
 * @param replay whether an event of this `id` was applied before
 * @returns `replay`: apply it, leave the last sequence as it is, and take nothing of a member that is older
 *   (`version`) than what you have; `ignore`: it was applied before
 */
export function decide(
  sequence: string,
  last: string | null | undefined,
  replay: { readonly wasApplied: boolean },
): 'replay' | 'ignore';

// ── Webhooks ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface WebhookRequest {
  /** `whsec_…` of the endpoint; two of them while it is being replaced. */
  readonly secret?: string | readonly string[];
  /** `whpk_…` of an endpoint that signs with `v1a`. */
  readonly publicKey?: string | readonly string[];
  /** Of Node.js, of Fetch, or any object. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came, not parsed. */
  readonly body: string | Uint8Array | ArrayBuffer;
  /** How old, or how far in the future, a request may be; 300 by default. */
  readonly toleranceSeconds?: number;
  /** Milliseconds since the epoch. For tests. */
  readonly now?: () => number;
}

/**
 * Checks that a request comes from Rollcall, is whole, and is fresh (Standard Webhooks 1.0).
 * @returns its events in order: one, or several when the endpoint asked for batches
 * @throws WebhookError for a request to answer with 400; TypeError for a wrong use
 */
export function verifyWebhook(request: WebhookRequest): RollcallEvent[];

/**
 * Whether a request repeats events because a person asked for it: a replay, or a dead letter sent once more. The
 * signature does not cover this, so let it lead to nothing but a comparison of ids.
 */
export function isReplay(headers: WebhookRequest['headers']): boolean;

/** `header`: one is missing; `timestamp`: too old or too new; `signature`: none fits; `body`: not events. */
export type WebhookErrorCode = 'header' | 'timestamp' | 'signature' | 'body';

export class WebhookError extends Error {
  readonly code: WebhookErrorCode;
}

// ── Roles ───────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Whether the member may have the roles that you stored, under its own id or under `formerId`. False when the id was
 * given to another person, and when the former member with this `userName` may have been another person, was
 * protected, or was not the identity provider's: take the roles away, and have an administrator give new ones.
 */
export function keepsRoles(event: RollcallEvent): boolean;

// ── Letting invitations settle ──────────────────────────────────────────────────────────────────────────────────

/** What you store of a member's invitation. Nothing stored: there is none to be sent. */
export interface Invitation {
  /** `released`: on its way or sent. Store it for people who need none, such as those you invited yourself. */
  readonly status: 'held' | 'released';
  /** When it was first held; milliseconds since the epoch, your clock. */
  readonly since: number;
}

export interface SettleWindow {
  /**
   * The invitation after an event about the member, to be stored in the same transaction; `undefined`: delete it.
   * @param now milliseconds since the epoch
   */
  next(event: RollcallEvent, invitation: Invitation | undefined, now?: number): Invitation | undefined;
  /**
   * Those to be released now: held for the whole window, with every event since then applied. Store them as
   * `released` together with the job that sends the mail.
   * @param caughtUpAt as `onCaughtUp` gives it
   */
  due<Row extends Invitation>(invitations: readonly Row[], caughtUpAt: number): Row[];
}

/**
 * Holds invitations back until a person has stayed for a while: an identity provider's connection test creates a
 * person and deletes it within seconds.
 * @param options.seconds 60 by default
 */
export function settleWindow(options?: { readonly seconds?: number }): SettleWindow;
