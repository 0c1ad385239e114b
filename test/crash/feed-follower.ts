/** Follows the feed with its cursor while the services are killed, as a main app does. */
import { setTimeout as pause } from 'node:timers/promises';
import { FeedReader } from '../events/feed/feed-reader.ts';
import type { CloudEvent } from '../support/test-service.ts';
import type { Follower } from './follower.ts';
import { diedUnderIt, type RestartingService } from './restarting-service.ts';

/** Small pages stop short of the head, large ones reach it. */
const LIMITS = [1, 7, 100];
/** What a main app does with a page takes its time, so that there is more than a page to read. */
const LONGEST_WORK_MS = 50;

export class FeedFollower implements Follower {
  readonly name = 'feed';
  readonly bodies: string[] = [];
  interruptions = 0;
  readonly #token: string;
  readonly #toleratesOutages: boolean;
  #cursor = '';
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
      const reader = new FeedReader(url, this.#token);
      while (!this.#isStopping && (await this.#readPage(reader)));
      reader.close();
      if (!this.#isStopping) this.interruptions += 1;
    }
  }

  /** @returns whether there was an answer: what an answer holds and where it ends come together or not at all */
  async #readPage(reader: FeedReader): Promise<boolean> {
    const limit = LIMITS[Math.floor(Math.random() * LIMITS.length)] ?? 1;
    const answer = await reader
      .ask({ ...(this.#cursor && { after: this.#cursor }), limit, wait: 1 })
      .catch(diedUnderIt);
    if (!answer || (this.#toleratesOutages && answer.status >= 500)) return false;
    expect(answer.status).toBe(200);
    const events = answer.body['data'] as CloudEvent[]; // the feed's own form
    this.bodies.push(...events.map(event => JSON.stringify(event)));
    this.#cursor = String(answer.body['next']);
    await pause(Math.random() * LONGEST_WORK_MS);
    return true;
  }
}
