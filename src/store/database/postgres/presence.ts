/**
 * Shows the other instances that this one lives: a lock that PostgreSQL gives back when the process that holds it is
 * gone: immediately when it was killed, within seconds when its machine lost power. However slow a living instance is, its
 * connection stays, and the lock with it; a heartbeat would be late when the instance or the database is busy.
 *
 * The lock belongs to a transaction that stays open, because behind a pooler nothing else keeps a connection. It has
 * read nothing, so it keeps no vacuum from its work.
 */
import pg from 'pg';
import type { BackgroundLoop, BackgroundLoops } from '../../../base/background-loop.ts';
import { describeFailure, type Log } from '../../../base/log.ts';
import { connectionSettings } from './connection.ts';

/** With the hash of the owner as the second key. */
export const PRESENCE_LOCK = 7_218;

const RECONNECT_MS = 500;

/** Set where the server knows them: a machine that is gone is noticed, and a transaction may stay open. */
const SETTINGS = {
  tcp_keepalives_idle: '1',
  tcp_keepalives_interval: '1',
  tcp_keepalives_count: '2',
  idle_in_transaction_session_timeout: '0',
  transaction_timeout: '0',
};

interface Dependencies {
  readonly url: string;
  /** Under which name this instance holds leases. */
  readonly owner: string;
  readonly loops: BackgroundLoops;
  readonly log: Log;
}

export class PostgresPresence {
  readonly #dependencies: Dependencies;
  readonly #loop: BackgroundLoop;
  #client: pg.Client | undefined;
  #isHeld = false;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#loop = dependencies.loops.add({
      name: 'presence',
      run: () => this.#connectIfLost(),
      everyMs: RECONNECT_MS,
      whenItFails: 'the other instances cannot see this one; connecting again',
    });
  }

  /** Whether the others can see this instance: without that they would take its leases. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Resolves when the lock is held or could not be taken; then it is tried again. */
  async connect(): Promise<void> {
    await this.#loop.runNow().catch(() => undefined); // it is logged
  }

  /** Gives the lock back; to be called when the loops are stopped. */
  async close(): Promise<void> {
    this.#isHeld = false;
    await this.#client?.end();
  }

  async #connectIfLost(): Promise<void> {
    if (this.#client) return;
    const { url, owner } = this.#dependencies;
    const client = new pg.Client({ ...connectionSettings(url), application_name: 'rollcall presence' });
    this.#client = client;
    client.on('error', error => this.#lose(client, error));
    client.on('end', () => this.#lose(client));
    try {
      await client.connect();
      // Simple queries: the portal of a prepared one would keep its snapshot, and the vacuum waiting, with the transaction.
      await client.query(`
        BEGIN;
        SELECT set_config(key, value, true)
          FROM json_each_text(${client.escapeLiteral(JSON.stringify(SETTINGS))}) JOIN pg_settings ON name = key;
        SELECT pg_advisory_xact_lock(${PRESENCE_LOCK}, hashtext(${client.escapeLiteral(owner)}))`);
    } catch (error) {
      this.#lose(client);
      client.end().catch(() => undefined); // it may never have begun
      throw error;
    }
    this.#isHeld = this.#client === client && !this.#loop.isStopping;
  }

  /** Called more than once for one cut: after the first time the client is no longer ours. */
  #lose(client: pg.Client, error?: unknown): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#dependencies.log.warn(
      'the other instances cannot see this one at present; connecting again',
      describeFailure(error),
    );
  }
}
