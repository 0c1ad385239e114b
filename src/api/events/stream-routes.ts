/** Reading events as a stream of Server-Sent Events. */
import express, { type Request, type Response, type Router } from 'express';
import type { Authenticator } from '../../accounts/tokens/authenticate.ts';
import type { Clock } from '../../clock.ts';
import { toRollcallError } from '../../errors.ts';
import type { FeedStart } from '../../events/feed/feed.ts';
import {
  EventStream,
  errorFrame,
  STREAM_PIECE,
  type StreamDependencies,
  type StreamOutlet,
  type StreamRequest,
} from '../../events/feed/stream.ts';
import type { StreamSlots } from '../../events/feed/stream-slots.ts';
import { problemText } from '../../http/problem.ts';
import { callerOf, onlyMethods, requireScope } from '../control-request.ts';
import type { TokenShares } from '../token-shares.ts';
import { readFilter, readStart } from './query.ts';

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  // nginx would hold frames back.
  'X-Accel-Buffering': 'no',
  // The next connection may go to another instance.
  Connection: 'close',
};

export interface EventStreamRouteDependencies extends StreamDependencies {
  readonly slots: StreamSlots;
  readonly shares: TokenShares;
  readonly authenticator: Authenticator;
}

export function eventStreamRoutes(dependencies: EventStreamRouteDependencies): Router {
  const { slots, shares, authenticator, feed, clock } = dependencies;
  const router = express.Router();
  router
    .route('/events/stream')
    .get(async (request, response) => {
      const caller = callerOf(response);
      requireScope(caller, 'events:read');
      const filter = readFilter(request, caller);
      const place = await feed.positionOf(readStreamStart(request));
      await shares.within('streams', caller.tokenId, () => sendStream(request, response, { place, filter }));
    })
    .all(onlyMethods('GET, HEAD', 'The stream of events is read with GET.'));
  return router;

  async function sendStream(
    request: Request,
    response: Response,
    { place, filter }: Pick<StreamRequest, 'place' | 'filter'>,
  ): Promise<void> {
    const slot = slots.enter();
    response.once('close', () => slot.abort());
    try {
      // Before the first byte, so that a cursor that has expired is an answer of its own.
      const first = await feed.scan(place, filter, STREAM_PIECE);
      response.writeHead(200, HEADERS);
      const stream = new EventStream(dependencies, {
        place,
        filter,
        outlet: queueOf(response, clock, slot.signal),
        checkAccess: async () => void (await authenticator.serviceCaller(request.headers.authorization)),
        signal: slot.signal,
      });
      await endAfter(request.method === 'HEAD' ? Promise.resolve() : stream.run(first), response);
    } finally {
      slots.leave(slot);
    }
  }
}

/** `Last-Event-ID`, which a reader sends when it connects again, else as for a page. */
function readStreamStart(request: Request): FeedStart {
  const start = readStart(request);
  const cursor = request.get('Last-Event-ID');
  return cursor ? { cursor, carrier: 'the header Last-Event-ID' } : start;
}

/** Ends the response with the stream; a failure is told in the last frame. */
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

function queueOf(response: Response, clock: Clock, signal: AbortSignal): StreamOutlet {
  return {
    write: text => response.write(text),
    drained: timeoutMs =>
      new Promise(resolve => {
        const settle = (): void => {
          cancel();
          response.off('drain', settle);
          signal.removeEventListener('abort', settle);
          resolve(!signal.aborted && !response.writableNeedDrain);
        };
        const cancel = clock.schedule(settle, timeoutMs);
        response.once('drain', settle);
        signal.addEventListener('abort', settle);
        if (signal.aborted || !response.writableNeedDrain) settle();
      }),
  };
}
