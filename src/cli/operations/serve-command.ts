/** `rollcall serve`: waits for its database, serves until SIGINT or SIGTERM, then finishes what was accepted. */
import { setTimeout as pause } from 'node:timers/promises';
import { createLog, describeFailure, type Log, logWarningsOfNode } from '../../base/log.ts';
import { answerWhileWaiting, type WaitingAnswers } from '../../composition/waiting.ts';
import { type Config, readConfig } from '../../config/config.ts';
import { readVersion } from '../../config/version.ts';
import { createService, type Service } from '../../service.ts';
import { claimForServing } from '../../store/database/open.ts';
import { isAwayForNow } from '../../store/database/outage.ts';
import { reasonOf } from '../doctor/failure-words.ts';

const BETWEEN_TRIALS_MS = 3_000;

export async function serve(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  logWarningsOfNode(log);
  for (const warning of config.warnings) log.info(warning);
  const claim = claimForServing(config.database);
  try {
    // Listened for from the start on: the first process of a container has no parent that would see them.
    const termination = new AbortController();
    const terminated = terminationSignal().then(signal => {
      termination.abort();
      log.info('stopping', { signal });
    });
    const service = await startWhenDatabaseAnswers(config, log, termination.signal);
    await terminated;
    await service?.stop();
    log.info('stopped');
  } catch (error) {
    log.error('the service could not run', describeFailure(error));
    throw error;
  } finally {
    claim.release();
  }
}

/** @returns `undefined` when the process is to end before the database has answered */
async function startWhenDatabaseAnswers(
  config: Config,
  log: Log,
  termination: AbortSignal,
): Promise<Service | undefined> {
  const waiting = new WaitingPort(config);
  try {
    while (!termination.aborted) {
      try {
        return await start(config, log, () => waiting.close());
      } catch (error) {
        if (!isAwayForNow(error)) throw error;
        log.warn('waiting for the database', {
          reason: reasonOf(error.cause),
          ...describeFailure(error.cause),
        });
        await waiting.open();
        await pause(BETWEEN_TRIALS_MS, undefined, { signal: termination }).catch(() => undefined);
      }
    }
    return undefined;
  } finally {
    await waiting.close();
  }
}

async function start(config: Config, log: Log, beforeListening: () => Promise<void>): Promise<Service> {
  const service = await createService(config, log, { describesProcess: true });
  await beforeListening();
  const { host, port, publicUrl } = await service.start();
  log.info('serving', { version: readVersion(), host, port, publicUrl, database: config.database.dialect });
  return service;
}

/** The port of the service while there is none. */
class WaitingPort {
  readonly #config: Config;
  #answers: WaitingAnswers | undefined;

  constructor(config: Config) {
    this.#config = config;
  }

  async open(): Promise<void> {
    this.#answers ??= await answerWhileWaiting(this.#config);
  }

  async close(): Promise<void> {
    await this.#answers?.close();
    this.#answers = undefined;
  }
}

function terminationSignal(): Promise<string> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}
