/** The setup page: the steps on the left, what the identity provider does on the right, and the state always in sight. */
import type { GuideField, GuideStep } from '../../accounts/guides/guide.ts';
import type { WordedGuide } from '../../accounts/guides/worded-guide.ts';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../accounts/identity-provider.ts';
import type { Brand } from '../brand.ts';
import { flag, type Html, html, webAddress } from '../html.ts';
import type { Page } from '../page.ts';
import { copyField } from '../parts/copy-field.ts';
import { richText } from '../parts/rich-text.ts';
import { when } from '../parts/when.ts';
import { credentialPanel, type SetupNotice } from './panels/credential-panel.ts';
import { livePanel, stateStrip } from './panels/live-panel.ts';
import { peoplePanel } from './panels/people-panel.ts';
import { troubleshootingSection } from './panels/troubleshooting-section.ts';
import { baseUrlOf, type SetupView } from './setup-view.ts';

const REFRESH_SECONDS = 5;
/** Stands for the token in the words of a guide. */
const PLACEHOLDER = '<token>';

export function setupPage(view: SetupView, brand: Brand, publicUrl: string, notice: SetupNotice = {}): Page {
  const { account, guide, link } = view;
  const { productName = 'the product' } = brand;
  const title = `Connect ${guide.label} to ${productName}`;
  const values = { baseUrl: baseUrlOf(publicUrl), token: notice.token };
  return {
    title,
    kind: 'setup',
    header: html`<span>Automatic team management for <bdi>${account.name}</bdi></span>`,
    scripts: link.may.includes('log') ? ['live.js'] : [],
    // A page that shows a token or a result must not go away by itself.
    ...(notice.token === undefined && notice.selfTest === undefined
      ? { refreshSeconds: REFRESH_SECONDS }
      : {}),
    main: html`${stateStrip(view)}
<div class="stack">
<h1>${title}</h1>
<p>Keep this page open beside ${guide.label}: it shows each request as it arrives.</p>
<p class="row">You use ${guide.label}.${link.may.includes('provider') && html` <a href="/setup/provider">Change</a>`}</p>
${link.otherBrowserAt !== null && otherBrowserNote(link.otherBrowserAt, link.otherBrowsers)}
${notice.people !== undefined && peoplePanel(notice.people, guide.label, brand)}
${guide.limit !== null && limitNote(guide.limit, link.may.includes('provider'))}
<details ${flag('open', view.tokens.length === 0)}><summary>Before you begin</summary>${bullets(guide.beforeYouBegin)}</details>
${stepList(view, publicUrl, notice)}
${guide.variants.map(variant => html`<details><summary>${variant.title}</summary><ol>${variant.steps.map(step => html`<li class="tight">${stepText(step, values)}</li>`)}</ol></details>`)}
${guide.notes.length > 0 && html`<details><summary>Good to know</summary>${bullets(guide.notes)}</details>`}
<details ${flag('open', view.evidence.has('first_person'))}><summary>After that</summary>${bullets(guide.afterwards)}</details>
${troubleshootingSection(view, publicUrl)}
</div>
${livePanel(view, publicUrl, notice.selfTest)}`,
    footer: html`<div class="row"><span>The link ends on ${when(link.expiresAt, 'full')}.</span>
<form method="post" action="/setup/leave"><button class="plain">The set-up is done: leave this page</button></form></div>`,
  };
}

const limitNote = (
  { title, sentences, choices }: NonNullable<WordedGuide['limit']>,
  mayChoose: boolean,
): Html =>
  html`<div class="note warn"><h2>${title}</h2>${sentences.map(each => html`<p>${richText(each)}</p>`)}<h3>What you can do</h3>${bullets(choices)}${mayChoose && html`<p><a href="/setup/provider">Choose another system</a></p>`}</div>`;

/** Where the identity provider cannot do it as a rule, the steps are for who knows that it can. */
function stepList(view: SetupView, publicUrl: string, notice: SetupNotice): Html {
  const { guide, tokens } = view;
  const steps = html`<ol class="steps">${guide.steps.map((step, index) => stepItem(step, index, view, publicUrl, notice))}</ol>`;
  return guide.limit === null
    ? steps
    : html`<details ${flag('open', tokens.length > 0)}><summary>${richText(guide.limit.unless)}</summary>${steps}</details>`;
}

function stepItem(
  step: GuideStep,
  index: number,
  view: SetupView,
  publicUrl: string,
  notice: SetupNotice,
): Html {
  const isSeen = step.proves !== null && view.evidence.has(step.proves);
  const isSwitch = index === 0;
  return html`<li id="step-${index + 1}" class="${isSeen ? 'seen' : ''}" data-proves="${step.proves ?? ''}"><div class="stack">
${isSwitch ? switchStep(view, publicUrl, notice) : stepText(step, { baseUrl: baseUrlOf(publicUrl), token: notice.token })}
</div></li>`;
}

function switchStep(view: SetupView, publicUrl: string, notice: SetupNotice): Html {
  const { account, link } = view;
  if (account.connection.state !== 'disabled') {
    return html`<p><strong>Automatic team management is switched on.</strong></p>${credentialPanel(view, publicUrl, notice)}`;
  }
  return html`<p><strong>Switch automatic team management on.</strong> This makes the Base URL and the token for ${view.guide.label}. It adds and removes no one.</p>
${
  link.may.includes('enable')
    ? html`<form method="post" action="/setup/enable"><input type="hidden" name="issued" value="${view.issued}"><button class="main">Switch it on</button></form>`
    : html`<p class="note idle">This link does not allow that: ask those who sent it to you.</p>`
}`;
}

/** The values of step 1; the token only in the answer that shows it. */
interface Values {
  readonly baseUrl: string;
  readonly token: string | undefined;
}

const stepText = ({ text, fields, notes }: GuideStep, values: Values): Html =>
  html`<p>${richText(text)}</p>
${fields.length > 0 && html`<dl class="facts">${fields.map(field => fieldRow(field, values))}</dl>`}
${notes.map(note => html`<p class="soft">${richText(note)}</p>`)}`;

/** The values of step 1 are copied there, and every other one where it is needed. */
function fieldRow({ label, value, kind }: GuideField, { baseUrl, token = PLACEHOLDER }: Values): Html {
  if (kind === 'paste' && value !== baseUrl && !/^<[^>]*>$/.test(value)) {
    const id = `copy-${label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
    return html`<dt>${label}</dt><dd>${copyField({ id, label, value: value.replace(PLACEHOLDER, token), isLabelShown: false })}</dd>`;
  }
  const shown = value === PLACEHOLDER ? html`<a href="#values">the token of step 1</a>` : html`${value}`;
  return html`<dt>${label}</dt><dd class="${kind === 'paste' ? 'mono' : ''}">${shown}</dd>`;
}

const bullets = (sentences: readonly string[]): Html =>
  html`<ul>${sentences.map(sentence => html`<li>${richText(sentence)}</li>`)}</ul>`;

const otherBrowserNote = (at: number, times: number): Html =>
  html`<p class="note warn">Another browser tried to open your link, last on ${when(at, 'full')}${times > 1 && html` (${times} times in all)`}. It was turned away. If that was not you or a colleague, ask for a new link.</p>`;

export function providerPage(chosen: IdentityProvider | undefined, brand: Brand): Page {
  const { productName = 'the product' } = brand;
  const title = 'Where does your company keep its people?';
  return {
    title,
    kind: 'narrow',
    main: html`<h1>${title}</h1>
<form method="post" action="/setup/provider" class="stack">
<fieldset><legend>Choose the system in which you add and remove employees.</legend>
<div class="providers">${Object.entries(IDENTITY_PROVIDERS).map(
      ([id, { label }]) =>
        html`<label class="choice"><input type="radio" name="identityProvider" value="${id}" ${flag('checked', id === chosen)} ${flag('required', true)}>${id === 'other' ? 'Another one' : label}</label>`,
    )}</div></fieldset>
<p class="soft">Not sure? It is where you set up single sign-on for ${productName}.</p>
<button class="main">Continue</button>
</form>`,
  };
}

/** @param returnUrl where the main app wants the admin back */
export function donePage(returnUrl: string | null, { productName = 'the product' }: Brand): Page {
  return {
    title: 'The set-up is done',
    kind: 'narrow',
    main: html`<h1>The set-up is done</h1>
<p>Everything you have set up goes on working. For changes, get a new link in ${productName}.</p>
${returnUrl !== null && html`<p><a class="button main" href="${webAddress(returnUrl)}">Back to ${productName}</a></p>`}`,
  };
}
