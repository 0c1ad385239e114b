/** Reads a stream of events with a parser that was written by others, and keeps what came. */
import { type IncomingMessage, request } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { waitUntil } from '../../support/wait-until.ts';

export interface StreamTarget {
  /** Of the service, without a path. */
  readonly url: string;
  readonly token: string;
  /** Without the question mark. */
  readonly query?: string;
  readonly lastEventId?: string;
  readonly method?: 'GET' | 'HEAD';
}

export class StreamReader {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly frames: EventSourceMessage[] = [];
  readonly comments: string[] = [];
  /** Everything that came, as text. */
  text = '';
  retryMs: number | undefined;
  /** Set once no more will come: whether the answer was complete. */
  ending: 'complete' | 'cut' | undefined;
  readonly #incoming: IncomingMessage;

  private constructor(incoming: IncomingMessage, isReading: boolean) {
    this.#incoming = incoming;
    this.status = incoming.statusCode ?? 0;
    this.headers = incoming.headers;
    const parser = createParser({
      onEvent: frame => this.frames.push(frame),
      onComment: comment => this.comments.push(comment.trim()),
      onRetry: ms => {
        this.retryMs = ms;
      },
    });
    incoming.setEncoding('utf8');
    incoming.on('error', () => undefined); // `close` reports it
    incoming.on('close', () => {
      this.ending = incoming.complete ? 'complete' : 'cut';
    });
    if (!isReading) return;
    incoming.on('data', (chunk: string) => {
      this.text += chunk;
      parser.feed(chunk);
    });
  }

  /** @param isReading `false`: takes the head of the answer and leaves the rest on the wire */
  static open(target: StreamTarget, isReading = true): Promise<StreamReader> {
    const { url, token, query = '', lastEventId, method = 'GET' } = target;
    return new Promise((resolve, reject) => {
      const outgoing = request(`${url}/v1/events/stream?${query}`, {
        method,
        agent: false,
        headers: {
          authorization: `Bearer ${token}`,
          ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
        },
      });
      outgoing.on('error', reject);
      outgoing.on('response', incoming => resolve(new StreamReader(incoming, isReading)));
      outgoing.end();
    });
  }

  /** The frames that carry events. */
  get events(): readonly EventSourceMessage[] {
    return this.frames.filter(({ event }) => event !== 'offset-only' && event !== 'error');
  }

  get lastId(): string | undefined {
    return this.frames.findLast(({ id }) => id !== undefined)?.id;
  }

  /** Waits for so many events in all. */
  async reach(events: number, limitMs = 10_000): Promise<void> {
    await waitUntil(`event ${events} of the stream`, limitMs, () => this.events.length >= events);
  }

  async end(limitMs = 10_000): Promise<'complete' | 'cut'> {
    return waitUntil('the end of the stream', limitMs, () => this.ending);
  }

  /** Goes away without a word. */
  close(): void {
    this.#incoming.destroy();
  }
}
