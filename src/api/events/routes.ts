/** Reading events: the feed, page by page, and single events. */
import type { Request, Response } from 'express';
import { formatCursor } from '../../events/feed/cursor.ts';
import type { FeedPage } from '../../events/feed/feed.ts';
import { limit } from '../paging.ts';
import { accessibleAccounts, requestedAccounts } from '../request/access.ts';
import { route } from '../route.ts';
import { EVENT_FILTER, startOf, wait, waitOf } from './query.ts';

const JSON_PAGE = 'application/json';
const BATCH = 'application/cloudevents-batch+json';

export const EVENT_ROUTES = [
  route({
    operation: 'readEvents',
    method: 'get',
    path: '/events',
    scopes: ['events:read'],
    query: { ...EVENT_FILTER, limit, wait },
    access: requestedAccounts,
    lasts: query => query['wait'] !== undefined,
    handle: async (call, { feed, longPoll, publicUrl, shares }) => {
      const { caller, query, request, subject: accounts } = call;
      const filter = { accounts, types: query.type ?? null };
      const { timeoutMs, preferenceApplied } = waitOf(query.wait, request);
      const signal = call.gone();
      const place = await feed.positionOf(startOf(query), signal);
      const read = () => longPoll.page({ place, filter, limit: query.limit }, { timeoutMs, signal });
      const page = timeoutMs > 0 ? await shares.within('waits', caller.tokenId, read) : await read();
      return response => {
        if (preferenceApplied !== undefined) response.set('Preference-Applied', preferenceApplied);
        sendPage(request, response, page, publicUrl());
      };
    },
  }),
  route({
    operation: 'readEvent',
    method: 'get',
    path: '/events/{id}',
    scopes: ['events:read'],
    access: accessibleAccounts,
    handle: async ({ params, subject: accounts }, { feed }) => {
      const body = await feed.find(params.id, accounts);
      return response => {
        response.set('Content-Type', 'application/cloudevents+json').send(Buffer.from(body));
      };
    },
  }),
];

/** The bodies are sent as they are stored: what was signed or hashed stays the same bytes. */
function sendPage(request: Request, response: Response, page: FeedPage, publicUrl: string): void {
  const next = formatCursor(page.reached);
  response.vary('Accept');
  if (request.accepts([JSON_PAGE, BATCH]) === BATCH) {
    // CloudEvents HTTP binding §3.3: a bare array, so the cursor is in a header (RFC 8288).
    response.set('Link', `<${addressAfter(next, request, publicUrl)}>; rel="next"`);
    response.set('Content-Type', BATCH);
    sendAround(response, '[', page.bodies, ']');
    return;
  }
  // Exactly: generated clients compare the media types of a response that has two, and JSON has no charset (RFC 8259 §11).
  response.setHeader('Content-Type', JSON_PAGE);
  const rest = JSON.stringify({ next, has_more: page.hasMore, head: formatCursor(page.head) });
  sendAround(response, '{"data":[', page.bodies, `],${rest.slice(1)}`);
}

/** In three pieces, so that the one in the middle is not copied: it may be long. */
function sendAround(response: Response, before: string, text: Buffer, after: string): void {
  response.setHeader('Content-Length', before.length + text.length + after.length);
  response.cork();
  response.write(before);
  response.write(text);
  response.end(after);
}

/** The address of the next page of the same request. */
function addressAfter(next: string, { query }: Request, publicUrl: string): string {
  const { from_time: _, ...same } = query;
  const parameters = new URLSearchParams({ after: next });
  for (const [name, value] of Object.entries(same)) if (name !== 'after') parameters.set(name, String(value));
  return `${publicUrl}/v1/events?${parameters.toString()}`;
}
