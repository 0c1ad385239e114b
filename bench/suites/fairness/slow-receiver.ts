/** A receiver of webhooks that answers just before its time is over. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addEndpoint } from '../../servers/control.ts';
import { ATTACKER, type Scene } from './scene.ts';

const TIMEOUT_MS = 3_000;
const ANSWER_MS = 2_500;

export class SlowReceiver {
  readonly #server: Server;
  readonly #port: number;

  static async start(): Promise<SlowReceiver> {
    const server = createServer((incoming, outgoing) => {
      incoming.resume();
      setTimeout(() => outgoing.writeHead(204).end(), ANSWER_MS);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new SlowReceiver(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port; // a TCP server has a TCP address
  }

  /** Registers so many endpoints, each of which is sent everything from the first event on, in the largest batches. */
  async register({ host, port, controlToken }: Scene, count: number): Promise<void> {
    const target = { host, port, headers: { authorization: `Bearer ${controlToken}` } };
    for (let number = 0; number < count; number += 1) {
      await addEndpoint(target, {
        url: `http://127.0.0.1:${this.#port}/${number}`,
        accounts: [ATTACKER],
        start: 'beginning',
        batch: { max: 1_000 },
        timeoutMs: TIMEOUT_MS,
      });
    }
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
