/** Composes the use cases on members, for the service and for the command line. */

import { type CompleteAttributes, memberLineReader } from '../../api/members/body.ts';
import type { Log } from '../../base/log.ts';
import { Erasure } from '../../members/erasure.ts';
import { MemberImport, type PayAhead } from '../../members/import/import.ts';
import { Members } from '../../members/members.ts';
import { IgnoredAttributes } from '../../scim/schema/ignored-attributes.ts';
import { readUserBody } from '../../scim/users/body.ts';
import { toMemberAttributes } from '../../scim/users/draft.ts';
import type { Database } from '../../store/database/database.ts';
import type { EventLog } from '../../store/events/event-log.ts';
import { SqlErasureStore } from '../../store/members/erasure-store.ts';
import { SqlMemberStore } from '../../store/members/member-store.ts';
import { resolveUserNameClashes } from '../../store/members/user-name-clashes.ts';

export interface MemberUseCases {
  readonly members: Members;
  readonly erasure: Erasure;
  readonly imports: MemberImport;
  readonly completeAttributes: CompleteAttributes;
}

/**
 * @param flushLog writes what the provisioning log has not written yet
 * @param payAhead has the account pay for an import; without it, as for an operator's own command, it is free
 */
export function createMembers(
  database: Database,
  events: EventLog,
  flushLog: () => Promise<void>,
  payAhead?: PayAhead,
): MemberUseCases {
  const members = new Members(new SqlMemberStore(database, events));
  return {
    members,
    erasure: new Erasure(new SqlErasureStore(database, events), flushLog),
    imports: new MemberImport(members, memberLineReader(completeAttributes), payAhead),
    completeAttributes,
  };
}

const MOST_NAMED = 20;

/** Resolves the clashes that can be resolved, and logs those that people must resolve (docs/adr/0017). */
export async function reportUserNameClashes(database: Database, log: Log): Promise<void> {
  const clashes = await resolveUserNameClashes(database);
  for (const { accountId, memberId, holderId } of clashes.slice(0, MOST_NAMED)) {
    log.warn('a userName is that of another member: rename or remove one of them', {
      accountId,
      memberId,
      holderId,
    });
  }
  if (clashes.length > MOST_NAMED) {
    log.warn('more userNames are those of other members: "rollcall doctor" counts them', {
      members: clashes.length,
    });
  }
}

/** SCIM's own reader, so that a member is stored alike whichever side described it; what it would ignore is refused. */
const completeAttributes: CompleteAttributes = (given, active) =>
  toMemberAttributes(readUserBody(given, new IgnoredAttributes('reject')), active);
