/** Follows the stream of events while the services are killed, and hangs up itself now and then. */
import { StreamReader } from '../events/feed/stream-reader.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Follower } from './follower.ts';
import { diedUnderIt, type RestartingService } from './restarting-service.ts';

const LONGEST_STREAM_MS = 600;
const LIMIT_MS = 10_000;

export class StreamFollower implements Follower {
  readonly name = 'stream';
  readonly bodies: string[] = [];
  interruptions = 0;
  readonly #token: string;
  readonly #toleratesOutages: boolean;
  #lastEventId: string | undefined;
  #isStopping = false;

  /** @param toleratesOutages whether the database fails as well */
  constructor(serviceToken: string, toleratesOutages = false) {
    this.#token = serviceToken;
    this.#toleratesOutages = toleratesOutages;
  }

  stop(): void {
    this.#isStopping = true;
  }

  async follow(next: () => RestartingService): Promise<void> {
    while (!this.#isStopping) {
      const { url } = await next().nextLife();
      const target = {
        url,
        token: this.#token,
        ...(this.#lastEventId === undefined ? {} : { lastEventId: this.#lastEventId }),
      };
      const stream = await StreamReader.open(target).catch(diedUnderIt);
      if (stream) await this.#read(stream);
    }
  }

  async #read(stream: StreamReader): Promise<void> {
    if (!(this.#toleratesOutages && stream.status >= 500)) expect(stream.status).toBe(200);
    const hangUpAt = performance.now() + Math.random() * LONGEST_STREAM_MS;
    await waitUntil(
      'the end of a stream',
      LIMIT_MS,
      () => stream.ending !== undefined || performance.now() > hangUpAt,
    );
    if (stream.ending === 'cut') this.interruptions += 1;
    stream.close();
    this.bodies.push(...stream.events.map(({ data }) => data));
    this.#lastEventId = stream.lastId ?? this.#lastEventId;
  }
}
