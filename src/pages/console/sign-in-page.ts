/** Where an operator shows a service token. */
import { html } from '../html.ts';
import type { Page } from '../page.ts';

/** @param to where to go afterwards, within the console @param isRefused whether a token was just refused */
export const signInPage = (to: string, isRefused: boolean): Page => ({
  title: 'Sign in · Rollcall',
  kind: 'narrow',
  header: html`<strong>Rollcall</strong>`,
  main: html`<h1>Sign in to the console</h1>
${isRefused && html`<p class="note bad" id="refusal">This token is not valid: it is mistyped, expired, revoked, or meant for SCIM.</p>`}
<form method="post" action="/console/sign-in" class="stack">
<input type="hidden" name="to" value="${to}">
<div><label for="token">Service token</label><input id="token" name="token" type="password" autocomplete="current-password" required aria-describedby="about"></div>
<p class="soft" id="about">What the token may do, you may do here. <code>rollcall service-token issue --scopes …</code> makes one.</p>
<button class="main">Sign in</button>
</form>`,
});
