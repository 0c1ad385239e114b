/** Accounts: all of them with their state, and one with what it needs. */
import type { Account } from '../../accounts/account.ts';
import { IDENTITY_PROVIDERS } from '../../accounts/identity-provider.ts';
import type { TokenRecord } from '../../accounts/state.ts';
import { tokenState } from '../../accounts/tokens/change.ts';
import type { ConnectionStatus } from '../../provisioning-log/connection/connection-status.ts';
import { type Html, html, path } from '../html.ts';
import { type EntryAudience, entryLine } from '../parts/entry-line.ts';
import { progressLine, progressMarkup } from '../parts/progress.ts';
import { stateMark } from '../parts/state-mark.ts';
import { when, whenSeen } from '../parts/when.ts';
import { accountPage, consolePage } from './console-frame.ts';
import { accountOf, audienceOf, type Screen, type ScreenCall } from './screen.ts';

const ROWS = 50;
const LINES = 12;

interface Row {
  readonly account: Account;
  readonly status: ConnectionStatus;
}

const ALL_ACCOUNTS: Screen = {
  path: '/',
  scopes: ['accounts:read'],
  show: async call => {
    const { accounts, caller, connectionStatuses, query, now } = call;
    const found = await accounts.list({
      after: query['after'],
      limit: ROWS + 1,
      accountIds: caller.accounts,
    });
    const rows = await Promise.all(
      found
        .slice(0, ROWS)
        .map(async account => ({ account, status: await connectionStatuses.read(account) })),
    );
    const last = rows.at(-1)?.account.id;
    const hasMore = found.length > ROWS && last !== undefined;
    return consolePage({
      room: 'accounts',
      title: 'Accounts',
      main: html`<h1>Accounts</h1>
${
  rows.length === 0
    ? html`<p>There is no account yet. <code>PUT /v1/accounts/{id}</code> or <code>rollcall account add</code> makes one.</p>`
    : html`<div class="card scroll" tabindex="0" role="region" aria-label="Accounts"><table>
<thead><tr><th>Account</th><th>Identity provider</th><th>Connection</th><th>Last heard</th></tr></thead>
<tbody>${rows.map(row => accountRow(row, now()))}</tbody></table></div>`
}
${hasMore && html`<p><a href="${path`/console?after=${last}`}">More accounts</a></p>`}`,
    });
  },
};

function accountRow({ account, status }: Row, now: number): Html {
  const heard = status.health?.lastRequestAt ?? null;
  return html`<tr><td><a href="${path`/console/accounts/${account.id}`}"><bdi>${account.name}</bdi></a></td>
<td>${IDENTITY_PROVIDERS[account.identityProvider].label}</td><td><span class="state">${progressLine(status.progress)}</span></td>
<td>${heard === null ? 'never' : whenSeen(heard, now)}</td></tr>`;
}

const ONE_ACCOUNT: Screen = {
  path: '/accounts/:id',
  scopes: ['accounts:read'],
  show: async call => {
    const { connectionStatuses, flushLog, now, publicUrl } = call;
    const account = await accountOf(call);
    await flushLog();
    const { progress, health, tokens, baseUrl } = await connectionStatuses.read(account);
    const active = tokens.filter(token => tokenState(token, now()) === 'active').length;
    const audience = audienceOf(account, health, publicUrl());
    return accountPage(
      account,
      'overview',
      html`${progressMarkup(progress)}
<div class="card stack"><h2>Connection</h2><dl class="facts">
<dt>Identity provider</dt><dd>${IDENTITY_PROVIDERS[account.identityProvider].label}</dd>
<dt>SCIM</dt><dd>${account.connection.state} since ${when(account.connection.since, 'full')}</dd>
<dt>Base URL</dt><dd class="mono">${baseUrl}</dd>
<dt>Single sign-on</dt><dd>${account.sso.protocol}${account.sso.protocol !== 'none' && `, ${account.sso.status}`}</dd>
<dt>Tokens</dt><dd>${active} active</dd>
</dl></div>
${await lastRequests(call, account, audience)}`,
    );
  },
};

/** Only for who may read the log. */
async function lastRequests(
  { caller, logReader }: ScreenCall,
  { id }: Account,
  audience: EntryAudience,
): Promise<Html | false> {
  if (!caller.scopes.includes('*') && !caller.scopes.includes('log:read')) return false;
  const everything = {
    from: undefined,
    to: undefined,
    outcomes: undefined,
    memberId: undefined,
    text: undefined,
  };
  const { entries } = await logReader.listEntries({
    accountId: id,
    ...everything,
    after: undefined,
    limit: LINES,
  });
  return html`<div class="card stack"><h2>What happened last</h2>
${entries.length === 0 ? html`<p class="soft">The identity provider has not asked anything yet.</p>` : html`<ol class="lines">${entries.map(entry => entryLine(entry, audience))}</ol>`}
</div>`;
}

const TOKENS: Screen = {
  path: '/accounts/:id/tokens',
  scopes: ['accounts:read'],
  show: async call => {
    const account = await accountOf(call);
    const tokens = await call.accounts.listTokens(account.id);
    return accountPage(
      account,
      'tokens',
      tokens.length === 0
        ? html`<p>There is no token.</p>`
        : html`<div class="card scroll" tabindex="0" role="region" aria-label="Tokens"><table>
<thead><tr><th>Label</th><th>State</th><th>Made</th><th>Ends</th><th>Last used</th></tr></thead>
<tbody>${tokens.toReversed().map(token => tokenRow(token, call.now()))}</tbody></table></div>`,
    );
  },
};

function tokenRow(token: TokenRecord, now: number): Html {
  const state = tokenState(token, now);
  const end = token.revokedAt ?? token.expiresAt;
  return html`<tr><td><bdi>${token.label}</bdi></td>
<td><span class="state">${stateMark(state === 'active' ? 'done' : 'waiting')}${state}</span></td>
<td>${when(token.createdAt, 'full')}</td><td>${end === null ? 'never' : when(end, 'full')}</td>
<td>${token.lastUsedAt === null ? 'never' : html`${whenSeen(token.lastUsedAt, now)}${token.lastUsedFrom !== null && html` from ${token.lastUsedFrom}`}`}</td></tr>`;
}

export const ACCOUNT_SCREENS: readonly Screen[] = [ALL_ACCOUNTS, ONE_ACCOUNT, TOKENS];
