/** How the control API shows a member: as events do, and what only the main app needs to know. */
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

export const renderMembers = ({ members, after }: MemberList): Page => ({
  data: members.map(renderMember),
  next: after?.id ?? null,
  has_more: after !== undefined,
});
