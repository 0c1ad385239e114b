/** What a request for events asks for: where to begin, which events, how long to wait. */
import type { Request } from 'express';
import { z } from 'zod';
import { RollcallError } from '../../base/errors.ts';
import { parsed } from '../../base/schema.ts';
import { expandTypes, parseTypePatterns } from '../../events/feed/event-type-filter.ts';
import type { FeedStart } from '../../events/feed/feed.ts';
import { accountId, digits, instant, neverEmpty, parameter, plainText } from '../request/query.ts';

const LONGEST_WAIT_SECONDS = 30;
const MILLISECONDS = 1_000;

/** `type` may be repeated, and hold several, separated by commas. */
const typePatterns = z
  .preprocess(given => [given].flat(), z.array(z.string()))
  .transform(values => values.flatMap(value => value.split(',')).filter(pattern => pattern !== ''));

/** Which events, and from where on. */
export const EVENT_FILTER = {
  after: neverEmpty(plainText),
  from_time: parameter(instant('2027-01-31T18:00:00Z or 2027-01-31T19:00:00%2B01:00')),
  account: parameter(accountId),
  type: parsed(typePatterns, patterns =>
    expandTypes(patterns.length === 0 ? ['*'] : parseTypePatterns(patterns)),
  ).optional(),
};

export const wait = parameter(digits(0, LONGEST_WAIT_SECONDS));

interface GivenStart {
  readonly after?: string | undefined;
  readonly from_time?: number | undefined;
}

/** `after` or `from_time`, not both. @throws RollcallError `badRequest` */
export function startOf({ after, from_time: time }: GivenStart): FeedStart {
  if (after !== undefined && time !== undefined) {
    throw new RollcallError(
      'badRequest',
      '"after" and "from_time" both say where to begin: send one of them. Go on from a page with "after" alone.',
    );
  }
  if (time !== undefined) return { time };
  return after === undefined ? undefined : { cursor: after, carrier: '"after"' };
}

export interface Wait {
  readonly timeoutMs: number;
  /** The value of `Preference-Applied`, when the client asked with `Prefer` (RFC 7240 §3). */
  readonly preferenceApplied: string | undefined;
}

/**
 * The preference `wait` counts where no parameter says it; as much of it is applied as is possible, and it is never an
 * error (RFC 7240 §2).
 */
export function waitOf(seconds: number | undefined, request: Request): Wait {
  if (seconds !== undefined) return { timeoutMs: seconds * MILLISECONDS, preferenceApplied: undefined };
  const [, preferred] =
    /(?:^|[,;\s])wait\s*=\s*"?(\d{1,9})"?\s*(?:$|[,;])/i.exec(request.get('Prefer') ?? '') ?? [];
  if (preferred === undefined) return { timeoutMs: 0, preferenceApplied: undefined };
  const applied = Math.min(Number(preferred), LONGEST_WAIT_SECONDS);
  return { timeoutMs: applied * MILLISECONDS, preferenceApplied: `wait=${applied}` };
}
