/** Lanes in the database: claimed with a fenced lease, advanced, failed, recovered. */

import type { FailureScene, FailureVerdict } from '../delivery/breaker.ts';
import type {
  Advance,
  Advanced,
  DeliveryAttempt,
  DeliveryStore,
  Lane,
  LaneEvent,
  Target,
} from '../delivery/delivery-store.ts';
import { failureEvents, recoveryEvent } from '../delivery/operational-event.ts';
import type { SecretBox } from '../delivery/secret-box.ts';
import type { EventType } from '../members/event-catalogue.ts';
import { OPERATIONS } from '../members/member-event.ts';
import { recordAttempt } from './attempt-store.ts';
import type { Database, SqlValue, Transaction } from './database.ts';
import { insertDeadLetter } from './dead-letter-store.ts';
import { ENDPOINT_COLUMNS, type EndpointRow, openSecrets, toEndpoint } from './endpoint-rows.ts';
import type { EventLog } from './event-log.ts';

interface LaneRow {
  endpoint_id: string;
  account_id: string;
  replay_id: string;
  next_sequence: number;
  ready_sequence: number;
  previous_sequence: number;
  attempt: number;
  fence: number;
}

const THIS_LANE = 'endpoint_id = ? AND account_id = ? AND replay_id = ? AND fence = ?';
const IS_DUE = 'next_sequence <= ready_sequence AND due_at <= ? AND lease_until < ?';
const LANE_COLUMNS =
  'endpoint_id, account_id, replay_id, next_sequence, ready_sequence, previous_sequence, attempt, fence';

export interface LaneStoreDependencies {
  readonly database: Database;
  readonly events: EventLog;
  readonly secrets: SecretBox;
  /** `undefined`: the database's clock, which all instances share. */
  readonly clock: (() => number) | undefined;
  readonly newId: () => string;
}

export class SqlLaneStore implements DeliveryStore {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #secrets: SecretBox;
  readonly #clock: (() => number) | undefined;
  readonly #newId: () => string;

  constructor({ database, events, secrets, clock, newId }: LaneStoreDependencies) {
    this.#database = database;
    this.#events = events;
    this.#secrets = secrets;
    this.#clock = clock;
    this.#newId = newId;
  }

  async now(): Promise<number> {
    if (this.#clock) return this.#clock();
    const [row] = await this.#database.all<{ now: number }>(
      'SELECT (extract(epoch from clock_timestamp()) * 1000)::bigint AS now',
      [],
    );
    if (!row) throw new Error('a database always knows the time');
    return row.now;
  }

  async dueEndpoints(now: number): Promise<readonly string[]> {
    const rows = await this.#database.all<{ id: string }>(
      `SELECT id FROM webhook_endpoints endpoint
        WHERE (status = 'active' OR (status = 'failing' AND next_probe_at <= ?))
          AND EXISTS (SELECT 1 FROM lanes WHERE endpoint_id = endpoint.id AND ${IS_DUE})`,
      [now, now, now],
    );
    return rows.map(({ id }) => id);
  }

  async target(endpointId: string, now: number): Promise<Target | undefined> {
    const [row] = await this.#database.all<EndpointRow>(
      `SELECT ${ENDPOINT_COLUMNS.join(', ')} FROM webhook_endpoints WHERE id = ?`,
      [endpointId],
    );
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
    return this.#database.write(async trx => {
      const [active] = await trx.all<{ status: string }>(
        "SELECT status FROM webhook_endpoints WHERE id = ? AND status = 'active'",
        [endpointId],
      );
      if (active)
        return claimLanes(trx, this.#database.dialect, { endpointId, owner, now, leaseUntil, limit });
      // Moving the time of the probe makes this request the only one.
      const [probe] = await trx.all(
        `UPDATE webhook_endpoints SET next_probe_at = ?
          WHERE id = ? AND status = 'failing' AND next_probe_at <= ? RETURNING id`,
        [leaseUntil, endpointId, now],
      );
      return probe
        ? claimLanes(trx, this.#database.dialect, { endpointId, owner, now, leaseUntil, limit: 1 })
        : [];
    });
  }

  async read(lane: Lane, types: readonly EventType[] | null, limit: number): Promise<readonly LaneEvent[]> {
    if (types?.length === 0) return [];
    const bindings: SqlValue[] = [lane.accountId, lane.nextSequence, lane.readySequence, ...(types ?? [])];
    const ofTypes = types ? `AND type IN (${types.map(() => '?').join()})` : '';
    const onlyFailed =
      lane.replayId === ''
        ? ''
        : `AND (NOT EXISTS (SELECT 1 FROM replays WHERE id = ? AND only_failed = 1)
             OR EXISTS (SELECT 1 FROM dead_letters dead
                 WHERE dead.endpoint_id = ? AND dead.account_id = events.account_id AND dead.resolved_at IS NULL
                   AND events.sequence BETWEEN dead.first_sequence AND dead.last_sequence))`;
    if (onlyFailed) bindings.push(lane.replayId, lane.endpointId);
    // A verification is sent to the one endpoint it is for, at once.
    return this.#database.all<LaneEvent>(
      `SELECT id, sequence, body FROM events
        WHERE account_id = ? AND sequence >= ? AND sequence <= ? AND type <> 'endpoint.verification'
          ${ofTypes} ${onlyFailed} ORDER BY sequence LIMIT ${limit}`,
      bindings,
    );
  }

  advance(lane: Lane, advance: Advance): Promise<Advanced | undefined> {
    const { nextSequence, previousSequence, attempt, keepUntil, now } = advance;
    return this.#database.write(async trx => {
      if (attempt) await recordAttempt(trx, attempt);
      const [row] = await trx.all<{ ready_sequence: number; lease_until: number; failures: number }>(
        `UPDATE lanes SET next_sequence = ?, previous_sequence = ?, attempt = 0, due_at = ?,
                lease_until = CASE WHEN ready_sequence >= ? THEN CAST(? AS BIGINT) ELSE 0 END
          WHERE ${THIS_LANE}
          RETURNING ready_sequence, lease_until,
            (SELECT consecutive_failures FROM webhook_endpoints WHERE id = endpoint_id) AS failures`,
        [nextSequence, previousSequence, now, nextSequence, keepUntil ?? 0, ...keyOf(lane)],
      );
      if (!row) return undefined;
      if (lane.replayId !== '') {
        if (attempt) await resolveDeadLetters(trx, lane, attempt, now);
        await trx.all(`DELETE FROM lanes WHERE ${THIS_LANE} AND next_sequence > ready_sequence`, keyOf(lane));
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
    judge: (scene: Omit<FailureScene, 'outcome' | 'now' | 'attempt'>) => FailureVerdict,
  ): Promise<FailureVerdict | undefined> {
    const verdict = await this.#database.write(async trx => {
      await recordAttempt(trx, attempt);
      // The endpoint's row is the first lock of everybody who touches several lanes of it.
      const [endpoint] = await trx.all<EndpointRow>(
        `UPDATE webhook_endpoints
            SET consecutive_failures = consecutive_failures + 1, failing_since = COALESCE(failing_since, ?)
          WHERE id = ? RETURNING ${ENDPOINT_COLUMNS.join(', ')}`,
        [attempt.at, lane.endpointId],
      );
      const [held] = await trx.all(`SELECT 1 AS held FROM lanes WHERE ${THIS_LANE}`, keyOf(lane));
      if (!endpoint || !held) return undefined;
      const others = await countOthers(trx, lane);
      const before = toEndpoint(endpoint, this.#secrets);
      const judged = judge({
        endpoint: {
          status: before.status,
          consecutiveFailures: before.consecutiveFailures,
          failingSince: before.failingSince ?? attempt.at,
        },
        lanesFailing: others.failing + 1,
        lanesWaiting: others.waiting + 1,
      });
      await this.#applyToLane(trx, lane, attempt, judged.lane);
      await applyToEndpoint(trx, lane.endpointId, judged.endpoint, attempt.at);
      const told = failureEvents(before, lane, attempt, judged, this.#newId);
      if (told.length > 0) await this.#events.appendOperational(trx, told);
      return judged;
    });
    if (verdict) this.#events.announce();
    return verdict;
  }

  async recover(endpointId: string, now: number): Promise<void> {
    const wasFailing = await this.#database.write(async trx => {
      const [endpoint] = await trx.all<EndpointRow>(
        `SELECT ${ENDPOINT_COLUMNS.join(', ')} FROM webhook_endpoints
          WHERE id = ? AND status <> 'disabled' AND consecutive_failures > 0 ${this.#database.dialect === 'postgres' ? 'FOR UPDATE' : ''}`,
        [endpointId],
      );
      if (!endpoint) return false;
      await trx.all(
        `UPDATE webhook_endpoints SET status = 'active', consecutive_failures = 0, failing_since = NULL,
                next_probe_at = NULL WHERE id = ?`,
        [endpointId],
      );
      if (endpoint.status !== 'failing') return false;
      // Locked in the sequencer's order, which raises many lanes in one statement too.
      if (this.#database.dialect === 'postgres') {
        await trx.all(
          'SELECT 1 FROM lanes WHERE endpoint_id = ? ORDER BY endpoint_id, account_id FOR UPDATE',
          [endpointId],
        );
      }
      await trx.all('UPDATE lanes SET due_at = ? WHERE endpoint_id = ? AND attempt > 0 AND due_at > ?', [
        now,
        endpointId,
        now,
      ]);
      const told = recoveryEvent(toEndpoint(endpoint, this.#secrets), now, this.#newId);
      await this.#events.appendOperational(trx, [told]);
      return true;
    });
    if (wasFailing) this.#events.announce();
  }

  async release(lane: Lane): Promise<void> {
    await this.#database.write(trx =>
      trx.all(`UPDATE lanes SET lease_until = 0 WHERE ${THIS_LANE}`, keyOf(lane)),
    );
  }

  /** Ends the leases of a process that is gone. Only where one process serves the database. */
  async releaseAll(): Promise<void> {
    await this.#database.write(trx =>
      trx.all('UPDATE lanes SET lease_until = 0, fence = fence + 1 WHERE lease_until > 0', []),
    );
  }

  async #applyToLane(
    trx: Transaction,
    lane: Lane,
    attempt: DeliveryAttempt,
    verdict: FailureVerdict['lane'],
  ): Promise<void> {
    if (verdict.kind === 'retry') {
      await trx.all(`UPDATE lanes SET attempt = ?, due_at = ?, lease_until = 0 WHERE ${THIS_LANE}`, [
        verdict.attempt,
        verdict.dueAt,
        ...keyOf(lane),
      ]);
      return;
    }
    if (lane.replayId === '') {
      await insertDeadLetter(trx, {
        id: this.#newId(),
        endpointId: lane.endpointId,
        accountId: lane.accountId,
        firstSequence: attempt.firstSequence,
        lastSequence: attempt.lastSequence,
        eventId: attempt.eventId,
        reason: 'exhausted',
        attempts: attempt.attempt,
        lastError: attempt.error,
        at: attempt.at,
      });
    }
    await trx.all(
      `UPDATE lanes SET next_sequence = ?, attempt = 0, due_at = ?, lease_until = 0 WHERE ${THIS_LANE}`,
      [attempt.lastSequence + 1, attempt.at, ...keyOf(lane)],
    );
    if (lane.replayId !== '')
      await trx.all(`DELETE FROM lanes WHERE ${THIS_LANE} AND next_sequence > ready_sequence`, keyOf(lane));
  }
}

interface Claim {
  readonly endpointId: string;
  readonly owner: string;
  readonly now: number;
  readonly leaseUntil: number;
  readonly limit: number;
}

async function claimLanes(
  trx: Transaction,
  dialect: Database['dialect'],
  { endpointId, owner, now, leaseUntil, limit }: Claim,
): Promise<readonly Lane[]> {
  const rows = await trx.all<LaneRow>(
    `UPDATE lanes SET lease_owner = ?, lease_until = ?, fence = fence + 1
      WHERE (endpoint_id, account_id, replay_id) IN (
        SELECT endpoint_id, account_id, replay_id FROM lanes
         WHERE endpoint_id = ? AND ${IS_DUE} ORDER BY due_at LIMIT ${limit}
         ${dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : ''})
      RETURNING ${LANE_COLUMNS}`,
    [owner, leaseUntil, endpointId, now, now],
  );
  return rows.map(toLane);
}

/**
 * The other accounts that wait for the same endpoint. The lane of events about the delivery is no account: a
 * failure fills it by itself, and says nothing about whether others are accepted.
 */
async function countOthers(trx: Transaction, lane: Lane): Promise<{ failing: number; waiting: number }> {
  if (lane.accountId === OPERATIONS) return { failing: 0, waiting: 0 };
  const [others] = await trx.all<{ failing: number | null; waiting: number }>(
    `SELECT sum(CASE WHEN attempt > 0 THEN 1 ELSE 0 END) AS failing, count(*) AS waiting FROM lanes
      WHERE endpoint_id = ? AND next_sequence <= ready_sequence AND account_id NOT IN (?, ?)`,
    [lane.endpointId, OPERATIONS, lane.accountId],
  );
  return { failing: Number(others?.failing ?? 0), waiting: Number(others?.waiting ?? 0) };
}

const toLane = (row: LaneRow): Lane => ({
  endpointId: row.endpoint_id,
  accountId: row.account_id,
  replayId: row.replay_id,
  nextSequence: row.next_sequence,
  readySequence: row.ready_sequence,
  previousSequence: row.previous_sequence,
  attempt: row.attempt,
  fence: row.fence,
});

const keyOf = ({ endpointId, accountId, replayId, fence }: Lane): readonly SqlValue[] => [
  endpointId,
  accountId,
  replayId,
  fence,
];

async function applyToEndpoint(
  trx: Transaction,
  endpointId: string,
  verdict: FailureVerdict['endpoint'],
  now: number,
): Promise<void> {
  if (verdict.status === 'active') return;
  const [reason, nextProbeAt] =
    verdict.status === 'disabled' ? [verdict.reason, null] : [null, verdict.nextProbeAt];
  await trx.all(
    `UPDATE webhook_endpoints SET status = ?, disabled_reason = ?, next_probe_at = ?, updated_at = ?
      WHERE id = ? AND status <> 'disabled'`,
    [verdict.status, reason, nextProbeAt, now, endpointId],
  );
}

/** What a replay delivered is no longer dead. */
async function resolveDeadLetters(
  trx: Transaction,
  lane: Lane,
  attempt: DeliveryAttempt,
  now: number,
): Promise<void> {
  await trx.all(
    `UPDATE dead_letters SET resolved_at = ?
      WHERE endpoint_id = ? AND account_id = ? AND resolved_at IS NULL AND reason = 'exhausted'
        AND first_sequence >= ? AND last_sequence <= ?`,
    [now, lane.endpointId, lane.accountId, attempt.firstSequence, attempt.lastSequence],
  );
}
