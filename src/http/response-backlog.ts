/**
 * The bytes of answers that are made or wait to be read: counted for the account or service token they belong to,
 * bounded in all, and cut off when their readers take nothing.
 */
import type { ServerResponse } from 'node:http';
import { RollcallError } from '../base/errors.ts';

export interface BacklogLimits {
  /** How long a reader may take nothing of an answer. */
  readonly stallMs: number;
  readonly sweepMs: number;
  /** Further requests and pages of an owner are refused beyond this. */
  readonly ownerBytes: number;
  /** In all; above it, answers whose readers took nothing since the last sweep are cut off. */
  readonly totalBytes: number;
}

export const BACKLOG_LIMITS: BacklogLimits = {
  stallMs: 60_000,
  sweepMs: 1_000,
  ownerBytes: 16_777_216,
  totalBytes: 134_217_728,
};

const RETRY_AFTER_SECONDS = 5;

interface Entry {
  readonly response: ServerResponse;
  /** Empty until it is known whose request it is. */
  owner: string;
  /** Of an answer that is being made: as many as it will have. */
  reserved: number;
  bytes: number;
  progress: string;
  /** Milliseconds of a clock that never goes back. */
  movedAt: number;
}

export class ResponseBacklog {
  readonly #limits: BacklogLimits;
  readonly #now: () => number;
  readonly #entries = new Map<ServerResponse, Entry>();
  readonly #byOwner = new Map<string, Set<Entry>>();
  #bytes = 0;
  #cutOff = 0;

  /** @param now milliseconds of a clock that never goes back */
  constructor(limits: BacklogLimits = BACKLOG_LIMITS, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  get sweepMs(): number {
    return this.#limits.sweepMs;
  }

  /** Bytes that were being made or waited when they were counted last. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many answers were cut off since the start. */
  get cutOff(): number {
    return this.#cutOff;
  }

  /** Counts a response until it is taken or its connection ends. */
  watch(response: ServerResponse): void {
    const entry: Entry = { response, owner: '', reserved: 0, bytes: 0, progress: '', movedAt: this.#now() };
    this.#entries.set(response, entry);
    response.once('prefinish', () => this.#count(entry));
    response.once('close', () => {
      this.#bytes -= entry.bytes;
      this.#entries.delete(response);
      this.#disown(entry);
    });
  }

  /**
   * Counts the answer for its owner from now on.
   * @param owner an account or a service token
   * @throws RollcallError `tooManyRequests` while too much of what the owner asked for waits to be read
   */
  admit(response: ServerResponse, owner: string): void {
    const entry = this.#entries.get(response);
    // Without an entry the response is over, or another server's.
    if (!entry) return;
    this.#disown(entry);
    const owned = this.#byOwner.get(owner) ?? new Set();
    const waiting = this.#countAll(owned);
    entry.owner = owner;
    this.#byOwner.set(owner, owned.add(entry));
    if (waiting > this.#limits.ownerBytes) throw this.#tooMuchWaits();
  }

  /**
   * Counts the bytes of an answer before they are made: of requests that are admitted together, each would find
   * nothing waiting. They count until the answer is complete, and what the client has yet to take of it from then on.
   * An owner of whom nothing else waits may have an answer of any size.
   * @throws RollcallError `tooManyRequests` when the answer would be too much beside the others of its owner
   */
  reserve(response: ServerResponse, bytes: number): void {
    const entry = this.#entries.get(response);
    if (!entry) return;
    entry.reserved = 0;
    const waiting = this.#countAll(this.#byOwner.get(entry.owner) ?? []);
    if (waiting > 0 && waiting + bytes > this.#limits.ownerBytes) throw this.#tooMuchWaits();
    entry.reserved = bytes;
    this.#count(entry);
  }

  /** Cuts off what has stalled; to be called every `sweepMs`. */
  sweep(): void {
    const now = this.#now();
    const idle: Entry[] = [];
    for (const entry of this.#entries.values()) {
      const progress = progressOf(entry.response);
      this.#count(entry);
      // What is being made is not late.
      if (entry.response.writableLength === 0 || progress === undefined || progress !== entry.progress) {
        entry.progress = progress ?? '';
        entry.movedAt = now;
      } else if (now - entry.movedAt >= this.#limits.stallMs) {
        this.#cut(entry);
      } else idle.push(entry);
    }
    this.#makeRoom(idle);
  }

  /** The owner with the most bytes gives way first, so that no account is cut off because of another. */
  #makeRoom(idle: readonly Entry[]): void {
    if (this.#bytes <= this.#limits.totalBytes) return;
    const held = Map.groupBy(idle, ({ owner }) => owner);
    const bySize = [...held.values()]
      .map(entries => ({ entries, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) }))
      .sort((one, other) => other.bytes - one.bytes);
    for (const { entries } of bySize) {
      for (const entry of entries.sort((one, other) => one.movedAt - other.movedAt)) {
        if (this.#bytes <= this.#limits.totalBytes) return;
        this.#cut(entry);
      }
    }
  }

  #tooMuchWaits(): RollcallError {
    return new RollcallError(
      'tooManyRequests',
      `More than ${this.#limits.ownerBytes} bytes of answers to your requests are being made or wait to be read. Read them or close their connections, then try again.`,
      { retryAfterSeconds: RETRY_AFTER_SECONDS },
    );
  }

  #countAll(entries: Iterable<Entry>): number {
    let bytes = 0;
    for (const entry of entries) bytes += this.#count(entry);
    return bytes;
  }

  #count(entry: Entry): number {
    const { writableEnded, writableLength } = entry.response;
    const bytes = writableEnded ? writableLength : Math.max(writableLength, entry.reserved);
    this.#bytes += bytes - entry.bytes;
    entry.bytes = bytes;
    return bytes;
  }

  #cut(entry: Entry): void {
    this.#cutOff += 1;
    this.#bytes -= entry.bytes;
    entry.bytes = 0;
    // A response that waits behind another on its connection has no socket of its own yet.
    entry.response.req.socket.destroy();
  }

  #disown(entry: Entry): void {
    const owned = this.#byOwner.get(entry.owner);
    owned?.delete(entry);
    if (owned?.size === 0) this.#byOwner.delete(entry.owner);
  }
}

/**
 * Changes whenever the peer takes something; `undefined` while nothing is on its way.
 *
 * `writableLength` falls only when a whole chunk is taken, which may be an answer of megabytes. What the system has
 * yet to take of it is known to the handle alone; Node's own socket timeout asks it as well.
 */
function progressOf({ socket }: ServerResponse): string | undefined {
  if (!socket) return undefined;
  const { _handle: handle } = socket as unknown as { _handle?: { writeQueueSize?: number } | null };
  return `${handle?.writeQueueSize ?? 0} ${socket.bytesWritten - socket.writableLength}`;
}
