/** What makes up a service, as one list: started in its order, stopped in reverse. */

export interface Part {
  start?(): void | Promise<void>;
  /** Also called for a part that was not started, because one before it could not be. */
  stop?(): void | Promise<void>;
}

export class Lifecycle {
  readonly #parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  /** @throws what a part throws, after everything was stopped: half a service would accept what it never delivers */
  async start(): Promise<void> {
    try {
      for (const part of this.#parts) await part.start?.();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops every part. @throws what the first of those threw that could not be stopped */
  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (const part of this.#parts.toReversed()) {
      try {
        await part.stop?.();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
