/** How the control API shows a member: as events do, and what only the main app needs to know. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseMember, type StoredMember } from '../members/member.ts';
import { describeMember } from '../members/member-event.ts';
import type { MemberList } from '../members/member-query.ts';
import type { Page } from './webhook-answers.ts';

export function renderMember(stored: StoredMember): object {
  const member = parseMember(stored);
  return {
    ...describeMember(member),
    protected: member.isProtected,
    createdAt: new Date(member.createdAt).toISOString(),
    modifiedAt: new Date(member.modifiedAt).toISOString(),
  };
}

/** So much JSON is parsed and written without a break: about two milliseconds. */
const RENDERED_IN_A_TURN = 65_536;

const placeOf = ({ after }: MemberList) => ({ next: after?.id ?? null, has_more: after !== undefined });

export const renderMembers = (page: MemberList): Page => ({
  data: page.members.map(renderMember),
  ...placeOf(page),
});

/** The JSON text of the same. Other requests have their turn while a large page is rendered. */
export async function renderMembersText(page: MemberList): Promise<string> {
  const texts: string[] = [];
  let length = 0;
  for (const member of page.members) {
    texts.push(JSON.stringify(renderMember(member)));
    length += member.attributesJson.length;
    if (length < RENDERED_IN_A_TURN) continue;
    length = 0;
    await nextTurn();
  }
  return `{"data":[${texts.join()}],${JSON.stringify(placeOf(page)).slice(1)}`;
}
