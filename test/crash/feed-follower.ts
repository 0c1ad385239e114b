/** Follows the feed with its cursor while the services are killed, as a main app does. */
import { FeedReader } from '../events/feed-reader.ts';
import type { CloudEvent } from '../support/test-service.ts';
import type { Follower } from './follower.ts';
import { diedUnderIt, type RestartingService } from './restarting-service.ts';

const LARGEST_PAGE = 30;

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
    const limit = 1 + Math.floor(Math.random() * LARGEST_PAGE);
    const answer = await reader.ask({ after: this.#cursor, limit, wait: 1 }).catch(diedUnderIt);
    if (!answer || (this.#toleratesOutages && answer.status >= 500)) return false;
    expect(answer.status).toBe(200);
    const events = answer.body['data'] as CloudEvent[]; // the feed's own form
    this.bodies.push(...events.map(event => JSON.stringify(event)));
    this.#cursor = String(answer.body['next']);
    return true;
  }
}
