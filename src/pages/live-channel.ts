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
  readonly everyMs?: number;
  readonly heartbeatMs?: number;
}

interface Viewer {
  send(frames: string): void;
  /** Ends the page's stream unless its session is still good. */
  recheck(): Promise<void>;
}

interface Watch {
  readonly viewers: Set<Viewer>;
}

const EVERY_MS = 400;
const HEARTBEAT_MS = 15_000;
const MOST_OF_A_SESSION = 3;
const RETRY_AFTER_SECONDS = 10;

export class LiveChannel {
  readonly #most: number;
  readonly #everyMs: number;
  readonly #heartbeatMs: number;
  readonly #watches = new Map<string, Watch>();
  readonly #perSession = new Map<string, number>();
  #open = 0;
  #isStopping = false;

  constructor({ most, everyMs = EVERY_MS, heartbeatMs = HEARTBEAT_MS }: Dependencies) {
    this.#most = most;
    this.#everyMs = everyMs;
    this.#heartbeatMs = heartbeatMs;
  }

  get viewers(): number {
    return this.#open;
  }

  /** Ends every stream; the pages connect again by themselves. */
  stop(): void {
    this.#isStopping = true;
    this.#watches.clear();
  }

  /**
   * Answers with a stream until the client goes, the session ends or the service stops.
   * @param session whose streams are limited
   * @param open begins to follow; called when no other page looks at the same
   * @param recheck throws when the session has ended
   * @throws RollcallError `tooManyRequests` when there is no room: the page then asks every few seconds
   */
  async stream(
    response: Response,
    {
      topic,
      session,
      open,
      recheck,
    }: { topic: string; session: string; open: () => Promise<LiveSource>; recheck: () => Promise<unknown> },
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
    const leave = this.#join(topic, viewer, open);
    const heartbeat = setInterval(() => void viewer.recheck(), this.#heartbeatMs);
    await new Promise(resolve => response.once('close', resolve));
    clearInterval(heartbeat);
    leave();
    this.#open -= 1;
    const left = (this.#perSession.get(session) ?? 1) - 1;
    if (left > 0) this.#perSession.set(session, left);
    else this.#perSession.delete(session);
  }

  #join(topic: string, viewer: Viewer, open: () => Promise<LiveSource>): () => void {
    const known = this.#watches.get(topic);
    const watch = known ?? { viewers: new Set<Viewer>() };
    watch.viewers.add(viewer);
    if (!known) {
      this.#watches.set(topic, watch);
      void this.#follow(topic, watch, open);
    }
    return () => {
      watch.viewers.delete(viewer);
      if (watch.viewers.size === 0 && this.#watches.get(topic) === watch) this.#watches.delete(topic);
    };
  }

  async #follow(topic: string, watch: Watch, open: () => Promise<LiveSource>): Promise<void> {
    let source: LiveSource | undefined;
    while (this.#watches.get(topic) === watch) {
      try {
        source ??= await open();
        const frames = (await source.next()).map(frameOf).join('');
        if (frames !== '') for (const viewer of watch.viewers) viewer.send(frames);
      } catch {
        // The database is away for a moment; what was missed is found with the next look.
      }
      await pause(this.#everyMs, undefined, { ref: false });
    }
  }
}

/** A name with a line break stays within its frame. */
const frameOf = ({ event, html }: LiveUpdate): string =>
  `event: ${event}\n${markupOf(html)
    .split(/\r\n|\r|\n/)
    .map(line => `data: ${line}\n`)
    .join('')}\n`;
