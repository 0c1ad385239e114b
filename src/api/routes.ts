/** THE table of the control API: every address under /v1, with its scopes, its parameters, its body and its handler. */
import { CONNECTION_ROUTES } from './accounts/connection-routes.ts';
import { ACCOUNT_ROUTES } from './accounts/routes.ts';
import { SETUP_LINK_ROUTES } from './accounts/setup-link-routes.ts';
import { TOKEN_ROUTES } from './accounts/token-routes.ts';
import { EVENT_ROUTES } from './events/routes.ts';
import { STREAM_ROUTES } from './events/stream-routes.ts';
import { IMPORT_ROUTES } from './members/import-routes.ts';
import { MEMBER_ROUTES } from './members/routes.ts';
import { SNAPSHOT_ROUTES } from './members/snapshot-routes.ts';
import { LOG_ROUTES } from './provisioning-log/routes.ts';
import type { Route } from './route.ts';
import { DELIVERY_ROUTES } from './webhooks/delivery-routes.ts';
import { WEBHOOK_ROUTES } from './webhooks/routes.ts';

/** Of two that fit an address, the first counts. */
export const ROUTES: readonly Route[] = [
  // The stream before events: its address looks like that of an event.
  ...STREAM_ROUTES,
  ...EVENT_ROUTES,
  ...ACCOUNT_ROUTES,
  ...CONNECTION_ROUTES,
  ...TOKEN_ROUTES,
  ...SETUP_LINK_ROUTES,
  ...SNAPSHOT_ROUTES,
  // The import before members: its address looks like that of a member.
  ...IMPORT_ROUTES,
  ...MEMBER_ROUTES,
  ...LOG_ROUTES,
  ...WEBHOOK_ROUTES,
  ...DELIVERY_ROUTES,
];

/** The words that stand in the addresses, so that a log can show them. */
export const ROUTE_WORDS: readonly string[] = [
  ...new Set(
    ROUTES.flatMap(({ path }) => path.split('/').filter(word => word !== '' && !word.startsWith('{'))),
  ),
];
