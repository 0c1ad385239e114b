/** Calls the webhook endpoints: claims lanes that are due, a few for each endpoint, and runs them side by side. */
import type { BackgroundLoop, BackgroundLoops } from '../base/background-loop.ts';
import { describeFailure, type Log } from '../base/log.ts';
import { expandTypes } from '../events/feed/event-type-filter.ts';
import { LaneRun, type LaneRunDependencies, LEASE_MARGIN_MS } from './lane-run.ts';

/** Retries that fall due, and events that other processes committed, are seen within this time. */
const POLL_MS = 250;
/** An endpoint with which something is wrong is left alone for a moment. */
const AFTER_FAILURE_MS = 1_000;

/** Each may hold a mebibyte of events, and the request made of them. */
const MOST_RUNS = 128;

export interface DispatcherDependencies extends Omit<LaneRunDependencies, 'isStopping'> {
  /** Under which name this instance takes lanes. */
  readonly owner: string;
  /** Whether the other instances would leave it the lanes that it takes. */
  readonly mayClaim: () => boolean;
  readonly loops: BackgroundLoops;
  readonly log: Log;
}

export class Dispatcher {
  readonly #dependencies: DispatcherDependencies;
  /** Requests under way, by endpoint. */
  readonly #inFlight = new Map<string, number>();
  readonly #runs = new Set<Promise<void>>();
  /** Endpoints with which something is wrong, by the time of a clock that never goes back. */
  readonly #avoidUntil = new Map<string, number>();
  readonly #loop: BackgroundLoop;

  constructor(dependencies: DispatcherDependencies) {
    this.#dependencies = dependencies;
    this.#loop = dependencies.loops.add({
      name: 'deliveries',
      run: () => this.#claimAll(),
      everyMs: POLL_MS,
      runsAtStart: true,
      whenItFails: 'deliveries could not be claimed and will be tried again',
    });
  }

  /** To be called when there may be something to deliver. */
  wake(): void {
    this.#loop.wake();
  }

  /** Waits for the requests under way when the loops are stopped; what they could not deliver stays where it is. */
  async finish(): Promise<void> {
    await Promise.all(this.#runs);
  }

  async #claimAll(): Promise<void> {
    const { store, mayClaim } = this.#dependencies;
    if (!mayClaim()) return;
    const now = await store.now();
    for (const endpointId of await store.dueEndpoints(now)) await this.#claimIfPossible(endpointId, now);
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
    const left = Math.ceil((MOST_RUNS - this.#runs.size) / 2);
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
      const run = new LaneRun(
        { ...this.#dependencies, isStopping: () => this.#loop.isStopping },
        target,
        types,
        lane,
      );
      this.#track(endpointId, run.run());
    }
  }

  #track(endpointId: string, run: Promise<void>): void {
    this.#inFlight.set(endpointId, (this.#inFlight.get(endpointId) ?? 0) + 1);
    const ended = run
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
        this.#runs.delete(ended);
        this.wake();
      });
    this.#runs.add(ended);
  }
}
