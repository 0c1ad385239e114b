/** Reading events: the feed, page by page, and single events. */
import express, { type Request, type Response, type Router } from 'express';
import { formatCursor } from '../../events/feed/cursor.ts';
import type { Feed, FeedPage } from '../../events/feed/feed.ts';
import type { LongPoll } from '../../events/feed/long-poll.ts';
import { callerOf, onlyMethods, readLimit, readText, requireScope } from '../control-request.ts';
import type { TokenShares } from '../token-shares.ts';
import { readFilter, readStart, readTypePatterns, readWait } from './query.ts';

const JSON_PAGE = 'application/json';
const BATCH = 'application/cloudevents-batch+json';

export interface EventRouteDependencies {
  readonly feed: Feed;
  readonly longPoll: LongPoll;
  readonly shares: TokenShares;
  readonly publicUrl: () => string;
}

export function eventRoutes({ feed, longPoll, shares, publicUrl }: EventRouteDependencies): Router {
  const router = express.Router();
  router
    .route('/events')
    .get(async (request, response) => {
      const caller = callerOf(response);
      requireScope(caller, 'events:read');
      const start = readStart(request);
      const filter = readFilter(request, caller);
      const limit = readLimit(request);
      const { timeoutMs, preferenceApplied } = readWait(request);
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const place = await feed.positionOf(start, gone.signal);
      const read = () => longPoll.page({ place, filter, limit }, { timeoutMs, signal: gone.signal });
      const page = timeoutMs > 0 ? await shares.within('waits', caller.tokenId, read) : await read();
      if (preferenceApplied !== undefined) response.set('Preference-Applied', preferenceApplied);
      sendPage(request, response, page, publicUrl());
    })
    .all(onlyMethods('GET, HEAD', 'Events are read with GET.'));

  router
    .route('/events/:id')
    .get(async (request, response) => {
      const caller = callerOf(response);
      requireScope(caller, 'events:read');
      const body = await feed.find(request.params.id, caller.accounts);
      response.set('Content-Type', 'application/cloudevents+json');
      response.send(Buffer.from(body));
    })
    .all(onlyMethods('GET, HEAD', 'An event is read with GET.'));
  return router;
}

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
function addressAfter(next: string, request: Request, publicUrl: string): string {
  const query = new URLSearchParams({ after: next });
  for (const name of ['limit', 'account', 'wait']) {
    const value = readText(request, name);
    if (value !== undefined) query.set(name, value);
  }
  const patterns = readTypePatterns(request);
  if (!patterns.includes('*')) query.set('type', patterns.join());
  return `${publicUrl}/v1/events?${query.toString()}`;
}
