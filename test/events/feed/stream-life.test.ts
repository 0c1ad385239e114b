/** The life of one stream: heartbeats, progress, back-pressure, and every way it ends. The clock is the test's. */

import { CredentialError } from '../../../src/accounts/tokens/authenticate.ts';
import { sql } from '../../../src/store/database/sql.ts';
import { databaseKinds, type FreshDatabase } from '../../support/database/databases.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EventWriter } from '../event-writer.ts';
import { StreamReader } from './stream-reader.ts';
import { type StreamServer, startStreamServer } from './stream-server.ts';

const BEAT_MS = 15_000;
const LIFETIME_MS = 300_000;
const SOON_MS = 5_000;
/** Together far more than what sockets and streams hold on the way. */
const LARGE_EVENTS = 400;
const LARGE_BYTES = 100_000;
const PIECE = 100;

describe.each(databaseKinds())('one stream, on $name', kind => {
  let database: FreshDatabase;
  let writer: EventWriter;
  let server: StreamServer;
  const open: StreamReader[] = [];

  beforeEach(async () => {
    database = await kind.create();
    writer = await EventWriter.open(database.url);
    for (const id of ['acme', 'birch']) await writer.addAccount(id);
    server = await startStreamServer(writer);
  });

  afterEach(async () => {
    for (const reader of open.splice(0)) reader.close();
    await server.close();
    await writer.close();
    await database.drop();
  });

  async function connect(query = '', isReading = true): Promise<StreamReader> {
    const reader = await StreamReader.open({ url: server.url, token: 'x', query }, isReading);
    open.push(reader);
    return reader;
  }

  /** The stream has nothing to send and waits. */
  const idle = (): Promise<boolean> =>
    waitUntil('the stream to wait', SOON_MS, () => server.watch.waiting === 1);

  async function beat(): Promise<void> {
    await idle();
    server.clock.advance(BEAT_MS);
  }

  test('a heartbeat comes every 15 seconds, and the token is looked at with each', async () => {
    const reader = await connect();
    for (const beats of [1, 2, 3]) {
      await beat();
      await waitUntil('a heartbeat', SOON_MS, () => reader.frames.length === beats);
      expect(reader.comments).toEqual(['connected', ...Array(beats).fill('heartbeat')]);
      expect(server.checks()).toBe(beats);
    }
    const cursor = reader.frames[0]?.id;
    expect(reader.frames).toEqual(Array(3).fill({ event: 'offset-only', id: cursor, data: '{}' }));
  });

  test('progress without an event is sent with the next heartbeat, as a cursor that goes on from there', async () => {
    const reader = await connect('account=acme');
    await idle();
    await writer.writeMany('birch', 3);
    await beat();
    await waitUntil('a heartbeat', SOON_MS, () => reader.frames.length > 0);
    expect(reader.frames).toEqual([{ event: 'offset-only', id: expect.stringMatching(/^v1\./), data: '{}' }]);
    await beat();
    await waitUntil('another heartbeat', SOON_MS, () => reader.frames.length > 1);
    expect(reader.frames).toEqual(Array(2).fill(reader.frames[0]));

    const id = await writer.write('acme');
    server.watch.wake();
    const again = await StreamReader.open({
      url: server.url,
      token: 'x',
      ...(reader.lastId === undefined ? {} : { lastEventId: reader.lastId }),
    });
    open.push(again);
    await again.reach(1);
    expect(again.events.map(({ data }) => (JSON.parse(data) as { id: string }).id)).toEqual([id]);
  });

  test('it ends by itself after five minutes, and completely', async () => {
    const reader = await connect();
    await idle();
    for (let passed = BEAT_MS; passed < LIFETIME_MS; passed += BEAT_MS) await beat();
    await idle();
    expect(reader.ending).toBeUndefined();
    server.clock.advance(BEAT_MS);
    expect(await reader.end()).toBe('complete');
    expect(server.slots.taken).toBe(0);
  });

  test('a token that was revoked ends it at the next heartbeat, with a problem in the last frame', async () => {
    const reader = await connect();
    await idle();
    server.refuse(new CredentialError('revoked', 'reader'));
    expect(reader.ending).toBeUndefined();
    await beat();
    expect(await reader.end()).toBe('complete');
    const [frame] = reader.frames;
    expect({ event: frame?.event, id: frame?.id, problem: JSON.parse(String(frame?.data)) }).toMatchObject({
      event: 'error',
      id: undefined,
      problem: { status: 401, code: 'unauthorized', detail: expect.stringMatching(/token is not valid/) },
    });
    expect(server.slots.taken).toBe(0);
  });

  test('a failure of the service is a problem 500 without the cause', async () => {
    const reader = await connect();
    await idle();
    server.refuse(new Error('the password of the database is hunter2'));
    await beat();
    await reader.end();
    expect(reader.frames.map(({ event }) => event)).toEqual(['error']);
    expect(JSON.parse(String(reader.frames[0]?.data))).toMatchObject({ status: 500, code: 'internal' });
    expect(reader.text).not.toContain('hunter2');
  });

  test('a place that expires under a reader ends it with the problem of an expired cursor', async () => {
    const reader = await connect();
    await idle();
    await writer.database.write(trx => trx.all(sql`UPDATE feed SET head = head + 2, floor = head + 2`));
    await beat();
    await reader.end();
    expect(JSON.parse(String(reader.frames.at(-1)?.data))).toMatchObject({
      status: 410,
      type: 'urn:rollcall:problem:cursor-expired',
      oldest: expect.stringMatching(/^v1\./),
    });
  });

  test('a reader that leaves frees its slot at once', async () => {
    const reader = await connect();
    await idle();
    expect(server.slots.taken).toBe(1);
    reader.close();
    await waitUntil('the slot to be free', SOON_MS, () => server.slots.taken === 0);
    expect({ waiting: server.watch.waiting, timers: server.clock.scheduled }).toEqual({
      waiting: 0,
      timers: 0,
    });
  });

  test('a reader that does not read stops the reading of the database, and is disconnected when its token or its time ends', async () => {
    for (let written = 0; written < LARGE_EVENTS; written += PIECE) {
      await writer.writeMany('acme', PIECE, { padding: LARGE_BYTES });
    }
    const stalled = await connect('', false);
    for (const checks of [1, 2, 3]) {
      await waitUntil('the stream to wait for room', SOON_MS, () => server.clock.nextInMs === BEAT_MS);
      server.clock.advance(BEAT_MS);
      await waitUntil('the token to be looked at', SOON_MS, () => server.checks() === checks);
    }
    expect(server.eventsRead()).toBeLessThan(LARGE_EVENTS / 2);
    expect({ waiting: server.watch.waiting, ending: stalled.ending }).toEqual({
      waiting: 0,
      ending: undefined,
    });
    server.refuse(new CredentialError('revoked', 'reader'));
    server.clock.advance(BEAT_MS);
    await waitUntil('the slot to be free', SOON_MS, () => server.slots.taken === 0);

    const reading = await connect();
    await reading.reach(LARGE_EVENTS);
    expect(new Set(reading.events.map(({ id }) => id)).size).toBe(LARGE_EVENTS);
  });
});
