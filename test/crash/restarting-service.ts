/** A service that is killed again and again, seen from outside: there is one to talk to, or one will come. */
import type { Deployment } from '../support/process/rollcall-process.ts';
import { ServingProcess } from '../support/process/rollcall-process.ts';

export interface Life {
  /** Grows with each start. */
  readonly number: number;
  readonly url: string;
}

export class RestartingService {
  readonly #deployment: Deployment;
  #process: ServingProcess;
  #life: Promise<Life>;
  #lives = 0;

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
    [this.#process, this.#life] = this.#begin();
  }

  /** The present life, or the next one once it listens. */
  get life(): Promise<Life> {
    return this.#life;
  }

  /** The present life, or one that follows: a life may be cut short before it listened. */
  async nextLife(): Promise<Life> {
    for (;;) {
      const life = this.#life;
      try {
        return await life;
      } catch (error) {
        if (this.#life === life) throw error;
      }
    }
  }

  /** Kills it, and starts it again on the same file without waiting for anything. */
  killAndRestart(): void {
    const killed = this.#process;
    killed.kill();
    [this.#process, this.#life] = this.#begin();
  }

  freeze(): void {
    this.#process.freeze();
  }

  thaw(): void {
    this.#process.thaw();
  }

  /** @returns the exit code of its last life */
  async stop(): Promise<number | null> {
    return (await this.#process.stop()).code;
  }

  /** For a test that failed: whatever runs ends now. */
  abandon(): Promise<unknown> {
    this.#process.kill();
    return this.#process.ended;
  }

  #begin(): [ServingProcess, Promise<Life>] {
    const begun = new ServingProcess(this.#deployment);
    this.#lives += 1;
    const number = this.#lives;
    const life = begun.serving().then(url => ({ number, url }));
    // A life that was cut short before it listened is no failure: its successor is waited for.
    life.catch(() => undefined);
    return [begun, life];
  }
}

/** For a client's `catch`: `undefined` when the service died under the request. @throws any other error */
export function diedUnderIt(error: unknown): undefined {
  // Errors of node's own modules are of another realm than the test's `Error`.
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET' || code === 'ECONNREFUSED' || code === 'EPIPE') return undefined;
  throw error;
}
