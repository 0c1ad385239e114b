/** The route of the stream over a real database and real HTTP, with a clock that the test moves. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { ServiceCaller } from '../../../src/accounts/tokens/authenticate.ts';
import { controlRouter } from '../../../src/api/control-router.ts';
import type { ApiDependencies } from '../../../src/api/dependencies.ts';
import { STREAM_ROUTES } from '../../../src/api/events/stream-routes.ts';
import { TokenShares } from '../../../src/api/request/token-shares.ts';
import { createLog } from '../../../src/base/log.ts';
import { type EventStore, Feed } from '../../../src/events/feed/feed.ts';
import { StreamSlots } from '../../../src/events/feed/stream-slots.ts';
import { FeedWatch } from '../../../src/events/feed/watch.ts';
import { answerProblems } from '../../../src/http/problem.ts';
import { backgroundLoops } from '../../support/background-loops.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import type { EventWriter } from '../event-writer.ts';

const CALLER: ServiceCaller = { tokenId: 'reader', scopes: ['events:read'], accounts: null };

export interface StreamServer {
  readonly url: string;
  readonly clock: FakeClock;
  readonly watch: FeedWatch;
  readonly slots: StreamSlots;
  /** How many events were read from the database so far. */
  eventsRead(): number;
  /** How often the reader's token was looked at again. */
  checks(): number;
  /** From now on the token is refused with this, or the database fails with it. */
  refuse(error: Error): void;
  close(): Promise<void>;
}

export async function startStreamServer(writer: EventWriter): Promise<StreamServer> {
  const clock = new FakeClock();
  const log = createLog('silent');
  let eventsRead = 0;
  let checks = 0;
  /** Until the token of a new request was looked at. */
  let isNew = false;
  let refusal: Error | undefined;
  const counting: EventStore = {
    state: () => writer.feed.state(),
    firstPositionSince: (time, signal) => writer.feed.firstPositionSince(time, signal),
    find: id => writer.feed.find(id),
    readText: (...range) => writer.feed.readText(...range),
    read: async (...range) => {
      const found = await writer.feed.read(...range);
      eventsRead += found.events.length;
      return found;
    },
  };
  const feed = new Feed(counting, () => writer.settle());
  const loops = backgroundLoops({ clock });
  const watch = new FeedWatch(writer.feed, clock, loops);
  loops.start();
  const slots = new StreamSlots(10);
  const shares = new TokenShares({ streams: 20, waits: 20, snapshots: 20, imports: 20 });
  const authenticator = {
    serviceCaller: async () => {
      if (isNew) {
        isNew = false;
        return CALLER;
      }
      checks += 1;
      if (refusal) throw refusal;
      return CALLER;
    },
  };
  const app = express();
  app.use(
    '/v1',
    (_request, _response, next) => {
      isNew = true;
      next();
    },
    controlRouter(
      {
        ...{ feed, watch, clock, slots, shares, authenticator, random: () => 0.5 },
        backlog: { admit: () => undefined },
        limits: {},
      } as unknown as ApiDependencies, // what the route asks of them
      STREAM_ROUTES,
    ),
  );
  app.use(answerProblems(log));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has a TCP address
  return {
    url: `http://127.0.0.1:${port}`,
    clock,
    watch,
    slots,
    eventsRead: () => eventsRead,
    checks: () => checks,
    refuse: error => {
      refusal = error;
    },
    close: async () => {
      slots.stop();
      watch.stop();
      await loops.stop();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
