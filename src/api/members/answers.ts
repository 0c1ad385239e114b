/** How the control API shows a member: as events do, and what only the main app needs to know. */
import { parseMember, type StoredMember } from '../../members/member.ts';
import { describeMember } from '../../members/member-event.ts';
import type { MemberList } from '../../members/query.ts';
import { pageText } from '../page-text.ts';
import { type Page, pagePosition } from '../paging.ts';

export function renderMember(stored: StoredMember): object {
  const member = parseMember(stored);
  return {
    ...describeMember(member),
    protected: member.isProtected,
    createdAt: new Date(member.createdAt).toISOString(),
    modifiedAt: new Date(member.modifiedAt).toISOString(),
  };
}

const positionOf = ({ after }: MemberList) => pagePosition(after?.id);

export const renderMembers = (page: MemberList): Page => ({
  data: page.members.map(renderMember),
  ...positionOf(page),
});

/** The JSON text of the same. */
export const renderMembersText = (page: MemberList): Promise<string> =>
  pageText(page.members, renderMember, positionOf(page));
