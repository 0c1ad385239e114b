/** What identity providers asked: the log of one account, and the story of one person. */
import type { Account } from '../../accounts/account.ts';
import { RollcallError } from '../../base/errors.ts';
import { isId } from '../../base/ids.ts';
import type { LogOutcome } from '../../provisioning-log/entry.ts';
import {
  type Delivery,
  readTimeline,
  type TimelineEntry,
  type TimelineEvent,
} from '../../provisioning-log/timeline.ts';
import { flag, type Html, html, path } from '../html.ts';
import { type EntryAudience, entryLine } from '../parts/entry-line.ts';
import { stateMark } from '../parts/state-mark.ts';
import { when } from '../parts/when.ts';
import { accountPage } from './console-frame.ts';
import { accountOf, audienceOf, type Screen } from './screen.ts';

const ROWS = 50;
const LONGEST_TEXT = 200;

/** What may be chosen, in the address and in words. */
const OUTCOMES: Readonly<Record<string, readonly [string, readonly LogOutcome[] | undefined]>> = {
  all: ['everything', undefined],
  wrong: ['what went wrong', ['refused', 'failed']],
  ignored: ['what was left out', ['ignored']],
  done: ['what was done', ['done', 'nothing_changed', 'ignored']],
};

const LOG: Screen = {
  path: '/accounts/:id/log',
  scopes: ['log:read'],
  show: async call => {
    const account = await accountOf(call);
    const { query, logReader, flushLog } = call;
    const chosen = OUTCOMES[query['outcome'] ?? 'all'] ? (query['outcome'] ?? 'all') : 'all';
    const text = query['text']?.trim().slice(0, LONGEST_TEXT) || undefined;
    const after = isId(query['after'] ?? '') ? query['after'] : undefined;
    await flushLog();
    const { entries, next } = await logReader.listEntries({
      accountId: account.id,
      from: undefined,
      to: undefined,
      outcomes: OUTCOMES[chosen]?.[1],
      memberId: undefined,
      text,
      after,
      limit: ROWS,
    });
    const audience = audienceOf(account, await call.logReader.findHealth(account.id), call.publicUrl());
    return accountPage(
      account,
      'log',
      html`${filterForm(account, chosen, text)}
<div class="card">${
        entries.length === 0
          ? html`<p class="soft">${text === undefined && chosen === 'all' ? 'The identity provider has not asked anything yet.' : 'No request fits.'}</p>`
          : html`<ol class="lines">${entries.map(entry => entryLine(entry, audience, personLink(account, entry.memberId)))}</ol>`
      }</div>
${next !== undefined && html`<p><a href="${path`/console/accounts/${account.id}/log?outcome=${chosen}&text=${text ?? ''}&after=${next}`}">Older requests</a></p>`}`,
    );
  },
};

const filterForm = ({ id }: Account, chosen: string, text: string | undefined): Html =>
  html`<form class="row" method="get" action="${path`/console/accounts/${id}/log`}">
<div><label for="outcome">Show</label><select id="outcome" name="outcome">${Object.entries(OUTCOMES).map(
    ([name, [words]]) => html`<option value="${name}" ${flag('selected', name === chosen)}>${words}</option>`,
  )}</select></div>
<div><label for="text">With this text, name or request id</label><input id="text" name="text" value="${text ?? ''}" maxlength="${LONGEST_TEXT}"></div>
<button class="low">Show</button></form>`;

const personLink = ({ id }: Account, memberId: string | null): Html | undefined =>
  memberId === null
    ? undefined
    : html`<a href="${path`/console/accounts/${id}/members/${memberId}`}">Everything about this person</a>`;

const PERSON: Screen = {
  path: '/accounts/:id/members/:memberId',
  scopes: ['log:read'],
  show: async call => {
    const account = await accountOf(call);
    const memberId = call.params['memberId'] ?? '';
    if (!isId(memberId))
      throw new RollcallError('notFound', 'Nothing is known of a member with this id in this account.');
    await call.flushLog();
    const before = isId(call.query['before'] ?? '') ? call.query['before'] : undefined;
    const scope = { accountId: account.id };
    const { member, entries, next } = await readTimeline(call.timelines, scope, memberId, {
      before,
      limit: ROWS,
    });
    const audience = audienceOf(account, await call.logReader.findHealth(account.id), call.publicUrl());
    return accountPage(
      account,
      'members',
      html`<div class="tight"><h2><bdi>${member.userName ?? 'A person'}</bdi></h2>
<p><span class="state">${stateMark(member.state === 'active' ? 'done' : 'waiting')}${member.state}</span></p>
<p class="soft">Member <code>${member.id}</code>${member.externalId !== null && html`, externalId <code>${member.externalId}</code>`}</p></div>
<div class="card"><ol class="lines">${entries.map(entry => timelineItems(entry, audience))}</ol></div>
${next !== undefined && html`<p><a href="${path`/console/accounts/${account.id}/members/${memberId}?before=${next}`}">What happened before</a></p>`}`,
    );
  },
};

const timelineItems = ({ entry, events }: TimelineEntry, audience: EntryAudience): readonly Html[] => [
  ...(entry === null ? [] : [entryLine(entry, audience)]),
  ...events.map(eventLine),
];

function eventLine({ id, type, sequence, at, actor, deliveries }: TimelineEvent): Html {
  return html`<li>${stateMark('waiting')}<span>event ${sequence} <code>${type}</code> by ${String(actor['kind'] ?? 'nothing')}</span>${when(at, 'full')}
<div class="more soft"><p>Event <code>${id}</code></p>${deliveries.map(deliveryLine)}</div></li>`;
}

function deliveryLine({ url, state, steps }: Delivery): Html {
  const last = steps.at(-1);
  const mark = state === 'delivered' ? 'done' : state === 'failed' ? 'failed' : 'waiting';
  return html`<p>${stateMark(mark)} ${url ?? 'an endpoint that was removed'}: ${state}${
    last &&
    html`, attempt ${last.attempt} at ${when(last.at, 'clock')}${last.statusCode !== null && html`, answered ${last.statusCode}`}`
  }</p>`;
}

export const LOG_SCREENS: readonly Screen[] = [LOG, PERSON];
