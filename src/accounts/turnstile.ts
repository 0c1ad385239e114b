/** Lets so many requests of an account in at a time; the others wait in line, so that no account crowds out another. */
import { RollcallError } from '../errors.ts';

interface Line {
  inside: number;
  readonly waiting: (() => void)[];
}

/** Beyond this a client does not wait for answers at all. */
const LONGEST_LINE = 1_000;
const RETRY_AFTER_SECONDS = 5;

export class Turnstile {
  readonly #atOnce: number;
  readonly #lines = new Map<string, Line>();

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Takes a place, if one is free; whoever has one gives it back with `leave`. */
  enterAtOnce(accountId: string): boolean {
    const line = this.#lines.get(accountId);
    if (!line) this.#lines.set(accountId, { inside: 1, waiting: [] });
    else if (line.inside < this.#atOnce) line.inside += 1;
    else return false;
    return true;
  }

  /**
   * Waits for a place.
   * @param signal aborted when the client went away: then it waits no longer, and has no place
   * @returns whether there is a place
   * @throws RollcallError `tooManyRequests` when the line is too long
   */
  async wait(accountId: string, signal: AbortSignal): Promise<boolean> {
    if (this.enterAtOnce(accountId)) return true;
    const line = this.#lineOf(accountId);
    if (line.waiting.length >= LONGEST_LINE) {
      throw new RollcallError(
        'tooManyRequests',
        'Too many requests of this account wait for an answer; send fewer at a time.',
        { retryAfterSeconds: RETRY_AFTER_SECONDS },
      );
    }
    return new Promise(resolve => {
      const giveUp = (): void => {
        line.waiting.splice(line.waiting.indexOf(admit), 1);
        resolve(false);
      };
      const admit = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      if (signal.aborted) {
        resolve(false);
        return;
      }
      line.waiting.push(admit);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Gives the place to whoever waits longest. */
  leave(accountId: string): void {
    const line = this.#lineOf(accountId);
    const next = line.waiting.shift();
    if (next) {
      next();
      return;
    }
    line.inside -= 1;
    if (line.inside === 0) this.#lines.delete(accountId);
  }

  #lineOf(accountId: string): Line {
    const line = this.#lines.get(accountId);
    if (!line) throw new Error('whoever leaves or waits has found somebody inside');
    return line;
  }
}
