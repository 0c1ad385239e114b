/** Reads the feed as the main app does: page by page with the cursor it was given. */
import { HttpConnection, type WireAnswer } from '../../support/network/http-connection.ts';
import type { CloudEvent } from '../../support/test-service.ts';

export interface FeedPage {
  readonly data: readonly CloudEvent[];
  readonly next: string;
  readonly has_more: boolean;
  readonly head: string;
}

export class FeedReader {
  readonly #connection: HttpConnection;

  constructor(url: string, serviceToken: string) {
    this.#connection = new HttpConnection(`${url}/v1`, serviceToken);
  }

  close(): void {
    this.#connection.close();
  }

  /** Whatever the feed answers to this query. */
  ask(query: Readonly<Record<string, string | number>>): Promise<WireAnswer> {
    const parameters = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return this.#connection.send('GET', `/events?${parameters.join('&')}`);
  }

  /** A page; every page must have a cursor to go on from. */
  async page(query: Readonly<Record<string, string | number>>): Promise<FeedPage> {
    const answer = await this.ask(query);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': expect.stringMatching(/^application\/json/) },
      body: {
        data: expect.any(Array),
        next: expect.stringMatching(/^v1\.[\w-]+$/),
        has_more: expect.any(Boolean),
        head: expect.stringMatching(/^v1\.[\w-]+$/),
      },
    });
    return answer.body as unknown as FeedPage; // just matched
  }

  /** All pages from the beginning, at most `limit` events each. */
  async pages(limit: number, query: Readonly<Record<string, string>> = {}): Promise<readonly FeedPage[]> {
    const pages: FeedPage[] = [];
    for (let place = {}; ; place = { after: String(pages.at(-1)?.next) }) {
      const page = await this.page({ ...query, limit, ...place });
      pages.push(page);
      if (!page.has_more) return pages;
    }
  }
}
