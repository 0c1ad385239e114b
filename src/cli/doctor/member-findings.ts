/** What the doctor says of members. */
import type { InspectedDatabase } from '../../store/operations/inspection.ts';
import { counted } from '../command-output.ts';
import { type Finding, findingsOf } from './finding.ts';

const MOST_NAMED = 20;

/** Names members by their ids alone: a userName is a person's. */
export function examineUserNames(inspected: InspectedDatabase): Promise<readonly Finding[]> {
  return findingsOf('members', async report => {
    const clashes = await inspected.userNameClashes();
    for (const { accountId, memberId, holderId } of clashes.slice(0, MOST_NAMED)) {
      report(
        'warning',
        holderId === null
          ? `The userName of member ${memberId} of account ${accountId} is free again: restart the service, and the member is found by it.`
          : `The userNames of members ${holderId} and ${memberId} of account ${accountId} are one and the same, and only the first is found by it: rename or remove one of them.`,
      );
    }
    const others = clashes.length - MOST_NAMED;
    if (others > 0)
      report(
        'warning',
        `${counted(others, 'more member')} ${others === 1 ? 'has' : 'have'} a userName that another member has.`,
      );
  });
}
