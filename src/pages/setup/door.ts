/** The door: what a setup link shows before it is opened, and when it cannot be. */
import type { SetupLinkRefusal } from '../../accounts/setup-links/setup-link.ts';
import type { Brand } from '../brand.ts';
import { type Html, html, webAddress } from '../html.ts';
import type { Page } from '../page.ts';
import { when } from '../parts/when.ts';

/** @param secret of the link; the form carries it, so that no later address does */
export function doorPage({ productName = 'the product' }: Brand, secret: string, expiresAt: number): Page {
  return {
    title: 'Set up automatic team management',
    kind: 'narrow',
    main: html`<h1>Set up automatic team management</h1>
<p>This link was made for an administrator of your company’s ${productName} account.</p>
<p>Once it is set up, the people you assign to ${productName} in your identity provider are added to your team, and the people you remove lose their access.</p>
<div class="tight"><h2>You need</h2>
<ul>
<li>administrator rights in your identity provider (JumpCloud, Okta, Entra …)</li>
<li>single sign-on with SAML, already working</li>
<li>about five minutes; ten for Microsoft Entra</li>
</ul></div>
<form method="post" action="/setup/open"><input type="hidden" name="secret" value="${secret}"><button class="main">Open the set-up</button></form>
<p class="soft">From then on the link works in this browser only, until ${when(expiresAt, 'full')} <span data-zone>UTC</span>.</p>`,
  };
}

interface ClosedWords {
  readonly title: string;
  readonly text: Html;
}

export function closedPage({ reason, link }: SetupLinkRefusal, brand: Brand): Page {
  const { title, text } = closedWords(reason, link, brand);
  const back = link?.returnUrl;
  return {
    title,
    kind: 'narrow',
    main: html`<h1>${title}</h1>
<p>${text}</p>
${back && html`<p><a class="button main" href="${webAddress(back)}">Open ${brand.productName ?? 'the product'}</a></p>`}`,
  };
}

function closedWords(
  reason: SetupLinkRefusal['reason'],
  link: SetupLinkRefusal['link'],
  { productName = 'the product' }: Brand,
): ClosedWords {
  switch (reason) {
    case 'unknown':
      return {
        title: 'This link does not work',
        text: html`It may have been cut off when it was copied. Ask the person who sent it to you for a new one.`,
      };
    case 'expired':
      return {
        title: 'This link has expired',
        text: html`It was good until ${when(link?.expiresAt ?? 0, 'full')}. Everything you have set up goes on working. For changes, get a new link in ${productName}.`,
      };
    case 'revoked':
      return {
        title: 'This link was withdrawn',
        text: html`It was ended on ${when(link?.revokedAt ?? 0, 'full')}. Everything you have set up goes on working. For changes, get a new link in ${productName}.`,
      };
    case 'elsewhere':
      return {
        title: 'This set-up is open in another browser',
        text: html`It was opened on ${when(link?.openedAt ?? 0, 'full')}, in ${link?.openedIn ?? 'a browser'}. For your safety a link works in the browser that opened it. Go on there, or get a new link in ${productName}.`,
      };
    case 'account_closed':
      return {
        title: 'This account was closed',
        text: html`Its team was removed, and there is nothing left to set up.`,
      };
    case 'signed_out':
      return {
        title: 'You have been signed out',
        text: html`Open the set-up again with the link you were given, or from ${productName}.`,
      };
  }
}
