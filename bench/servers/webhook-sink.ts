/** A receiver of webhooks that accepts everything at once and counts the events. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { countEvents } from '../substring-counter.ts';

const LIMIT_MS = 180_000;
const QUIET_MS = 100;

interface Goal {
  readonly events: number;
  readonly reach: () => void;
}

export class WebhookSink {
  /** The address to register. */
  readonly url: string;
  events = 0;
  /** Sees every body when it is complete; parsing all of them would slow the sender down. */
  onBody: ((body: string) => void) | undefined;
  readonly #server: Server;
  #goal: Goal | undefined;

  static async start(): Promise<WebhookSink> {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new WebhookSink(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    const { port } = server.address() as AddressInfo; // a TCP server has a TCP address
    this.url = `http://127.0.0.1:${port}/`;
    server.on('request', (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        outgoing.writeHead(204).end();
        this.#take(Buffer.concat(chunks).toString('latin1'));
      });
    });
  }

  /** Resolves when so many events have come in all. @throws when that takes too long */
  async reach(events: number): Promise<void> {
    if (this.events >= events) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#goal = { events, reach: resolve };
    const limit = setTimeout(
      () => reject(new Error(`only ${this.events} of ${events} events came in time`)),
      LIMIT_MS,
    );
    await promise.finally(() => clearTimeout(limit));
  }

  /** Resolves when nothing more comes, for instance after an endpoint was removed. */
  async quiet(): Promise<void> {
    for (let before = -1; this.events > before; await pause(QUIET_MS)) before = this.events;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #take(body: string): void {
    this.events += countEvents(body);
    this.onBody?.(body);
    if (this.#goal && this.events >= this.#goal.events) {
      this.#goal.reach();
      this.#goal = undefined;
    }
  }
}
