/** What a request for events asks for: where to begin, which events, how long to wait. */
import type { Request } from 'express';
import { parseAccountId } from '../../accounts/account.ts';
import type { ServiceCaller } from '../../accounts/tokens/authenticate.ts';
import { RollcallError } from '../../errors.ts';
import { expandTypes, parseTypePatterns } from '../../events/feed/event-type-filter.ts';
import type { EventFilter, FeedStart } from '../../events/feed/feed.ts';
import { readText, requireAccountAccess } from '../control-request.ts';
import { parseInstant } from '../instant.ts';

const LONGEST_WAIT_SECONDS = 30;
const MILLISECONDS = 1_000;

/**
 * `after` or `from_time`, not both.
 * @throws RollcallError `badRequest`
 */
export function readStart(request: Request): FeedStart {
  if (request.query['cursor'] !== undefined) {
    throw new RollcallError('badRequest', 'The cursor of a page goes into the parameter "after".');
  }
  const after = readText(request, 'after');
  const time = readText(request, 'from_time');
  if (after !== undefined && time !== undefined) {
    throw new RollcallError(
      'badRequest',
      '"after" and "from_time" both say where to begin: send one of them. Go on from a page with "after" alone.',
    );
  }
  if (time !== undefined) return { time: parseTime(time) };
  return after === undefined ? undefined : { cursor: after, carrier: '"after"' };
}

/** The accounts asked for, within those the token may see, and the types. @throws RollcallError `badRequest`, `forbidden` */
export function readFilter(request: Request, caller: ServiceCaller): EventFilter {
  const account = readText(request, 'account');
  if (account !== undefined) requireAccountAccess(caller, parseAccountId(account));
  return {
    accounts: account === undefined ? caller.accounts : [account],
    types: expandTypes(readTypePatterns(request)),
  };
}

/** `type`, repeated or separated by commas: names or patterns; without it everything. @throws RollcallError `badRequest` */
export function readTypePatterns(request: Request): readonly string[] {
  const values = [request.query['type'] ?? []].flat().map(String);
  const patterns = values.flatMap(value => value.split(',')).filter(pattern => pattern !== '');
  return patterns.length === 0 ? ['*'] : parseTypePatterns(patterns);
}

export interface Wait {
  readonly timeoutMs: number;
  /** The value of `Preference-Applied`, when the client asked with `Prefer` (RFC 7240 §3). */
  readonly preferenceApplied: string | undefined;
}

/**
 * `wait`, 0 to 30 seconds, or the preference `wait`, of which as much is applied as is possible.
 * @throws RollcallError `badRequest` for a parameter that is not that; a preference is never an error (RFC 7240 §2)
 */
export function readWait(request: Request): Wait {
  const text = readText(request, 'wait');
  if (text !== undefined) {
    const seconds = Number(text);
    if (/^\d{1,2}$/.test(text) && seconds <= LONGEST_WAIT_SECONDS) {
      return { timeoutMs: seconds * MILLISECONDS, preferenceApplied: undefined };
    }
    throw new RollcallError(
      'badRequest',
      `"wait" must be a whole number of seconds from 0 to ${LONGEST_WAIT_SECONDS}.`,
    );
  }
  const [, preferred] =
    /(?:^|[,;\s])wait\s*=\s*"?(\d{1,9})"?\s*(?:$|[,;])/i.exec(request.get('Prefer') ?? '') ?? [];
  if (preferred === undefined) return { timeoutMs: 0, preferenceApplied: undefined };
  const seconds = Math.min(Number(preferred), LONGEST_WAIT_SECONDS);
  return { timeoutMs: seconds * MILLISECONDS, preferenceApplied: `wait=${seconds}` };
}

/** A date and time of RFC 3339 in milliseconds since the epoch, rounded down. @throws RollcallError `badRequest` */
function parseTime(text: string): number {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  throw new RollcallError(
    'badRequest',
    '"from_time" must be a date and time with its zone (RFC 3339), such as 2027-01-31T18:00:00Z or 2027-01-31T19:00:00%2B01:00.',
  );
}
