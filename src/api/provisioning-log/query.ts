/** What is asked of the provisioning log, by a request or on the command line. */
import { RollcallError } from '../../errors.ts';
import { LOG_OUTCOMES, type LogOutcome } from '../../provisioning-log/entry.ts';
import type { LogQuery } from '../../provisioning-log/entry-reading.ts';
import { parseInstant } from '../instant.ts';
import { isId } from '../webhooks/request.ts';

const LONGEST_TEXT = 200;

/** What a query says besides the account, the place to go on and the number. */
export type LogFilter = Pick<LogQuery, 'from' | 'to' | 'outcomes' | 'memberId' | 'text'>;

/**
 * @param given the parameter of a name; `undefined` when it is absent
 * @throws RollcallError `badRequest`
 */
export function parseLogFilter(given: (name: string) => string | undefined): LogFilter {
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

function parseOutcome(text: string): LogOutcome {
  const found = LOG_OUTCOMES.find(outcome => outcome === text.trim());
  if (found !== undefined) return found;
  throw new RollcallError(
    'badRequest',
    `"outcome" must be one of ${LOG_OUTCOMES.join(', ')}, or several of them separated by commas.`,
  );
}
