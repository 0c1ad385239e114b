/** When a failed delivery is tried again, and when it is given up. */
import type { SendOutcome } from './sender/sender.ts';

const JITTER = 0.2;
const LONGEST_RETRY_AFTER_MS = 3_600_000;
const THROTTLED_DELAY_MS = 60_000;
/** The receiver is overloaded or behind a gateway that gave up: pressing on makes it worse. */
const THROTTLING = [429, 502, 504];
const HONOURS_RETRY_AFTER = [429, 503];

export class RetrySchedule {
  readonly #delaysMs: readonly number[];
  readonly #random: () => number;

  /** @param delaysMs the wait after the first, second … failed attempt; one more failure gives up */
  constructor(delaysMs: readonly number[], random: () => number) {
    this.#delaysMs = delaysMs;
    this.#random = random;
  }

  /**
   * @param failures how many attempts have failed, this one included; from 1
   * @returns milliseconds to wait; `undefined` when the schedule is spent
   */
  delayMs(failures: number, outcome: SendOutcome): number | undefined {
    const planned = this.#delaysMs[failures - 1];
    if (planned === undefined) return undefined;
    const least = failures > 1 ? this.#throttledMs(outcome) : 0;
    return Math.round(Math.max(planned * this.#jitter(), least, retryAfterMs(outcome)));
  }

  /** The wait before the next probe of a receiver that is down: at most five minutes, unless it asked for more. */
  probeDelayMs(failedProbes: number, outcome: SendOutcome): number {
    const planned =
      this.#delaysMs[Math.min(failedProbes, this.#delaysMs.length - 1)] ?? LONGEST_PROBE_DELAY_MS;
    const delay = Math.min(planned * this.#jitter(), LONGEST_PROBE_DELAY_MS);
    return Math.round(Math.max(delay, this.#throttledMs(outcome), retryAfterMs(outcome)));
  }

  /** A schedule that was configured to be shorter than a minute stays so. */
  #throttledMs(outcome: SendOutcome): number {
    return isThrottling(outcome) ? Math.min(THROTTLED_DELAY_MS, Math.max(...this.#delaysMs)) : 0;
  }

  #jitter(): number {
    return 1 - JITTER + 2 * JITTER * this.#random();
  }
}

const LONGEST_PROBE_DELAY_MS = 300_000;

const isThrottling = (outcome: SendOutcome): boolean =>
  outcome.kind === 'answered' ? THROTTLING.includes(outcome.status) : outcome.stage === 'timeout';

function retryAfterMs(outcome: SendOutcome): number {
  if (outcome.kind !== 'answered' || !HONOURS_RETRY_AFTER.includes(outcome.status)) return 0;
  return Math.min(outcome.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS);
}
