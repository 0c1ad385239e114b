/** What is asked of the provisioning log, by a request or on the command line. */
import { RollcallError } from '../../errors.ts';
import { EXCHANGE_OUTCOMES, type ExchangeOutcome } from '../../provisioning-log/entry.ts';
import type { ExchangeQuery } from '../../provisioning-log/entry-reading.ts';
import { parseInstant } from '../instant.ts';
import { isId } from '../webhooks/request.ts';

const LONGEST_TEXT = 200;

/** What a query says besides the account, the place to go on and the number. */
export type ExchangeFilter = Pick<ExchangeQuery, 'from' | 'to' | 'outcomes' | 'memberId' | 'text'>;

/**
 * @param given the parameter of a name; `undefined` when it is absent
 * @throws RollcallError `badRequest`
 */
export function parseExchangeFilter(given: (name: string) => string | undefined): ExchangeFilter {
  const memberId = given('member');
  if (memberId !== undefined && !isId(memberId)) {
    throw new RollcallError('badRequest', '"member" must be the id of a member; "text" finds a userName.');
  }
  const text = given('text');
  if (text !== undefined && text.length > LONGEST_TEXT) {
    throw new RollcallError('badRequest', `"text" may have ${LONGEST_TEXT} characters.`);
  }
  return {
    from: parseTime('from', given('from')),
    to: parseTime('to', given('to')),
    outcomes: given('outcome')?.split(',').map(parseOutcome),
    memberId,
    text,
  };
}

function parseTime(name: 'from' | 'to', text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = parseInstant(text);
  if (at !== undefined) return at;
  throw new RollcallError(
    'badRequest',
    `"${name}" must be a date and time with its zone (RFC 3339), such as 2027-01-31T18:00:00Z.`,
  );
}

function parseOutcome(text: string): ExchangeOutcome {
  const found = EXCHANGE_OUTCOMES.find(outcome => outcome === text.trim());
  if (found !== undefined) return found;
  throw new RollcallError(
    'badRequest',
    `"outcome" must be one of ${EXCHANGE_OUTCOMES.join(', ')}, or several of them separated by commas.`,
  );
}
