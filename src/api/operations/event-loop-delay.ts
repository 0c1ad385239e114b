/** How long the thread that answers everyone was busy with one thing: what a request waits for before it is begun. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** In seconds. */
export interface EventLoopDelays {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const RESOLUTION_MS = 10;
const NS_A_SECOND = 1e9;

export class EventLoopDelay {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  start(): void {
    this.#histogram.enable();
  }

  stop(): void {
    this.#histogram.disable();
  }

  /** @returns the delays since it was last asked; the time between two looks is not part of them */
  take(): EventLoopDelays {
    const { max, count } = this.#histogram;
    const seconds = (nanoseconds: number): number =>
      count === 0 ? 0 : Math.max(0, nanoseconds / NS_A_SECOND - RESOLUTION_MS / 1_000);
    const taken = {
      p50: seconds(this.#histogram.percentile(50)),
      p99: seconds(this.#histogram.percentile(99)),
      max: seconds(max),
    };
    this.#histogram.reset();
    return taken;
  }
}
