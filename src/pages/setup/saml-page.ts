/** What comes first: single sign-on with SAML, without which SCIM cannot be switched on. */
import type { SingleSignOn } from '../../accounts/account.ts';
import type { SetupSession } from '../../accounts/setup-links/setup-links.ts';
import type { Brand } from '../brand.ts';
import { html, webAddress } from '../html.ts';
import type { Page } from '../page.ts';

const PRESENT: Readonly<Record<SingleSignOn['protocol'], string>> = {
  saml: 'has single sign-on with SAML, and it is not active',
  oidc: 'signs in with OpenID Connect',
  none: 'has no single sign-on',
};

export const signsInWithSaml = ({ protocol, status }: SingleSignOn): boolean =>
  protocol === 'saml' && status === 'active';

export function samlPage({ account, link }: SetupSession, { productName = 'the product' }: Brand): Page {
  return {
    title: 'First, single sign-on',
    kind: 'narrow',
    main: html`<h1>First, single sign-on</h1>
<p>Automatic team management needs single sign-on with SAML. <bdi>${account.name}</bdi> ${PRESENT[account.sso.protocol]}.</p>
<p>Set up SAML in ${productName}, and come back: the link stays good.</p>
<div class="row">${
      link.returnUrl !== null &&
      html`<a class="button main" href="${webAddress(link.returnUrl)}">Open ${productName}</a>`
    }<a class="button" href="/setup">Back to the steps</a></div>`,
  };
}
