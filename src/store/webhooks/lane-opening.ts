/** Where lanes come from: every endpoint has one for each account it listens to. */
import { OPERATIONS } from '../../events/envelope.ts';
import { LIVE } from '../../webhooks/delivery-store.ts';
import type { Start } from '../../webhooks/endpoint-store.ts';
import type { Database, Transaction } from '../database/database.ts';
import { asText } from '../database/shared-sql.ts';
import { list, NOTHING, type Sql, sql } from '../database/sql.ts';
import { changeLanes, IS_LIVE, LANE_COLUMNS } from './lane-rows.ts';

type Dialect = Database['dialect'];

/** Whether an endpoint's list of accounts, kept as JSON, names an account. Ids hold nothing that JSON escapes. */
const listensTo = (dialect: Dialect, account: Sql): Sql =>
  sql`${dialect === 'postgres' ? sql`strpos` : sql`instr`}(endpoint.accounts, '"' || ${account} || '"') > 0`;

/** A new account has a lane of every endpoint that listens to it, from its first event on. An endpoint that is being removed counts no more. */
export async function openLanesOfAccount(
  trx: Transaction,
  dialect: Dialect,
  accountId: string,
): Promise<void> {
  await trx.all(
    sql`INSERT INTO lanes (${LANE_COLUMNS})
        SELECT endpoint.id, wanted.id, ${LIVE}, 1, 0, 0, 0, 0, 0, 0
          FROM webhook_endpoints endpoint, (SELECT ${asText(accountId)} AS id) wanted
         WHERE endpoint.accounts IS NULL OR ${listensTo(dialect, sql`wanted.id`)}
         ${dialect === 'postgres' ? sql`FOR KEY SHARE OF endpoint` : NOTHING}`,
  );
}

/** All that may have a lane: the accounts, and the events about the delivery itself. */
const SOURCES = sql`(SELECT id, last_sequence FROM accounts
                      UNION ALL SELECT ${asText(OPERATIONS)}, last_sequence FROM operations)`;
const HAS_NO_LANE = sql`NOT EXISTS (SELECT 1 FROM lanes
                                     WHERE endpoint_id = endpoint.id AND account_id = account.id AND ${IS_LIVE})`;

/** Opens the lanes an endpoint lacks, each at the place that `start` says. */
export async function openLanesOfEndpoint(
  trx: Transaction,
  dialect: Dialect,
  endpointId: string,
  start: Start,
): Promise<void> {
  const listens = sql`(account.id <> ${OPERATIONS} AND ${listensTo(dialect, sql`account.id`)})`;
  await trx.all(
    sql`INSERT INTO lanes (${LANE_COLUMNS})
        SELECT endpoint.id, account.id, ${LIVE}, ${firstSequence(start)},
               COALESCE((SELECT max(sequence) FROM events
                          WHERE account_id = account.id AND position IS NOT NULL), 0),
               0, 0, 0, 0, 0
          FROM webhook_endpoints endpoint, ${SOURCES} account
         WHERE endpoint.id = ${endpointId} AND (endpoint.accounts IS NULL OR ${listens}) AND ${HAS_NO_LANE}
        ON CONFLICT DO NOTHING`,
  );
}

function firstSequence(start: Start): Sql {
  if (start === 'now') return sql`account.last_sequence + 1`;
  // An event without a position is yet to be placed, behind every position there is.
  const isAfter =
    start === 'beginning' ? NOTHING : sql`AND (position > ${start.position} OR position IS NULL)`;
  return sql`COALESCE((SELECT min(sequence) FROM events WHERE account_id = account.id ${isAfter}),
                      account.last_sequence + 1)`;
}

/** Closes the lanes of accounts that an endpoint no longer listens to, replays included. */
export async function closeLanesOutside(
  trx: Transaction,
  dialect: Dialect,
  endpointId: string,
  accounts: readonly string[] | null,
): Promise<void> {
  if (accounts === null) return;
  await changeLanes(
    trx,
    dialect,
    endpointId,
    sql`DELETE FROM lanes`,
    sql`AND account_id NOT IN ${list(accounts)}`,
  );
}

/**
 * Repairs what two transactions that did not see each other left behind: an endpoint and an account made at the
 * same time, a lane made while the sequencer ran. Only PostgreSQL lets them run side by side.
 */
export async function sweepLanes(database: Database): Promise<void> {
  await database.write(async trx => {
    await trx.all(
      sql`INSERT INTO lanes (${LANE_COLUMNS})
          SELECT endpoint.id, account.id, ${LIVE}, 1, 0, 0, 0, 0, 0, 0
            FROM webhook_endpoints endpoint, accounts account
           WHERE (endpoint.accounts IS NULL OR ${listensTo(database.dialect, sql`account.id`)}) AND ${HAS_NO_LANE}
          ON CONFLICT DO NOTHING`,
    );
    await trx.all(
      sql`WITH ready AS (
            SELECT lanes.endpoint_id, lanes.account_id,
                   (SELECT max(sequence) FROM events
                     WHERE events.account_id = lanes.account_id AND position IS NOT NULL) AS sequence
              FROM lanes JOIN ${SOURCES} account ON account.id = lanes.account_id
             WHERE ${IS_LIVE} AND ready_sequence < account.last_sequence
             ORDER BY endpoint_id, account_id FOR UPDATE OF lanes)
          UPDATE lanes SET ready_sequence = GREATEST(ready_sequence, ready.sequence) FROM ready
           WHERE lanes.endpoint_id = ready.endpoint_id AND lanes.account_id = ready.account_id AND ${IS_LIVE}
             AND ready.sequence IS NOT NULL`,
    );
  });
}
