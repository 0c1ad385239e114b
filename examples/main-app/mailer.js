/**
 * Stands for a mail provider that takes an idempotency key, as most do: a mail that is handed over twice under one
 * key goes out once. Here it goes into a file.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class Mailer {
  #folder;

  constructor(folder) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  /** @returns whether it went out now; false when it had before */
  send({ key, to, text }) {
    try {
      writeFileSync(join(this.#folder, `${key}.txt`), `To: ${to}\n\n${text}\n`, { flag: 'wx' });
      return true;
    } catch (error) {
      if (error.code === 'EEXIST') return false;
      throw error;
    }
  }
}
