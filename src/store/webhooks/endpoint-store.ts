/** Webhook endpoints in the database, their secrets sealed. */

import type { EventDraft } from '../../events/envelope.ts';
import type { DeliveryAttempt, DeliveryTarget, LaneEvent } from '../../webhooks/delivery-store.ts';
import type { Endpoint } from '../../webhooks/endpoint.ts';
import type {
  AccountAccess,
  AttemptFilter,
  DeadLetter,
  DeadLetterFilter,
  EndpointStore,
  LaneDescription,
  LaneFilter,
  PageRequest,
  Replay,
  SecretDescription,
  SecretRecord,
  Start,
} from '../../webhooks/endpoint-store.ts';
import type { ReplayRange } from '../../webhooks/replay-range.ts';
import type { SecretBox } from '../../webhooks/sender/secret-box.ts';
import type { Database, Transaction } from '../database/database.ts';
import { withinAccess } from '../database/shared-sql.ts';
import { constant, NOTHING, sql } from '../database/sql.ts';
import type { EventLog } from '../events/event-log.ts';
import { holdSequencer } from '../events/sequencer.ts';
import { listAttempts, recordAttempt } from './attempt-store.ts';
import { findDeadLetter, listDeadLetters } from './dead-letter-store.ts';
import {
  ENDPOINT_COLUMNS,
  type EndpointRow,
  fromEndpoint,
  lockEndpoint,
  SELECT_ENDPOINT,
  toEndpoint,
} from './endpoint-rows.ts';
import { closeLanesOutside, openLanesOfEndpoint } from './lane-opening.ts';
import { changeLanes, IS_LIVE } from './lane-rows.ts';
import type { SqlLaneStore } from './lane-store.ts';
import { addReplay, countRunningReplays, listReplays } from './replay-store.ts';

export interface EndpointStoreDependencies {
  readonly database: Database;
  readonly events: EventLog;
  readonly secrets: SecretBox;
  readonly lanes: SqlLaneStore;
}

export class SqlEndpointStore implements EndpointStore {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #secrets: SecretBox;
  readonly #lanes: SqlLaneStore;

  constructor({ database, events, secrets, lanes }: EndpointStoreDependencies) {
    this.#database = database;
    this.#events = events;
    this.#secrets = secrets;
    this.#lanes = lanes;
  }

  async find(id: string): Promise<Endpoint | undefined> {
    const [row] = await this.#database.all<EndpointRow>(sql`${SELECT_ENDPOINT} WHERE id = ${id}`);
    return row && toEndpoint(row, this.#secrets);
  }

  async list(): Promise<readonly Endpoint[]> {
    const rows = await this.#database.all<EndpointRow>(sql`${SELECT_ENDPOINT} ORDER BY id`);
    return rows.map(row => toEndpoint(row, this.#secrets));
  }

  secrets(id: string): Promise<readonly SecretDescription[]> {
    return this.#database.all(
      sql`SELECT id, scheme, public_key AS "publicKey", created_at AS "createdAt", expires_at AS "expiresAt"
            FROM endpoint_secrets WHERE endpoint_id = ${id} ORDER BY created_at DESC, id DESC`,
    );
  }

  /**
   * To be called before anything is delivered: a key that was lost must stop the start, not the deliveries one by one.
   * Secrets that have expired open nothing any more, so a key may go when all it sealed has been rotated.
   * @throws Error in words when a secret or a header cannot be opened with the configured keys
   */
  async assertSecretsOpen(now: number): Promise<void> {
    const rows = await this.#database.all<{ endpoint_id: string; sealed: string }>(
      sql`SELECT endpoint_id, sealed FROM endpoint_secrets WHERE expires_at IS NULL OR expires_at > ${now}`,
    );
    for (const { endpoint_id, sealed } of rows) this.#secrets.open(sealed, endpoint_id);
    // Reading an endpoint opens its headers.
    await this.list();
  }

  target(id: string, now: number): Promise<DeliveryTarget | undefined> {
    return this.#lanes.target(id, now);
  }

  async add(endpoint: Endpoint, secret: SecretRecord, start: Start): Promise<void> {
    await this.#database.write(async trx => {
      await holdSequencer(trx, this.#database.dialect);
      const row = fromEndpoint(endpoint, this.#secrets);
      await trx.all(
        sql`INSERT INTO webhook_endpoints (${ENDPOINT_COLUMNS.names}) VALUES ${ENDPOINT_COLUMNS.row(row)}`,
      );
      await this.#insertSecret(trx, endpoint.id, secret);
      await openLanesOfEndpoint(trx, this.#database.dialect, endpoint.id, start);
    });
  }

  update(id: string, change: (endpoint: Endpoint) => Endpoint): Promise<Endpoint | undefined> {
    return this.#database.write(async trx => {
      await holdSequencer(trx, this.#database.dialect);
      const before = await this.#lock(trx, id);
      if (!before) return undefined;
      const after = change(before);
      const row = fromEndpoint(after, this.#secrets);
      await trx.all(sql`UPDATE webhook_endpoints SET ${ENDPOINT_COLUMNS.assignments(row)} WHERE id = ${id}`);
      await closeLanesOutside(trx, this.#database.dialect, id, after.accounts);
      await openLanesOfEndpoint(trx, this.#database.dialect, id, 'now');
      return after;
    });
  }

  async remove(id: string): Promise<boolean> {
    return this.#database.write(async trx => {
      if (!(await this.#lock(trx, id))) return false;
      await changeLanes(trx, this.#database.dialect, id, sql`DELETE FROM lanes`);
      await trx.all(sql`DELETE FROM webhook_endpoints WHERE id = ${id}`);
      return true;
    });
  }

  addSecret(id: string, secret: SecretRecord, previousExpireAt: number): Promise<boolean> {
    return this.#database.write(async trx => {
      if (!(await this.#lock(trx, id))) return false;
      await trx.all(
        sql`UPDATE endpoint_secrets SET expires_at = ${previousExpireAt}
             WHERE endpoint_id = ${id} AND (expires_at IS NULL OR expires_at > ${previousExpireAt})`,
      );
      await this.#insertSecret(trx, id, secret);
      return true;
    });
  }

  async setStatus(
    id: string,
    status: 'active' | 'disabled',
    reason: string | null,
    skipsBacklog: boolean,
    now: number,
    event: (before: Endpoint) => EventDraft,
  ): Promise<Endpoint | undefined> {
    const changed = await this.#database.write(async trx => {
      const before = await this.#lock(trx, id);
      if (!before) return undefined;
      await trx.all(
        sql`UPDATE webhook_endpoints SET status = ${status}, disabled_reason = ${reason}, consecutive_failures = 0,
                failing_since = NULL, failing_since_uptime = NULL, next_probe_at = NULL, updated_at = ${now} WHERE id = ${id}`,
      );
      if (status === 'active') {
        const next = skipsBacklog
          ? sql`, next_sequence = ready_sequence + 1, fence = fence + 1, lease_until = 0`
          : NOTHING;
        await changeLanes(
          trx,
          this.#database.dialect,
          id,
          sql`UPDATE lanes SET attempt = 0, due_at = ${now}${next}`,
          sql`AND ${IS_LIVE}`,
        );
      }
      if (before.status !== status) await this.#events.appendOperational(trx, [event(before)]);
      return this.#lock(trx, id);
    });
    if (changed) this.#events.announce();
    return changed;
  }

  async addEvent(event: EventDraft): Promise<LaneEvent> {
    await this.#database.write(trx => this.#events.appendOperational(trx, [event]));
    this.#events.announce();
    const [stored] = await this.#database.all<LaneEvent>(
      sql`SELECT id, sequence, occurred_at AS "occurredAt", body FROM events WHERE id = ${event.id}`,
    );
    if (!stored) throw new Error('an event that was written is there');
    return stored;
  }

  async recordAttempt(attempt: DeliveryAttempt): Promise<void> {
    await this.#database.write(trx => recordAttempt(trx, attempt));
  }

  attempts(id: string, filter: AttemptFilter): Promise<readonly DeliveryAttempt[]> {
    return listAttempts(this.#database, id, filter);
  }

  deadLetters(id: string, filter: DeadLetterFilter): Promise<readonly DeadLetter[]> {
    return listDeadLetters(this.#database, id, filter);
  }

  findDeadLetter(id: string, deadLetterId: string, access: AccountAccess): Promise<DeadLetter | undefined> {
    return findDeadLetter(this.#database, id, deadLetterId, access);
  }

  async isKept(eventId: string): Promise<boolean> {
    const found = await this.#database.all(sql`SELECT 1 FROM events WHERE id = ${eventId}`);
    return found.length > 0;
  }

  async resolveDeadLetter(id: string, deadLetterId: string, now: number): Promise<void> {
    await this.#database.write(trx =>
      trx.all(
        sql`UPDATE dead_letters SET resolved_at = ${now} WHERE endpoint_id = ${id} AND id = ${deadLetterId} AND resolved_at IS NULL`,
      ),
    );
  }

  lanes(id: string, { after, limit, state, accountIds }: LaneFilter): Promise<readonly LaneDescription[]> {
    const isAfter = after === undefined ? NOTHING : sql`AND account_id > ${after}`;
    const isBlocked = state === 'blocked' ? sql`AND attempt > 0` : NOTHING;
    const inState = state === undefined ? NOTHING : sql`AND next_sequence <= ready_sequence ${isBlocked}`;
    return this.#database.all(
      sql`SELECT account_id AS "accountId", next_sequence AS "nextSequence", ready_sequence AS "readySequence",
                 attempt, due_at AS "dueAt" FROM lanes
           WHERE endpoint_id = ${id} AND ${IS_LIVE} ${isAfter} ${withinAccess(accountIds)} ${inState}
           ORDER BY account_id LIMIT ${constant(limit)}`,
    );
  }

  replays(id: string, list: PageRequest): Promise<readonly Replay[]> {
    return listReplays(this.#database, id, list);
  }

  countRunningReplays(id: string): Promise<number> {
    return countRunningReplays(this.#database, id);
  }

  addReplay(
    id: string,
    replay: { id: string; range: ReplayRange; onlyFailed: boolean; now: number },
  ): Promise<number> {
    return addReplay(this.#database, id, replay);
  }

  recover(id: string, now: number): Promise<void> {
    return this.#lanes.recoverOnDemand(id, now);
  }

  #lock(trx: Transaction, id: string): Promise<Endpoint | undefined> {
    return lockEndpoint(trx, this.#database.dialect, this.#secrets, id);
  }

  async #insertSecret(trx: Transaction, endpointId: string, secret: SecretRecord): Promise<void> {
    await trx.all(
      sql`INSERT INTO endpoint_secrets (id, endpoint_id, scheme, sealed, public_key, created_at, expires_at)
          VALUES (${secret.id}, ${endpointId}, ${secret.scheme}, ${this.#secrets.seal(secret.key, endpointId)}, ${secret.publicKey}, ${secret.createdAt}, ${secret.expiresAt})`,
    );
  }
}
