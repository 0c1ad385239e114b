/** The members of an account, found by name or address. */
import type { Account } from '../../accounts/account.ts';
import { IDENTITY_PROVIDERS } from '../../accounts/identity-provider.ts';
import { isId } from '../../base/ids.ts';
import { type Member, parseMember } from '../../members/member.ts';
import type { MemberFilter } from '../../members/query.ts';
import { type Html, html, path } from '../html.ts';
import { stateMark } from '../parts/state-mark.ts';
import { whenSeen } from '../parts/when.ts';
import { accountPage } from './console-frame.ts';
import { accountOf, type Screen } from './screen.ts';

const ROWS = 50;
const LONGEST_TEXT = 200;

const named = (path: string, value: string): MemberFilter => ({
  kind: 'compare',
  field: { path, kind: 'text', caseExact: path === 'externalId' },
  operator: 'eq',
  value,
});

/** Whole names and addresses, which an index finds. */
const filterFor = (text: string): MemberFilter => ({
  kind: 'or',
  terms: ['userName', 'email', 'externalId'].map(each => named(each, text)),
});

const MEMBERS: Screen = {
  path: '/accounts/:id/members',
  scopes: ['members:read'],
  show: async call => {
    const account = await accountOf(call);
    const { query, members, now } = call;
    const text = query['text']?.trim().slice(0, LONGEST_TEXT) || undefined;
    const after = query['after'] ?? '';
    const page = await members.page(account.id, {
      filter: text === undefined ? undefined : filterFor(text),
      sort: undefined,
      start: isId(after) ? { kind: 'after', key: { value: null, id: after } } : { kind: 'offset', offset: 0 },
      limit: ROWS,
    });
    const rows = page.members.map(parseMember);
    const last = rows.at(-1)?.id;
    return accountPage(
      account,
      'members',
      html`<form class="row" method="get" action="${path`/console/accounts/${account.id}/members`}">
<div><label for="text">User name, e-mail address or externalId, whole</label><input id="text" name="text" value="${text ?? ''}" maxlength="${LONGEST_TEXT}"></div><button class="low">Show</button></form>
${
  rows.length === 0
    ? html`<p>${text === undefined ? html`${IDENTITY_PROVIDERS[account.identityProvider].label} has sent no one yet.` : 'No member fits.'}</p>`
    : html`<div class="card scroll" tabindex="0" role="region" aria-label="Members"><table>
<thead><tr><th>Name</th><th>User name</th><th>State</th><th>Kept by</th><th>Changed</th></tr></thead>
<tbody>${rows.map(member => memberRow(account, member, now()))}</tbody></table></div>`
}
${page.members.length === ROWS && last !== undefined && html`<p><a href="${path`/console/accounts/${account.id}/members?text=${text ?? ''}&after=${last}`}">More members</a></p>`}`,
    );
  },
};

function memberRow({ id, identityProvider }: Account, member: Member, now: number): Html {
  const { userName, displayName } = member.attributes;
  const isActive = member.attributes.active === true;
  const keeper = member.managedBy === 'idp' ? IDENTITY_PROVIDERS[identityProvider].label : 'the app';
  return html`<tr><td><a href="${path`/console/accounts/${id}/members/${member.id}`}"><bdi>${String(displayName ?? userName)}</bdi></a></td>
<td><bdi>${String(userName)}</bdi></td>
<td><span class="state">${stateMark(isActive ? 'done' : 'waiting')}${isActive ? 'active' : 'inactive'}</span></td>
<td>${keeper}</td><td>${whenSeen(member.modifiedAt, now)}</td></tr>`;
}

export const MEMBER_SCREENS: readonly Screen[] = [MEMBERS];
