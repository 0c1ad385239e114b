/** The two values an IT admin pastes: the Base URL, and the token, which is shown once. */
import type { TokenRecord } from '../../../accounts/state.ts';
import { flag, type Html, html } from '../../html.ts';
import { copyField } from '../../parts/copy-field.ts';
import { stateMark } from '../../parts/state-mark.ts';
import { when, whenSeen } from '../../parts/when.ts';
import { baseUrlOf, type SetupView } from '../setup-view.ts';
import type { People } from './people.ts';
import type { SelfTestResult } from './self-test-panel.ts';

/** What the answer to a form shows besides the page. */
export interface SetupNotice {
  /** A token that was made by this form. */
  readonly token?: string;
  /** The form was sent a second time, by reloading the page. */
  readonly isRepeated?: boolean;
  /** Who is on the team, once the identity provider has sent a person. */
  readonly people?: People | undefined;
  /** When the token before it ends; milliseconds since the epoch. */
  readonly oldEndsAt?: number | null;
  readonly selfTest?: SelfTestResult;
}

/** How long an old token goes on working: the value of the form, and its words. */
export const OVERLAPS = [
  ['3600', '1 hour'],
  ['86400', '1 day'],
  ['604800', '7 days'],
  ['0', 'not at all'],
] as const;

export function credentialPanel(view: SetupView, publicUrl: string, notice: SetupNotice): Html {
  const { tokens, link } = view;
  const [newest] = tokens;
  const mayIssue = link.may.includes('tokens');
  return html`<div class="stack" id="values">
${copyField({ id: 'base-url', label: 'Base URL', value: baseUrlOf(publicUrl) })}
${
  notice.token !== undefined
    ? html`${copyField({ id: 'token', label: 'Token', value: notice.token, note: 'Shown only now: it is gone when you leave this page. Treat it like a password.' })}${oldTokenNote(notice)}`
    : html`${notice.isRepeated && html`<p class="note warn">A token was made a moment ago. It cannot be shown again. If you did not copy it, make another one.</p>`}
${newest === undefined ? html`<p class="soft">There is no token that works. Make one.</p>` : tokenNote(newest, view.now)}`
}
${mayIssue && notice.token === undefined && tokenForm(view, newest)}
${mayIssue && olderTokens(view)}
</div>`;
}

const oldTokenNote = ({ oldEndsAt }: SetupNotice): Html | false =>
  typeof oldEndsAt === 'number' &&
  html`<p class="note idle">The old token works until ${when(oldEndsAt, 'full')}. Paste the new one before then.</p>`;

const tokenNote = (token: TokenRecord, now: number): Html =>
  html`<p class="soft"><strong>Token</strong> made on ${when(token.createdAt, 'full')}; ${
    token.lastUsedAt === null ? 'not used yet' : html`last used ${whenSeen(token.lastUsedAt, now)}`
  }. It was shown once and cannot be shown again. If you still have it, there is nothing to do.</p>`;

/** The number of tokens tells a form that is sent again from one that is sent for the first time. */
const tokenForm = ({ issued }: SetupView, newest: TokenRecord | undefined): Html =>
  html`<details><summary>Make a new token</summary>
<form method="post" action="/setup/token" class="stack">
<input type="hidden" name="issued" value="${issued}">
${
  newest !== undefined &&
  html`<fieldset><legend>Keep the old one working for</legend><div class="row">
${OVERLAPS.map(
  ([value, words]) =>
    html`<label class="choice"><input type="radio" name="overlap_seconds" value="${value}" ${flag('checked', value === '86400')}>${words}</label>`,
)}</div></fieldset>`
}
<button>Make a new token</button>
</form></details>`;

function olderTokens({ tokens, now }: SetupView): Html | false {
  const [newest, ...older] = tokens;
  if (newest === undefined || older.length === 0) return false;
  const isNewUsed = newest.lastUsedAt !== null;
  return html`${
    isNewUsed &&
    html`<p class="note ok"><span class="state">${stateMark('done')}The new token is in use</span><span>Last used ${whenSeen(newest.lastUsedAt ?? 0, now)}. You can end the old one now.</span></p>`
  }
<ul class="lines">${older.map(
    token =>
      html`<li>${stateMark('waiting')}<span>Old token “<bdi>${token.label}</bdi>”, ${
        token.expiresAt === null ? 'without an end' : html`ends ${when(token.expiresAt, 'full')}`
      }</span><form method="post" action="/setup/token/end"><input type="hidden" name="token" value="${token.id}"><button class="plain">End it now<span class="only-read">: ${token.label}</span></button></form></li>`,
  )}</ul>`;
}
