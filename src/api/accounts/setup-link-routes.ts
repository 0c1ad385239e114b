/** Setup links of an account: made for the customer's IT admin, listed, revoked. */
import { type SetupLink, stateOf } from '../../accounts/setup-links/setup-link.ts';
import { noSuchSetupLink } from '../../accounts/setup-links/setup-links.ts';
import { requireId } from '../../base/ids.ts';
import { json, secret, time } from '../answer.ts';
import { PAGE, renderPage } from '../paging.ts';
import { account, openAccount } from '../request/access.ts';
import { jsonBody, nothing } from '../request/body.ts';
import { route } from '../route.ts';
import { SETUP_LINK, setupLinkSettings } from './setup-link-body.ts';

export const SETUP_LINK_ROUTES = [
  route({
    operation: 'listSetupLinks',
    method: 'get',
    path: '/accounts/{id}/setup-links',
    scopes: ['accounts:read'],
    query: PAGE,
    access: account,
    handle: async ({ query: { after, limit }, subject: { id } }, { setupLinks, now }) => {
      const found = await setupLinks.list(id, { after, limit: limit + 1 });
      return json(
        renderPage(
          found,
          limit,
          link => renderSetupLink(link, now()),
          link => link.id,
        ),
      );
    },
  }),
  route({
    operation: 'createSetupLink',
    method: 'post',
    path: '/accounts/{id}/setup-links',
    scopes: ['accounts:write'],
    body: jsonBody(SETUP_LINK),
    access: openAccount,
    handle: async ({ body, by, subject: { id } }, { setupLinks, returnOrigins, publicUrl, now }) => {
      const issued = await setupLinks.create(id, setupLinkSettings(body, returnOrigins), by);
      return secret(
        { ...renderSetupLink(issued.link, now()), url: setupUrl(publicUrl(), issued.secret) },
        { status: 201 },
      );
    },
  }),
  route({
    operation: 'revokeSetupLink',
    method: 'post',
    path: '/accounts/{id}/setup-links/{linkId}/revoke',
    scopes: ['accounts:write'],
    body: nothing,
    access: account,
    handle: async ({ params, by, subject: { id } }, { setupLinks, now }) => {
      const revoked = await setupLinks.revoke(id, requireId(params.linkId, noSuchSetupLink), by);
      return json(renderSetupLink(revoked, now()));
    },
  }),
];

/** The address of a link, which opens it. @param publicUrl without a trailing slash */
export const setupUrl = (publicUrl: string, secretText: string): string => `${publicUrl}/setup/${secretText}`;

/** @param now milliseconds since the epoch */
export function renderSetupLink(link: SetupLink, now: number): object {
  const { id, mode, may, admin, returnUrl, openedIn, otherBrowsers } = link;
  return {
    id,
    state: stateOf(link, now),
    mode,
    may,
    admin,
    returnUrl,
    createdBy: link.createdBy,
    createdAt: time(link.createdAt),
    expiresAt: time(link.expiresAt),
    openedAt: time(link.openedAt),
    openedIn,
    lastSeenAt: time(link.lastSeenAt),
    completedAt: time(link.completedAt),
    revokedAt: time(link.revokedAt),
    otherBrowsers,
    otherBrowserAt: time(link.otherBrowserAt),
  };
}
