/** What all screens of the console have around them: where one is, and where one may go. */
import type { Account } from '../../accounts/account.ts';
import { type Address, type Html, html, path } from '../html.ts';
import type { Page } from '../page.ts';

type Room = 'accounts' | 'webhooks';

const ROOMS: readonly (readonly [Room, string, Address])[] = [
  ['accounts', 'Accounts', path`/console`],
  ['webhooks', 'Webhooks', path`/console/webhooks`],
];

/** The attribute of the link to where one is. */
const link = (address: Address, words: string, isHere: boolean): Html =>
  isHere
    ? html`<a href="${address}" aria-current="page">${words}</a>`
    : html`<a href="${address}">${words}</a>`;

interface Frame {
  readonly room: Room;
  readonly title: string;
  readonly main: Html;
}

export const consolePage = ({ room, title, main }: Frame): Page => ({
  title: `${title} · Rollcall`,
  kind: 'wide',
  header: html`<strong>Rollcall</strong><nav class="row" aria-label="Console">${ROOMS.map(
    ([name, words, address]) => link(address, words, name === room),
  )}</nav>
<form class="end" method="post" action="/console/sign-out"><button class="plain">Sign out</button></form>`,
  main,
});

type Tab = 'overview' | 'members' | 'log' | 'tokens';

/** A screen of one account. */
export function accountPage({ id, name }: Account, tab: Tab, main: Html): Page {
  const tabs: readonly (readonly [Tab, string, Address])[] = [
    ['overview', 'Overview', path`/console/accounts/${id}`],
    ['members', 'Members', path`/console/accounts/${id}/members`],
    ['log', 'Log', path`/console/accounts/${id}/log`],
    ['tokens', 'Tokens', path`/console/accounts/${id}/tokens`],
  ];
  return consolePage({
    room: 'accounts',
    title: name,
    main: html`<div class="tight"><h1><bdi>${name}</bdi></h1>
<p class="soft">Account <code>${id}</code></p></div>
<nav class="tabs" aria-label="Account">${tabs.map(([each, words, address]) => link(address, words, each === tab))}</nav>
${main}`,
  });
}
