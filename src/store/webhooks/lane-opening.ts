/** Where lanes come from: every endpoint has one for each account it listens to. */
import type { Start } from '../../webhooks/endpoint-store.ts';
import type { Database, SqlValue, Transaction } from '../database/database.ts';
import { changeLanes, LANE_COLUMNS } from './lane-rows.ts';

type Dialect = Database['dialect'];

/** Whether an endpoint's list of accounts, kept as JSON, names an account. Ids hold nothing that JSON escapes. */
const names = (dialect: Dialect, list: string, account: string): string =>
  `${dialect === 'postgres' ? 'strpos' : 'instr'}(${list}, '"' || ${account} || '"') > 0`;

/** A new account has a lane of every endpoint that listens to it, from its first event on. An endpoint that is being removed counts no more. */
export async function openLanesOfAccount(
  trx: Transaction,
  dialect: Dialect,
  accountId: string,
): Promise<void> {
  await trx.all(
    `INSERT INTO lanes (${LANE_COLUMNS})
     SELECT endpoint.id, wanted.id, '', 1, 0, 0, 0, 0, 0, 0
       FROM webhook_endpoints endpoint, (SELECT CAST(? AS TEXT) AS id) wanted
      WHERE endpoint.accounts IS NULL OR ${names(dialect, 'endpoint.accounts', 'wanted.id')}
      ${dialect === 'postgres' ? 'FOR KEY SHARE OF endpoint' : ''}`,
    [accountId],
  );
}

/** Opens the lanes an endpoint lacks, each at the place that `start` says. */
export async function openLanesOfEndpoint(
  trx: Transaction,
  dialect: Dialect,
  endpointId: string,
  start: Start,
): Promise<void> {
  const [first, bindings] = firstSequence(start);
  await trx.all(
    `INSERT INTO lanes (${LANE_COLUMNS})
     SELECT endpoint.id, account.id, '', ${first},
            COALESCE((SELECT max(sequence) FROM events
                       WHERE account_id = account.id AND position IS NOT NULL), 0),
            0, 0, 0, 0, 0
       FROM webhook_endpoints endpoint,
            (SELECT id, last_sequence FROM accounts
              UNION ALL SELECT '', last_sequence FROM operations) account
      WHERE endpoint.id = ?
        AND (endpoint.accounts IS NULL OR (account.id <> '' AND ${names(dialect, 'endpoint.accounts', 'account.id')}))
        AND NOT EXISTS (SELECT 1 FROM lanes
                         WHERE endpoint_id = endpoint.id AND account_id = account.id AND replay_id = '')
     ON CONFLICT DO NOTHING`,
    [...bindings, endpointId],
  );
}

function firstSequence(start: Start): readonly [string, readonly SqlValue[]] {
  if (start === 'now') return ['account.last_sequence + 1', []];
  const kept = (condition: string): string =>
    `COALESCE((SELECT min(sequence) FROM events WHERE account_id = account.id${condition}), account.last_sequence + 1)`;
  if (start === 'beginning') return [kept(''), []];
  // An event without a position is yet to be placed, behind every position there is.
  return [kept(' AND (position > ? OR position IS NULL)'), [start.position]];
}

/** Closes the lanes of accounts that an endpoint no longer listens to, replays included. */
export async function closeLanesOutside(
  trx: Transaction,
  dialect: Dialect,
  endpointId: string,
  accounts: readonly string[] | null,
): Promise<void> {
  if (accounts === null) return;
  const outside =
    accounts.length === 0
      ? undefined
      : { sql: `account_id NOT IN (${accounts.map(() => '?').join()})`, bindings: accounts };
  await changeLanes(trx, dialect, endpointId, { sql: 'DELETE FROM lanes', bindings: [] }, outside);
}

/**
 * Repairs what two transactions that did not see each other left behind: an endpoint and an account made at the
 * same time, a lane made while the sequencer ran. Only PostgreSQL lets them run side by side.
 */
export async function sweepLanes(database: Database): Promise<void> {
  await database.write(async trx => {
    await trx.all(
      `INSERT INTO lanes (${LANE_COLUMNS})
       SELECT endpoint.id, account.id, '', 1, 0, 0, 0, 0, 0, 0 FROM webhook_endpoints endpoint, accounts account
        WHERE (endpoint.accounts IS NULL OR ${names(database.dialect, 'endpoint.accounts', 'account.id')})
          AND NOT EXISTS (SELECT 1 FROM lanes
                           WHERE endpoint_id = endpoint.id AND account_id = account.id AND replay_id = '')
       ON CONFLICT DO NOTHING`,
      [],
    );
    await trx.all(
      `WITH ready AS (
         SELECT lanes.endpoint_id, lanes.account_id,
                (SELECT max(sequence) FROM events
                  WHERE events.account_id = lanes.account_id AND position IS NOT NULL) AS sequence
           FROM lanes JOIN (SELECT id, last_sequence FROM accounts
                             UNION ALL SELECT '', last_sequence FROM operations) account
                        ON account.id = lanes.account_id
          WHERE replay_id = '' AND ready_sequence < account.last_sequence
          ORDER BY endpoint_id, account_id FOR UPDATE OF lanes)
       UPDATE lanes SET ready_sequence = GREATEST(ready_sequence, ready.sequence) FROM ready
        WHERE lanes.endpoint_id = ready.endpoint_id AND lanes.account_id = ready.account_id AND replay_id = ''
          AND ready.sequence IS NOT NULL`,
      [],
    );
  });
}
