/** Composes the use cases on members, for the service and for the command line. */
import { Erasure } from './members/erasure.ts';
import { Members } from './members/members.ts';
import type { CompleteAttributes } from './operator/member-body.ts';
import { MemberImport } from './operator/member-import.ts';
import { toMemberAttributes } from './scim/draft.ts';
import { IgnoredAttributes } from './scim/ignored-attributes.ts';
import { readUserBody } from './scim/user-body.ts';
import type { Database } from './store/database.ts';
import { SqlErasureStore } from './store/erasure-store.ts';
import type { EventLog } from './store/event-log.ts';
import { SqlMemberStore } from './store/member-store.ts';

export interface MemberUseCases {
  readonly members: Members;
  readonly erasure: Erasure;
  readonly imports: MemberImport;
  readonly completeAttributes: CompleteAttributes;
}

/** @param settleLog writes what the provisioning log has not written yet */
export function createMembers(
  database: Database,
  events: EventLog,
  settleLog: () => Promise<void>,
): MemberUseCases {
  const members = new Members(new SqlMemberStore(database, events));
  return {
    members,
    erasure: new Erasure(new SqlErasureStore(database, events), settleLog),
    imports: new MemberImport(members, completeAttributes),
    completeAttributes,
  };
}

/** SCIM's own reader, so that a member is stored alike whoever described it; what it would ignore is refused. */
const completeAttributes: CompleteAttributes = (given, active) =>
  toMemberAttributes(readUserBody(given, new IgnoredAttributes('reject')), active);
