/** Listens to the notifications of the sequencer on PostgreSQL, on a connection of its own; connects again when it is cut. */
import pg from 'pg';
import type { BackgroundLoops } from '../../../base/background-loop.ts';
import { connectionSettings } from './connection.ts';

const RECONNECT_MS = 1_000;

export class PostgresListener {
  readonly #url: string;
  readonly #channel: string;
  readonly #onNotification: () => void;
  #client: pg.Client | undefined;

  /**
   * @param channel a plain identifier
   * @param onNotification called for each notification, and after each connection, because some may have been missed
   */
  constructor(url: string, channel: string, onNotification: () => void, loops: BackgroundLoops) {
    this.#url = url;
    this.#channel = channel;
    this.#onNotification = onNotification;
    loops.add({
      name: 'feed_notifications',
      run: () => this.#connectIfLost(),
      everyMs: RECONNECT_MS,
      runsAtStart: true,
      whenItFails: 'the connection for notifications is lost; connecting again',
    });
  }

  /** To be called when the loops are stopped. */
  async close(): Promise<void> {
    await this.#client?.end();
  }

  async #connectIfLost(): Promise<void> {
    if (this.#client) return;
    const client = new pg.Client(connectionSettings(this.#url));
    const forget = (): void => {
      if (this.#client === client) this.#client = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    client.on('notification', this.#onNotification);
    this.#client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${this.#channel}`);
    } catch (error) {
      forget();
      client.end().catch(() => undefined); // it may never have begun
      throw error;
    }
    this.#onNotification();
  }
}
