/**
 * PostgreSQL's sequencer: gives committed events their place in the feed.
 *
 * A number taken inside a transaction can become visible after a higher one, and a reader whose cursor has
 * passed it never sees the event (17–19 % lost under load). So positions are given after commit, by whichever
 * instance holds the lock: an event that is visible has all earlier events of its account visible beside it,
 * because the account's row lock is held until commit. Readers see a position only after this transaction.
 */
import { errorCodeOf } from '../../base/errors.ts';
import { LIVE } from '../../webhooks/delivery-store.ts';
import type { Database, Transaction } from '../database/database.ts';
import { constant, sql } from '../database/sql.ts';

/** On which all instances are notified of the head of the feed. */
export const FEED_CHANNEL = 'rollcall_feed';

const ADVISORY_LOCK = 7_217;
/** How many events one batch numbers at most. */
export const SEQUENCE_BATCH = 1_000;
const LONGEST_LOCK_WAIT = '1s';
const LOCK_NOT_AVAILABLE = '55P03';

const NUMBER_A_BATCH = sql`
WITH head AS (SELECT head FROM feed WHERE id = 1 FOR UPDATE),
     batch AS (SELECT id, row_number() OVER (ORDER BY account_id, sequence) AS nth
                 FROM (SELECT id, account_id, sequence FROM events WHERE position IS NULL
                        ORDER BY account_id, sequence LIMIT ${constant(SEQUENCE_BATCH)}) waiting),
     numbered AS (UPDATE events SET position = head.head + batch.nth FROM batch, head
                   WHERE events.id = batch.id RETURNING events.account_id, events.sequence),
     ready AS (SELECT account_id, max(sequence) AS sequence FROM numbered GROUP BY account_id),
     locked AS (SELECT endpoint_id, lanes.account_id, ready.sequence FROM lanes JOIN ready USING (account_id)
                 WHERE replay_id = ${LIVE} ORDER BY endpoint_id, lanes.account_id FOR UPDATE OF lanes),
     raised AS (UPDATE lanes SET ready_sequence = GREATEST(ready_sequence, locked.sequence) FROM locked
                 WHERE lanes.endpoint_id = locked.endpoint_id AND lanes.account_id = locked.account_id
                   AND replay_id = ${LIVE})
UPDATE feed SET head = head + (SELECT count(*) FROM numbered) WHERE id = 1
RETURNING head, (SELECT count(*) FROM numbered) AS given`;

/**
 * Numbers up to 1,000 waiting events. Waits for another instance that is at it: its batch may have begun before
 * what this instance has committed.
 * @returns how many; `undefined` when the other one takes too long
 */
export async function sequenceBatch(database: Database): Promise<number | undefined> {
  // Most looks find nothing, and a look must not write.
  const [waiting] = await database.all(sql`SELECT 1 AS one FROM events WHERE position IS NULL LIMIT 1`);
  if (!waiting) return 0;
  try {
    return await database.write(numberABatch);
  } catch (error) {
    if (errorCodeOf(error) === LOCK_NOT_AVAILABLE) return undefined;
    throw error;
  }
}

async function numberABatch(trx: Transaction): Promise<number> {
  await trx.all(
    sql`SELECT set_config('lock_timeout', ${LONGEST_LOCK_WAIT}, true), pg_advisory_xact_lock(${ADVISORY_LOCK})`,
  );
  const [outcome] = await trx.all<{ head: number; given: number }>(NUMBER_A_BATCH);
  if (!outcome) throw new Error('the feed has its one row from the first migration on');
  // One NOTIFY a batch: in the writing transactions it would take a cluster-wide lock at each commit.
  if (outcome.given > 0) await trx.all(sql`SELECT pg_notify(${FEED_CHANNEL}, ${String(outcome.head)})`);
  return outcome.given;
}

/**
 * Keeps the sequencer out until the transaction ends: one that ran beside it would not see the lanes that are
 * opened here, and so leave them asleep. Take it before every other lock: the sequencer holds it when it locks lanes.
 */
export async function holdSequencer(trx: Transaction, dialect: Database['dialect']): Promise<void> {
  if (dialect === 'postgres') await trx.all(sql`SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})`);
}
