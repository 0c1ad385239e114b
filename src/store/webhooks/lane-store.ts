/** Lanes in the database: claimed with a fenced lease, advanced, failed, recovered. */

import type { EventType } from '../../events/catalogue/catalogue.ts';
import type { ReadLimits } from '../../events/feed/feed.ts';
import type { FailureDecision } from '../../webhooks/breaker.ts';
import {
  type Advance,
  type Advanced,
  type DeliveryAttempt,
  type DeliveryStore,
  type DeliveryTarget,
  type Lane,
  type LaneEvent,
  LIVE,
} from '../../webhooks/delivery-store.ts';
import { recoveryEvent } from '../../webhooks/operational-event.ts';
import type { SecretBox } from '../../webhooks/sender/secret-box.ts';
import type { Database, Transaction } from '../database/database.ts';
import { fittingRows } from '../database/fitting-rows.ts';
import { asInteger, POSTGRES_NOW } from '../database/shared-sql.ts';
import { list, NOTHING, sql } from '../database/sql.ts';
import type { EventLog } from '../events/event-log.ts';
import { asSent } from '../events/feed-store.ts';
import { recordAttempt } from './attempt-store.ts';
import { type EndpointRow, lockEndpoint, openSecrets, SELECT_ENDPOINT, toEndpoint } from './endpoint-rows.ts';
import { claimDueLanes, isDue, isProbeDue, releaseProbe } from './lane-claim.ts';
import { applyFailure, type DecideAfterFailure } from './lane-failure.ts';
import { changeLanes, endReplayedLane, isHeld } from './lane-rows.ts';

export interface LaneStoreDependencies {
  readonly database: Database;
  readonly events: EventLog;
  readonly secrets: SecretBox;
  /** `undefined`: the database's clock, which all instances share. */
  readonly clock: (() => number) | undefined;
  /** Milliseconds the service has been up, in all. */
  readonly uptimeMs: () => number;
  readonly newId: () => string;
}

export class SqlLaneStore implements DeliveryStore {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #secrets: SecretBox;
  readonly #clock: (() => number) | undefined;
  readonly #uptimeMs: () => number;
  readonly #newId: () => string;

  constructor({ database, events, secrets, clock, uptimeMs, newId }: LaneStoreDependencies) {
    this.#database = database;
    this.#events = events;
    this.#secrets = secrets;
    this.#clock = clock;
    this.#uptimeMs = uptimeMs;
    this.#newId = newId;
  }

  async now(): Promise<number> {
    if (this.#clock) return this.#clock();
    const [row] = await this.#database.all<{ now: number }>(sql`SELECT ${POSTGRES_NOW} AS now`);
    if (!row) throw new Error('a database always knows the time');
    return row.now;
  }

  async dueEndpoints(now: number): Promise<readonly string[]> {
    const rows = await this.#database.all<{ id: string }>(
      sql`SELECT id FROM webhook_endpoints endpoint
           WHERE (status = 'active' OR (status = 'failing' AND ${isProbeDue(now)}))
             AND EXISTS (SELECT 1 FROM lanes WHERE endpoint_id = endpoint.id AND ${isDue(now)})`,
    );
    return rows.map(({ id }) => id);
  }

  async target(endpointId: string, now: number): Promise<DeliveryTarget | undefined> {
    const [row] = await this.#database.all<EndpointRow>(sql`${SELECT_ENDPOINT} WHERE id = ${endpointId}`);
    if (!row) return undefined;
    return {
      endpoint: toEndpoint(row, this.#secrets),
      secrets: await openSecrets(this.#database, this.#secrets, endpointId, now),
    };
  }

  claim(
    endpointId: string,
    owner: string,
    now: number,
    leaseUntil: number,
    limit: number,
  ): Promise<readonly Lane[]> {
    return this.#database.write(trx =>
      claimDueLanes(trx, this.#database.dialect, { endpointId, owner, now, leaseUntil, limit }),
    );
  }

  async releaseProbe(endpointId: string, now: number): Promise<void> {
    await this.#database.write(trx => releaseProbe(trx, endpointId, now));
  }

  async read(
    lane: Lane,
    types: readonly EventType[] | null,
    { events: limit, bytes: maxBytes }: ReadLimits,
  ): Promise<readonly LaneEvent[]> {
    if (types?.length === 0) return [];
    const ofTypes = types ? sql`AND type IN ${list(types)}` : NOTHING;
    const onlyFailed =
      lane.replayId === LIVE
        ? NOTHING
        : sql`AND (NOT EXISTS (SELECT 1 FROM replays WHERE id = ${lane.replayId} AND only_failed = 1)
                OR EXISTS (SELECT 1 FROM dead_letters dead
                    WHERE dead.endpoint_id = ${lane.endpointId} AND dead.account_id = events.account_id
                      AND dead.resolved_at IS NULL
                      AND events.sequence BETWEEN dead.first_sequence AND dead.last_sequence))`;
    const fitting = fittingRows({
      table: sql`events`,
      // A verification is sent to the one endpoint it is for, when it is made.
      where: sql`account_id = ${lane.accountId} AND sequence >= ${lane.nextSequence} AND sequence <= ${lane.readySequence}
                 AND type <> 'endpoint.verification' ${ofTypes} ${onlyFailed}`,
      keys: sql`id, sequence`,
      text: sql`body`,
      orderBy: sql`sequence`,
      limit,
      maxBytes,
    });
    const events = await this.#database.all<LaneEvent>(
      sql`${fitting}
          SELECT id, events.sequence, occurred_at AS "occurredAt", body FROM fitting JOIN events USING (id)`,
    );
    return events.sort((one, other) => one.sequence - other.sequence).map(asSent);
  }

  advance(lane: Lane, advance: Advance): Promise<Advanced | undefined> {
    const { nextSequence, previousSequence, attempt, keepUntil, now } = advance;
    return this.#database.write(async trx => {
      if (attempt) await recordAttempt(trx, attempt);
      const [row] = await trx.all<{ ready_sequence: number; lease_until: number; failures: number }>(
        sql`UPDATE lanes
               SET next_sequence = ${nextSequence}, previous_sequence = ${previousSequence}, attempt = 0,
                   due_at = ${now}, lease_since = ${now},
                   lease_until = CASE WHEN ready_sequence >= ${nextSequence}
                                       AND (SELECT status FROM webhook_endpoints WHERE id = endpoint_id) <> 'disabled'
                                      THEN ${asInteger(keepUntil ?? 0)} ELSE 0 END
             WHERE ${isHeld(lane)}
            RETURNING ready_sequence, lease_until,
                      (SELECT consecutive_failures FROM webhook_endpoints WHERE id = endpoint_id) AS failures`,
      );
      if (!row) return undefined;
      if (lane.replayId !== LIVE) {
        if (attempt) await resolveDeadLetters(trx, lane, attempt, now);
        await endReplayedLane(trx, lane);
      }
      return {
        readySequence: row.ready_sequence,
        isHeld: row.lease_until > 0,
        endpointFailed: row.failures > 0,
      };
    });
  }

  async fail(
    lane: Lane,
    attempt: DeliveryAttempt,
    decide: DecideAfterFailure,
  ): Promise<FailureDecision | undefined> {
    const { dialect } = this.#database;
    const decision = await this.#database.write(async trx => {
      await recordAttempt(trx, attempt);
      const endpoint = await lockEndpoint(trx, dialect, this.#secrets, lane.endpointId);
      const failure = { lane, attempt, decide, uptimeMs: this.#uptimeMs(), newId: this.#newId };
      return endpoint && applyFailure(trx, dialect, this.#events, endpoint, failure);
    });
    if (decision) this.#events.announce();
    return decision;
  }

  async recover(endpointId: string, now: number): Promise<void> {
    await this.#recover(endpointId, now, false);
  }

  /**
   * The endpoint has answered an operator's ping: whatever waits is tried now, also what was refused while others were
   * accepted.
   */
  async recoverOnDemand(endpointId: string, now: number): Promise<void> {
    await this.#recover(endpointId, now, true);
  }

  async #recover(endpointId: string, now: number, isOnDemand: boolean): Promise<void> {
    const { dialect } = this.#database;
    const wasFailing = await this.#database.write(async trx => {
      const endpoint = await lockEndpoint(trx, dialect, this.#secrets, endpointId);
      if (!endpoint || endpoint.status === 'disabled') return false;
      await trx.all(
        sql`UPDATE webhook_endpoints SET status = 'active', consecutive_failures = 0, failing_since = NULL,
                failing_since_uptime = NULL, next_probe_at = NULL WHERE id = ${endpointId}`,
      );
      const isFailing = endpoint.status === 'failing';
      if (isFailing || isOnDemand) {
        await changeLanes(
          trx,
          dialect,
          endpointId,
          sql`UPDATE lanes SET due_at = ${now}`,
          sql`AND attempt > 0 AND due_at > ${now}`,
        );
      }
      if (isFailing) await this.#events.appendOperational(trx, [recoveryEvent(endpoint, now, this.#newId)]);
      return isFailing;
    });
    if (wasFailing) this.#events.announce();
  }

  async release(lane: Lane): Promise<void> {
    await this.#database.write(trx => trx.all(sql`UPDATE lanes SET lease_until = 0 WHERE ${isHeld(lane)}`));
  }

  /** Ends the leases of a process that is gone. Only where one process serves the database. */
  async releaseAll(): Promise<void> {
    await this.#database.write(trx =>
      trx.all(sql`UPDATE lanes SET lease_until = 0, fence = fence + 1 WHERE lease_until > 0`),
    );
  }
}

/** What a replay delivered is no longer dead. */
async function resolveDeadLetters(
  trx: Transaction,
  lane: Lane,
  attempt: DeliveryAttempt,
  now: number,
): Promise<void> {
  await trx.all(
    sql`UPDATE dead_letters SET resolved_at = ${now}
         WHERE endpoint_id = ${lane.endpointId} AND account_id = ${lane.accountId} AND resolved_at IS NULL AND reason = 'exhausted'
           AND first_sequence >= ${attempt.firstSequence} AND last_sequence <= ${attempt.lastSequence}`,
  );
}
