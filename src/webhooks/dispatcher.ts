/** Calls the webhook endpoints: takes lanes that are due, a few for each endpoint, and runs their turns side by side. */

import { expandTypes } from '../events/feed/event-type-filter.ts';
import { describeFailure, type Log } from '../log.ts';
import { LaneRun, type LaneRunDependencies, LEASE_MARGIN_MS } from './lane-run.ts';

/** Retries that fall due, and events that other processes committed, are seen within this time. */
const POLL_MS = 250;
/** A database that fails is left alone for a moment, and so is an endpoint. */
const AFTER_FAILURE_MS = 1_000;

/** Each may hold a mebibyte of events, and the request made of them. */
const MOST_TURNS = 128;

export interface DispatcherDependencies extends Omit<LaneRunDependencies, 'isStopping'> {
  /** Under which name this instance takes lanes. */
  readonly owner: string;
  /** Whether the other instances would leave it the lanes that it takes. */
  readonly mayClaim: () => boolean;
  readonly log: Log;
}

export class Dispatcher {
  readonly #dependencies: DispatcherDependencies;
  /** Requests under way, by endpoint. */
  readonly #inFlight = new Map<string, number>();
  readonly #turns = new Set<Promise<void>>();
  /** Endpoints with which something is wrong, by the time of a clock that never goes back. */
  readonly #avoidUntil = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #pumping: Promise<void> | undefined;
  #wokenWhilePumping = false;
  #isStopping = false;

  constructor(dependencies: DispatcherDependencies) {
    this.#dependencies = dependencies;
  }

  start(): void {
    this.#plan(0);
  }

  /** To be called when there may be something to deliver. */
  wake(): void {
    if (this.#isStopping) return;
    if (this.#pumping) this.#wokenWhilePumping = true;
    else this.#pump();
  }

  /** Waits for the requests under way; what they could not deliver stays where it is. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#pumping;
    await Promise.all(this.#turns);
  }

  #plan(delayMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#isStopping) this.#timer = setTimeout(() => this.wake(), delayMs);
  }

  #pump(): void {
    this.#pumping = this.#claimAll().then(
      () => this.#plan(POLL_MS),
      (error: unknown) => {
        this.#dependencies.log.warn(
          'deliveries could not be claimed and will be tried again',
          describeFailure(error),
        );
        this.#wokenWhilePumping = false;
        this.#plan(AFTER_FAILURE_MS);
      },
    );
    void this.#pumping.then(() => {
      this.#pumping = undefined;
      if (this.#wokenWhilePumping) this.wake();
    });
  }

  async #claimAll(): Promise<void> {
    do {
      this.#wokenWhilePumping = false;
      const { store, mayClaim } = this.#dependencies;
      if (!mayClaim()) return;
      const now = await store.now();
      for (const endpointId of await store.dueEndpoints(now)) await this.#claimIfPossible(endpointId, now);
    } while (this.#wokenWhilePumping && !this.#isStopping);
  }

  /** What is wrong with one endpoint, such as a secret that cannot be opened, must not hold up the others. */
  async #claimIfPossible(endpointId: string, now: number): Promise<void> {
    const avoidUntil = this.#avoidUntil.get(endpointId);
    if (avoidUntil !== undefined && performance.now() < avoidUntil) return;
    this.#avoidUntil.delete(endpointId);
    try {
      await this.#claim(endpointId, now);
    } catch (error) {
      this.#avoidUntil.set(endpointId, performance.now() + AFTER_FAILURE_MS);
      this.#dependencies.log.error('a webhook endpoint cannot be called', {
        endpointId,
        ...describeFailure(error),
      });
    }
  }

  async #claim(endpointId: string, now: number): Promise<void> {
    const { store } = this.#dependencies;
    const target = await store.target(endpointId, now);
    if (!target) return;
    const { endpoint } = target;
    // Half of what is left, so that no endpoint takes the last places from the others.
    const left = Math.ceil((MOST_TURNS - this.#turns.size) / 2);
    const free = Math.min(left, endpoint.maxInFlight - (this.#inFlight.get(endpointId) ?? 0));
    if (free <= 0) return;
    const types = expandTypes(endpoint.types);
    const lanes = await store.claim(
      endpointId,
      this.#dependencies.owner,
      now,
      now + endpoint.timeoutMs + LEASE_MARGIN_MS,
      free,
    );
    for (const lane of lanes) {
      const turn = new LaneRun(
        { ...this.#dependencies, isStopping: () => this.#isStopping },
        target,
        types,
        lane,
      );
      this.#track(endpointId, turn.run());
    }
  }

  #track(endpointId: string, turn: Promise<void>): void {
    this.#inFlight.set(endpointId, (this.#inFlight.get(endpointId) ?? 0) + 1);
    const ended = turn
      .catch((error: unknown) => {
        // The lease runs out, and the lane is taken up again from where the database says.
        this.#dependencies.log.error('a delivery was broken off', {
          endpointId,
          ...describeFailure(error),
        });
      })
      .then(() => {
        const left = (this.#inFlight.get(endpointId) ?? 1) - 1;
        if (left > 0) this.#inFlight.set(endpointId, left);
        else this.#inFlight.delete(endpointId);
        this.#turns.delete(ended);
        this.wake();
      });
    this.#turns.add(ended);
  }
}
