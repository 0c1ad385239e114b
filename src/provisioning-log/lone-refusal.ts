/**
 * "I pressed the test button just now": a request without a valid token belongs to no account, so it is reported only
 * when it was the only one in these seconds, by its time and kind alone. It may be another customer's.
 */
import { NO_ACCOUNT } from './entry.ts';
import type { LogReader } from './entry-reading.ts';

/** For how long after the press. */
const PRESS_WINDOW_MS = 20_000;

export interface LoneRefusal {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The id of its explanation. */
  readonly explanation: string | null;
}

/**
 * The one request that was refused in these seconds without belonging to an account.
 * @param pressedAt milliseconds since the epoch
 * @returns `undefined` when there was none, or more than one
 */
export async function findLoneRefusal(
  reader: Pick<LogReader, 'listEntries'>,
  pressedAt: number,
): Promise<LoneRefusal | undefined> {
  const { entries } = await reader.listEntries({
    accountId: NO_ACCOUNT,
    from: pressedAt,
    to: pressedAt + PRESS_WINDOW_MS,
    outcomes: undefined,
    memberId: undefined,
    text: undefined,
    after: undefined,
    limit: 2,
  });
  const [only, other] = entries;
  if (!only || other || only.outcome !== 'refused') return undefined;
  return { at: only.at, explanation: only.explanation };
}
