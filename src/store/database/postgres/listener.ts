/** Listens to the notifications of the sequencer on PostgreSQL, on a connection of its own; connects again when it is cut. */
import pg from 'pg';
import { describeFailure, type Log } from '../../../log.ts';
import { connectionSettings } from './connection.ts';

const RECONNECT_MS = 1_000;

export class PostgresListener {
  readonly #url: string;
  readonly #channel: string;
  readonly #onNotice: () => void;
  readonly #log: Log;
  #client: pg.Client | undefined;
  #connecting: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isLost = false;
  #isStopped = false;

  /**
   * @param channel a plain identifier
   * @param onNotice called for each notification, and after each connection, because some may have been missed
   */
  constructor(url: string, channel: string, onNotice: () => void, log: Log) {
    this.#url = url;
    this.#channel = channel;
    this.#onNotice = onNotice;
    this.#log = log;
  }

  start(): void {
    this.#connecting = this.#connect();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#connecting;
    await this.#client?.end();
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(connectionSettings(this.#url));
    // Called once or twice for one cut: the second time there is nothing left to do.
    const lose = (error?: unknown): void => {
      if (this.#isStopped || this.#client !== client) return;
      this.#client = undefined;
      if (!this.#isLost) {
        this.#log.warn('the connection for notifications is lost; connecting again', describeFailure(error));
      }
      this.#isLost = true;
      this.#timer = setTimeout(() => this.start(), RECONNECT_MS);
    };
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', this.#onNotice);
    this.#client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${this.#channel}`);
      this.#isLost = false;
      this.#onNotice();
    } catch (error) {
      lose(error);
      client.end().catch(() => undefined); // it may never have begun
    }
  }
}
