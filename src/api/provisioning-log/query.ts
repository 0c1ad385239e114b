/** What is asked of the provisioning log, by a request or on the command line. */

import { isId } from '../../base/ids.ts';
import { LOG_OUTCOMES, type LogOutcome } from '../../provisioning-log/entry.ts';
import type { LogQuery } from '../../provisioning-log/entry-reading.ts';
import { instant, neverEmpty, parameter, plainText, type QueryOf } from '../request/query.ts';

const LONGEST_TEXT = 200;

const KNOWN = `must be one of ${LOG_OUTCOMES.join(', ')}, or several of them separated by commas.`;

const outcomes = plainText
  .refine(text => outcomesIn(text).length === text.split(',').length, KNOWN)
  .transform(outcomesIn)
  .meta({ type: 'array' });

function outcomesIn(text: string): readonly LogOutcome[] {
  const names = text.split(',').map(name => name.trim());
  return names.flatMap(name => LOG_OUTCOMES.filter(outcome => outcome === name));
}

export const LOG_FILTER = {
  from: parameter(instant()),
  to: parameter(instant()),
  outcome: parameter(outcomes),
  member: neverEmpty(plainText.refine(isId, 'must be the id of a member; "text" finds a userName.')),
  text: parameter(plainText.max(LONGEST_TEXT, `may have ${LONGEST_TEXT} characters.`)),
};

/** What a query says besides the account, the place to go on and the number. */
export type LogFilter = Pick<LogQuery, 'from' | 'to' | 'outcomes' | 'memberId' | 'text'>;

export const logFilter = ({
  outcome: outcomes,
  member: memberId,
  from,
  to,
  text,
}: QueryOf<typeof LOG_FILTER>): LogFilter => ({ from, to, outcomes, memberId, text });
