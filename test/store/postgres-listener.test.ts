/** The ear of an instance hears what the sequencer tells, and hears again after its connection was cut. */
import pg from 'pg';
import { PostgresListener } from '../../src/store/database/postgres/listener.ts';
import { backgroundLoops } from '../support/background-loops.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { waitUntil } from '../support/wait-until.ts';

const SOON_MS = 5_000;

describe.each(databaseKinds().filter(({ name }) => name === 'PostgreSQL'))('a listener on $name', kind => {
  let database: FreshDatabase;
  let admin: pg.Client;
  let listener: PostgresListener;
  let heard = 0;
  const loops = backgroundLoops();

  beforeAll(async () => {
    database = await kind.create();
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    listener = new PostgresListener(
      database.url,
      'rollcall_feed',
      () => {
        heard += 1;
      },
      loops,
    );
    loops.start();
    await waitUntil('the first connection', SOON_MS, () => heard === 1);
  });

  afterAll(async () => {
    await loops.stop();
    await listener.close();
    await admin.end();
    await database.drop();
  });

  const heardMore = (than: number): Promise<boolean> =>
    waitUntil('something to be heard', SOON_MS, () => heard > than);

  test('hears a notification', async () => {
    const before = heard;
    await admin.query("SELECT pg_notify('rollcall_feed', '7')");
    await heardMore(before);
  });

  test('connects again after a cut, says that something may have been missed, and hears on', async () => {
    const before = heard;
    const { rowCount } = await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    );
    expect(rowCount).toBe(1);
    await heardMore(before);
    const again = heard;
    await admin.query("SELECT pg_notify('rollcall_feed', '8')");
    await heardMore(again);
  });

  test('stops while it has no connection', async () => {
    const ofNowhere = backgroundLoops();
    const nowhere = new PostgresListener(
      'postgres://unknown@127.0.0.1:1/none',
      'rollcall_feed',
      () => undefined,
      ofNowhere,
    );
    ofNowhere.start();
    await ofNowhere.stop();
    await nowhere.close();
  });
});
