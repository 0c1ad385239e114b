/** The health of connections as rows. */

import type { ConnectionHealth, HealthUpdate } from '../../provisioning-log/connection/connection-health.ts';
import {
  type Milestones,
  mergeMilestones,
  NO_MILESTONES,
} from '../../provisioning-log/connection/milestones.ts';
import type { Transaction } from '../database/database.ts';
import { type Sql, sql } from '../database/sql.ts';

export async function findHealth(
  on: Pick<Transaction, 'all'>,
  accountId: string,
): Promise<ConnectionHealth | undefined> {
  const [row] = await on.all<HealthRow>(
    sql`SELECT first_contact_at, last_request_at, last_success_at, last_error_at, last_error_status, last_error,
               last_error_explanation, last_unproven_at, last_unproven_status, last_unproven,
               last_unproven_explanation, milestones
          FROM connection_health WHERE account_id = ${accountId}`,
  );
  return row && fromHealthRow(row);
}

export async function writeHealth(trx: Transaction, update: HealthUpdate): Promise<void> {
  const { accountId, firstRequestAt, lastRequestAt, lastSuccessAt, lastError, lastUnproven } = update;
  // The account may be gone by now. What is null here stays as it is.
  const [written] = await trx.all<Pick<HealthRow, 'milestones'>>(
    sql`INSERT INTO connection_health (account_id, first_contact_at, last_request_at, last_success_at, last_error_at,
                                    last_error_status, last_error, last_error_explanation,
                                    last_unproven_at, last_unproven_status, last_unproven, last_unproven_explanation)
     SELECT id, ${firstRequestAt}, ${lastRequestAt}, ${lastSuccessAt}, ${errorValues(lastError)},
            ${errorValues(lastUnproven)}
       FROM accounts WHERE id = ${accountId} AND closed_at IS NULL
     ON CONFLICT (account_id) DO UPDATE SET
       first_contact_at = COALESCE(connection_health.first_contact_at, excluded.first_contact_at),
       last_request_at = COALESCE(excluded.last_request_at, connection_health.last_request_at),
       last_success_at = COALESCE(excluded.last_success_at, connection_health.last_success_at),
       last_error_at = COALESCE(excluded.last_error_at, connection_health.last_error_at),
       last_error_status = COALESCE(excluded.last_error_status, connection_health.last_error_status),
       last_error = COALESCE(excluded.last_error, connection_health.last_error),
       last_error_explanation = CASE WHEN excluded.last_error IS NULL THEN connection_health.last_error_explanation
                                     ELSE excluded.last_error_explanation END,
       last_unproven_at = COALESCE(excluded.last_unproven_at, connection_health.last_unproven_at),
       last_unproven_status = COALESCE(excluded.last_unproven_status, connection_health.last_unproven_status),
       last_unproven = COALESCE(excluded.last_unproven, connection_health.last_unproven),
       last_unproven_explanation = COALESCE(excluded.last_unproven_explanation,
                                            connection_health.last_unproven_explanation)
     RETURNING milestones`,
  );
  if (written) await writeMilestones(trx, update, written.milestones);
}

/** The row is locked by now, so what another instance adds to the milestones is not lost. */
async function writeMilestones(
  trx: Transaction,
  { accountId, milestones }: HealthUpdate,
  before: string | null,
): Promise<void> {
  const after = JSON.stringify(mergeMilestones(toMilestones(before), milestones));
  if (after === before) return;
  await trx.all(sql`UPDATE connection_health SET milestones = ${after} WHERE account_id = ${accountId}`);
}

const toMilestones = (json: string | null): Milestones =>
  json === null ? NO_MILESTONES : { ...NO_MILESTONES, ...(JSON.parse(json) as Partial<Milestones>) }; // as it was written

const errorValues = (error: HealthUpdate['lastError']): Sql =>
  sql`${error?.at ?? null}, ${error?.status ?? null}, ${error?.message ?? null}, ${error?.explanation ?? null}`;

interface HealthRow {
  first_contact_at: number | null;
  last_request_at: number | null;
  last_success_at: number | null;
  last_error_at: number | null;
  last_error_status: number | null;
  last_error: string | null;
  last_error_explanation: string | null;
  last_unproven_at: number | null;
  last_unproven_status: number | null;
  last_unproven: string | null;
  last_unproven_explanation: string | null;
  milestones: string | null;
}

function fromHealthRow(row: HealthRow): ConnectionHealth {
  return {
    firstContactAt: row.first_contact_at,
    lastRequestAt: row.last_request_at,
    lastSuccessAt: row.last_success_at,
    lastError: toError(row.last_error_at, row.last_error_status, row.last_error, row.last_error_explanation),
    lastUnproven: toError(
      row.last_unproven_at,
      row.last_unproven_status,
      row.last_unproven,
      row.last_unproven_explanation,
    ),
    milestones: toMilestones(row.milestones),
  };
}

function toError(
  at: number | null,
  status: number | null,
  message: string | null,
  explanation: string | null,
): ConnectionHealth['lastError'] {
  return at === null ? null : { at, status: status ?? 0, message: message ?? '', explanation };
}
