/** Webhook endpoints, and whether each of them is reached. */
import type { Endpoint, EndpointStatus } from '../../webhooks/endpoint.ts';
import { type Html, html } from '../html.ts';
import { type MarkName, stateMark } from '../parts/state-mark.ts';
import { when } from '../parts/when.ts';
import { consolePage } from './console-frame.ts';
import type { Screen, ScreenCall } from './screen.ts';

const MARKS: Readonly<Record<EndpointStatus, MarkName>> = {
  active: 'done',
  failing: 'failed',
  disabled: 'warning',
};

/** As in `/v1`, a token that is limited to accounts sees the endpoints of those alone. */
const isReached = ({ caller }: ScreenCall, { accounts }: Endpoint): boolean =>
  caller.accounts === null || (accounts?.every(id => caller.accounts?.includes(id)) ?? false);

const WEBHOOKS: Screen = {
  path: '/webhooks',
  scopes: ['webhooks:write'],
  show: async call => {
    const endpoints = (await call.endpoints.list()).filter(endpoint => isReached(call, endpoint));
    return consolePage({
      room: 'webhooks',
      title: 'Webhooks',
      main: html`<h1>Webhooks</h1>
${
  endpoints.length === 0
    ? html`<p>There is no endpoint. The main app reads the feed, or <code>rollcall webhook add</code> makes one.</p>`
    : html`<div class="card scroll" tabindex="0" role="region" aria-label="Webhook endpoints"><table>
<thead><tr><th>Address</th><th>State</th><th>Takes</th><th>Accounts</th></tr></thead>
<tbody>${endpoints.map(endpointRow)}</tbody></table></div>`
}`,
    });
  },
};

function endpointRow({
  url,
  description,
  status,
  failingSince,
  disabledReason,
  types,
  accounts,
}: Endpoint): Html {
  return html`<tr><td><bdi>${url}</bdi>${description !== null && html`<br><small><bdi>${description}</bdi></small>`}</td>
<td><span class="state">${stateMark(MARKS[status])}${status}</span>${failingSince !== null && html`<br><small>since ${when(failingSince, 'full')}</small>`}${disabledReason !== null && html`<br><small><bdi>${disabledReason}</bdi></small>`}</td>
<td>${types.join(', ')}</td><td>${accounts === null ? 'all' : accounts.join(', ')}</td></tr>`;
}

export const WEBHOOK_SCREENS: readonly Screen[] = [WEBHOOKS];
