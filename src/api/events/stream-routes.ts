/** Reading events as a stream of Server-Sent Events. */
import type { Request, Response } from 'express';
import type { Clock } from '../../base/clock.ts';
import { toRollcallError } from '../../base/errors.ts';
import {
  EventStream,
  errorFrame,
  STREAM_PIECE,
  type StreamQueue,
  type StreamRequest,
} from '../../events/feed/stream.ts';
import { problemText } from '../../http/problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { requestedAccounts } from '../request/access.ts';
import { route } from '../route.ts';
import { EVENT_FILTER, startOf } from './query.ts';

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  // nginx would hold frames back.
  'X-Accel-Buffering': 'no',
  // The next connection may go to another instance.
  Connection: 'close',
};

export const STREAM_ROUTES = [
  route({
    operation: 'streamEvents',
    method: 'get',
    path: '/events/stream',
    scopes: ['events:read'],
    query: EVENT_FILTER,
    access: requestedAccounts,
    lasts: () => true,
    handle: async ({ caller, query, request, subject: accounts }, dependencies) => {
      const filter = { accounts, types: query.type ?? null };
      // A reader that connects again sends `Last-Event-ID`.
      const cursor = request.get('Last-Event-ID');
      const start = startOf(query);
      const place = await dependencies.feed.positionOf(
        cursor ? { cursor, carrier: 'the header Last-Event-ID' } : start,
      );
      return response =>
        dependencies.shares.within('streams', caller.tokenId, () =>
          sendStream(request, response, { place, filter }, dependencies),
        );
    },
  }),
];

async function sendStream(
  request: Request,
  response: Response,
  { place, filter }: Pick<StreamRequest, 'place' | 'filter'>,
  dependencies: ApiDependencies,
): Promise<void> {
  const { authenticator, clock, feed, slots } = dependencies;
  const slot = slots.enter();
  response.once('close', () => slot.abort());
  try {
    // Before the first byte, so that a cursor that has expired is an answer of its own.
    const first = await feed.scan(place, filter, STREAM_PIECE);
    response.writeHead(200, HEADERS);
    const stream = new EventStream(dependencies, {
      place,
      filter,
      queue: queueOf(response, clock, slot.signal),
      checkAccess: async () => void (await authenticator.serviceCaller(request.headers.authorization)),
      signal: slot.signal,
    });
    await endAfter(request.method === 'HEAD' ? Promise.resolve() : stream.run(first), response);
  } finally {
    slots.leave(slot);
  }
}

/** Ends the response with the stream; the last frame reports a failure. */
async function endAfter(running: Promise<void>, response: Response): Promise<void> {
  try {
    await running;
  } catch (error) {
    response.write(errorFrame(problemText(toRollcallError(error))));
    throw error;
  } finally {
    // A reader that takes nothing would hold the connection for ever; it has lost nothing when it comes back.
    if (response.writableNeedDrain) response.destroy();
    else response.end();
  }
}

function queueOf(response: Response, clock: Clock, signal: AbortSignal): StreamQueue {
  return {
    write: text => response.write(text),
    drained: timeoutMs =>
      new Promise(resolve => {
        const finish = (): void => {
          cancel();
          response.off('drain', finish);
          signal.removeEventListener('abort', finish);
          resolve(!signal.aborted && !response.writableNeedDrain);
        };
        const cancel = clock.schedule(finish, timeoutMs);
        response.once('drain', finish);
        signal.addEventListener('abort', finish);
        if (signal.aborted || !response.writableNeedDrain) finish();
      }),
  };
}
