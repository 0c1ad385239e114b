/**
 * Keeps open pages up to date over Server-Sent Events. The pages that look at one account share one watch of it, which
 * begins with the first of them and ends with the last; each change is rendered once for all.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'express';
import { RollcallError } from '../base/errors.ts';
import { type Html, markupOf } from './html.ts';

/** A part of the page, and what stands in it now. */
export interface LiveUpdate {
  readonly event: string;
  readonly html: Html;
}

/** Follows one account. */
export interface LiveSource {
  /** What is new since the last call. @throws whatever reading throws; the watch then tries again */
  next(): Promise<readonly LiveUpdate[]>;
}

interface Dependencies {
  /** Pages of this process that are kept up to date at the same time. */
  readonly most: number;
  readonly heartbeatMs?: number;
}

interface Viewer {
  send(frames: string): void;
  /** Ends the page's stream unless its session is still good. */
  recheck(): Promise<void>;
}

interface Watch {
  readonly viewers: Set<Viewer>;
  /** Aborted when the last viewer has left. */
  readonly ended: AbortController;
}

/** What a page looks at. */
export interface LiveTopic {
  /** Pages with the same name look at the same. */
  readonly name: string;
  /** Begins to follow it; called when no other page looks at it. */
  open(): Promise<LiveSource>;
  /** Calls `listener` whenever there may be something new. @returns what ends that */
  watch(listener: () => void): () => void;
}

/** Between two sendings. */
const PAUSE_MS = 250;
const HEARTBEAT_MS = 15_000;
const MOST_OF_A_SESSION = 3;
const RETRY_AFTER_SECONDS = 10;

export class LiveChannel {
  readonly #most: number;
  readonly #heartbeatMs: number;
  readonly #watches = new Map<string, Watch>();
  readonly #perSession = new Map<string, number>();
  #open = 0;
  #isStopping = false;

  constructor({ most, heartbeatMs = HEARTBEAT_MS }: Dependencies) {
    this.#most = most;
    this.#heartbeatMs = heartbeatMs;
  }

  get viewers(): number {
    return this.#open;
  }

  /** Ends every stream; the pages connect again by themselves. */
  stop(): void {
    this.#isStopping = true;
    for (const { ended } of this.#watches.values()) ended.abort();
    this.#watches.clear();
  }

  /**
   * Answers with a stream until the client goes, the session ends or the service stops.
   * @param session whose streams are limited
   * @param recheck throws when the session has ended
   * @throws RollcallError `tooManyRequests` when there is no room: the page is then loaded again now and then
   */
  async stream(
    response: Response,
    topic: LiveTopic,
    { session, recheck }: { readonly session: string; readonly recheck: () => Promise<unknown> },
  ): Promise<void> {
    const ofSession = this.#perSession.get(session) ?? 0;
    if (this.#open >= this.#most || ofSession >= MOST_OF_A_SESSION || this.#isStopping) {
      throw new RollcallError('tooManyRequests', 'Too many pages are open.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    this.#open += 1;
    this.#perSession.set(session, ofSession + 1);
    response.status(200).set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
    response.write('retry: 3000\n\n');
    const viewer: Viewer = {
      send: frames => void response.write(frames),
      recheck: async () => {
        try {
          await recheck();
          response.write(':\n\n');
        } catch {
          response.end();
        }
      },
    };
    const leave = this.#join(topic, viewer);
    const heartbeat = setInterval(() => void viewer.recheck(), this.#heartbeatMs);
    await new Promise(resolve => response.once('close', resolve));
    clearInterval(heartbeat);
    leave();
    this.#open -= 1;
    const left = (this.#perSession.get(session) ?? 1) - 1;
    if (left > 0) this.#perSession.set(session, left);
    else this.#perSession.delete(session);
  }

  #join(topic: LiveTopic, viewer: Viewer): () => void {
    const known = this.#watches.get(topic.name);
    const watch = known ?? { viewers: new Set<Viewer>(), ended: new AbortController() };
    watch.viewers.add(viewer);
    if (!known) {
      this.#watches.set(topic.name, watch);
      void this.#follow(topic, watch);
    }
    return () => {
      watch.viewers.delete(viewer);
      if (watch.viewers.size > 0) return;
      watch.ended.abort();
      if (this.#watches.get(topic.name) === watch) this.#watches.delete(topic.name);
    };
  }

  async #follow(topic: LiveTopic, { viewers, ended }: Watch): Promise<void> {
    const news = new News();
    const unwatch = topic.watch(() => news.announce());
    ended.signal.addEventListener('abort', () => news.announce(), { once: true });
    let source: LiveSource | undefined;
    while (!ended.signal.aborted) {
      try {
        source ??= await topic.open();
        const frames = (await source.next()).map(frameOf).join('');
        if (frames !== '') for (const viewer of viewers) viewer.send(frames);
      } catch {
        // The database is away for a moment; what was missed is found with the next look.
        news.announce();
      }
      await pause(PAUSE_MS, undefined, { ref: false });
      await news.next();
    }
    unwatch();
  }
}

/** Whether something new was announced since the last look. */
class News {
  #isThere = false;
  #wake: () => void = () => undefined;

  announce(): void {
    this.#isThere = true;
    this.#wake();
  }

  async next(): Promise<void> {
    if (!this.#isThere) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
    this.#isThere = false;
  }
}

/** A name with a line break stays within its frame. */
const frameOf = ({ event, html }: LiveUpdate): string =>
  `event: ${event}\n${markupOf(html)
    .split(/\r\n|\r|\n/)
    .map(line => `data: ${line}\n`)
    .join('')}\n`;
