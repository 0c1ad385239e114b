/** One run on a lane: its next events, one request at a time, until nothing is left, one fails, or others wait. */
import type { EventType } from '../events/catalogue/catalogue.ts';
import { decideAfterFailure } from './breaker.ts';
import {
  type DeliveryAttempt,
  type DeliveryStore,
  type DeliveryTarget,
  type Lane,
  type LaneEvent,
  LIVE,
} from './delivery-store.ts';
import type { RetrySchedule } from './retry-schedule.ts';
import { deliveryRequest, describeOutcome, isDelivered } from './sender/request.ts';
import type { SendOutcome } from './sender/sender.ts';

/** A lane yields after so many requests, so that a long one does not hold a place for ever. */
const REQUESTS_PER_RUN = 20;
/** Beyond the endpoint's timeout: the time to write down the outcome of a request. */
export const LEASE_MARGIN_MS = 15_000;
const LARGEST_BATCH_BYTES = 1_048_576;

export interface Sender {
  send(request: {
    url: string;
    headers: Readonly<Record<string, string>>;
    body: Uint8Array;
    timeoutMs: number;
  }): Promise<SendOutcome>;
}

export interface LaneRunDependencies {
  readonly store: DeliveryStore;
  readonly sender: Sender;
  readonly schedule: RetrySchedule;
  readonly newId: () => string;
  readonly isStopping: () => boolean;
  /** Called with each request and the events it carried. */
  readonly observe?: ((attempt: DeliveryAttempt, events: readonly LaneEvent[]) => void) | undefined;
}

export class LaneRun {
  readonly #dependencies: LaneRunDependencies;
  readonly #target: DeliveryTarget;
  readonly #types: readonly EventType[] | null;
  #lane: Lane;
  #requests = 0;
  /** Most events of the next request. */
  #batchLimit: number;

  /** @param types what the endpoint subscribed to; `null`: everything */
  constructor(
    dependencies: LaneRunDependencies,
    target: DeliveryTarget,
    types: readonly EventType[] | null,
    lane: Lane,
  ) {
    this.#dependencies = dependencies;
    this.#target = target;
    this.#types = types;
    this.#lane = lane;
    this.#batchLimit = lane.attempt > 0 ? 1 : target.endpoint.batchMax;
  }

  /** Resolves when the lane was given back, or lost to another process. */
  async run(): Promise<void> {
    let isHeld = true;
    while (isHeld) {
      const events = await this.#dependencies.store.read(this.#lane, this.#types, {
        events: Math.max(REQUESTS_PER_RUN, this.#target.endpoint.batchMax),
        bytes: LARGEST_BATCH_BYTES,
      });
      isHeld = events.length === 0 ? await this.#skipAll() : await this.#deliverAll(events);
    }
  }

  /** Nothing that is ready is of a type the endpoint wants. */
  async #skipAll(): Promise<boolean> {
    const { endpointId, readySequence, previousSequence, isProbe } = this.#lane;
    const isHeld = await this.#advance(readySequence + 1, previousSequence, undefined, false);
    if (isProbe) await this.#releaseProbe(endpointId);
    return isHeld;
  }

  async #deliverAll(events: readonly LaneEvent[]): Promise<boolean> {
    let rest = events;
    while (rest.length > 0) {
      if (this.#dependencies.isStopping()) {
        await this.#dependencies.store.release(this.#lane);
        if (this.#lane.isProbe) await this.#releaseProbe(this.#lane.endpointId);
        return false;
      }
      const batch = rest.slice(0, this.#batchSize(rest));
      rest = rest.slice(batch.length);
      if (!(await this.#deliver(batch, rest.length === 0))) return false;
    }
    return true;
  }

  /** @returns whether the lane is still held */
  async #deliver(batch: readonly LaneEvent[], isLastRead: boolean): Promise<boolean> {
    const { store, sender } = this.#dependencies;
    const first = batch[0];
    const last = batch.at(-1);
    if (!first || !last) throw new Error('a request carries at least one event');
    const startedAt = await store.now();
    const isReplay = this.#lane.replayId !== LIVE;
    const request = deliveryRequest(this.#target, batch, {
      now: startedAt,
      attempt: this.#lane.attempt + 1,
      previousSequence: this.#lane.previousSequence,
      isReplay,
    });
    const outcome = await sender.send(request);
    this.#requests += 1;
    const attempt: DeliveryAttempt = {
      id: this.#dependencies.newId(),
      endpointId: this.#lane.endpointId,
      accountId: this.#lane.accountId,
      eventId: first.id,
      firstSequence: first.sequence,
      lastSequence: last.sequence,
      trigger: isReplay ? 'replay' : 'event',
      attempt: this.#lane.attempt + 1,
      ...describeOutcome(outcome),
      at: startedAt,
    };
    this.#dependencies.observe?.(attempt, batch);
    if (!isDelivered(outcome)) {
      await this.#fail(outcome, attempt);
      return false;
    }
    this.#batchLimit = Math.min(this.#target.endpoint.batchMax, 2 * this.#batchLimit);
    return this.#advance(last.sequence + 1, last.sequence, attempt, isLastRead);
  }

  async #fail(outcome: SendOutcome, attempt: DeliveryAttempt): Promise<void> {
    const { store, schedule } = this.#dependencies;
    const now = await store.now();
    await store.fail(this.#lane, attempt, context =>
      decideAfterFailure({ ...context, outcome, now, attempt: this.#lane.attempt }, schedule),
    );
  }

  async #advance(
    nextSequence: number,
    previousSequence: number,
    attempt: DeliveryAttempt | undefined,
    isLastRead: boolean,
  ): Promise<boolean> {
    const { store } = this.#dependencies;
    const now = await store.now();
    const mayGoOn = this.#requests < REQUESTS_PER_RUN || !isLastRead;
    const keepUntil =
      mayGoOn && attempt !== undefined ? now + this.#target.endpoint.timeoutMs + LEASE_MARGIN_MS : undefined;
    const advanced = await store.advance(this.#lane, {
      nextSequence,
      previousSequence,
      attempt,
      keepUntil,
      now,
    });
    if (!advanced) return false;
    if (advanced.endpointFailed && attempt) await store.recover(this.#lane.endpointId, now);
    this.#lane = {
      ...this.#lane,
      nextSequence,
      previousSequence,
      attempt: 0,
      readySequence: advanced.readySequence,
      isProbe: this.#lane.isProbe && attempt === undefined,
    };
    return advanced.isHeld;
  }

  async #releaseProbe(endpointId: string): Promise<void> {
    const { store } = this.#dependencies;
    await store.releaseProbe(endpointId, await store.now());
  }

  /**
   * After a failure a lane begins with one event and doubles: so one refused event is soon alone in its request,
   * and a receiver that is back soon gets batches as large as before.
   */
  #batchSize(waiting: readonly LaneEvent[]): number {
    let bytes = 0;
    const end = waiting.slice(0, this.#batchLimit).findIndex(({ body }, index) => {
      bytes += Buffer.byteLength(body) + 1;
      return index > 0 && bytes > LARGEST_BATCH_BYTES;
    });
    return end < 0 ? Math.min(this.#batchLimit, waiting.length) : end;
  }
}
