/** The stream of events as readers by other people see it: those of Python, and the EventSource of npm. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EventSource } from 'eventsource';
import { sql } from '../../../src/store/database/sql.ts';
import { databaseKinds, type FreshDatabase } from '../../support/database/databases.ts';
import { outsideTools } from '../../support/process/outside-tools.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EventWriter } from '../event-writer.ts';
import { type StreamServer, startStreamServer } from './stream-server.ts';

const BEAT_MS = 15_000;
const LIMIT_MS = 60_000;
const LAST_TYPE = 'connection.disabled';
/** Lines end here for Python's `str.splitlines`, and for JSON they do not. */
const NAME = 'line\u2028paragraph\u2029next\u0085end';
const ESCAPED_JSON = '"line\\u2028paragraph\\u2029next\\u0085end"';

const { folder: tools, describe: describeWithTools } = outsideTools('reader-tools');
const program = fileURLToPath(new URL('readers/read-stream.py', import.meta.url));

interface SeenEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

type Read = (url: string) => Promise<readonly SeenEvent[]>;

const readWithPython =
  (reader: string, modules = ''): Read =>
  async url => {
    const python = join(tools, 'venv/bin/python');
    const { stdout } = await promisify(execFile)(python, [program, reader, url, LAST_TYPE], {
      env: { ...process.env, PYTHONPATH: modules },
    });
    return stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as SeenEvent); // as the program prints it
  };

const readWithEventSource: Read = url =>
  new Promise((resolve, reject) => {
    const seen: SeenEvent[] = [];
    const source = new EventSource(url);
    const end = (settle: () => void): void => {
      source.close();
      settle();
    };
    source.addEventListener('error', error => end(() => reject(error)));
    // "message" is what an event without a type would be.
    for (const type of ['message', 'offset-only', 'connection.token_issued', LAST_TYPE]) {
      source.addEventListener(type, ({ lastEventId, data }) => {
        seen.push({ id: lastEventId, event: type, data });
        if (type === LAST_TYPE) end(() => resolve(seen));
      });
    }
  });

const READERS: Readonly<Record<string, Read>> = {
  'httpx-sse 0.4.0': readWithPython('httpx-sse', join(tools, 'httpx-sse-0.4.0')),
  'httpx-sse 0.4.3': readWithPython('httpx-sse', join(tools, 'httpx-sse-0.4.3')),
  'sseclient-py': readWithPython('sseclient-py'),
  'the EventSource of npm': readWithEventSource,
};

describeWithTools.each(databaseKinds())('a stream on $name', kind => {
  let database: FreshDatabase;
  let writer: EventWriter;
  let server: StreamServer;
  let written: readonly string[];
  const seen = new Map<string, readonly SeenEvent[]>();

  /** All readers at once see two events, two heartbeats, and the last event. */
  beforeAll(async () => {
    database = await kind.create();
    writer = await EventWriter.open(database.url);
    await writer.addAccount('acme');
    const old = await writer.write('acme', { text: NAME });
    // As it was stored before separators were escaped.
    await writer.database.write(trx =>
      trx.all(sql`UPDATE events SET body = replace(body, ${ESCAPED_JSON}, ${JSON.stringify(NAME)})`),
    );
    written = [old, await writer.write('acme', { text: NAME })];
    server = await startStreamServer(writer);
    const reading = Promise.all(
      Object.entries(READERS).map(async ([name, read]) => {
        seen.set(name, await read(`${server.url}/v1/events/stream`));
      }),
    );
    const readers = Object.keys(READERS).length;
    for (const beats of [1, 2]) {
      await waitUntil('every reader to wait', LIMIT_MS, () => server.watch.waiting === readers);
      server.clock.advance(BEAT_MS);
      await waitUntil('every heartbeat', LIMIT_MS, () => server.checks() === beats * readers);
    }
    written = [...written, await writer.write('acme', { type: LAST_TYPE })];
    await writer.settle();
    server.watch.wake();
    await reading;
  }, LIMIT_MS);

  afterAll(async () => {
    await server.close();
    await writer.close();
    await database.drop();
  });

  test.each(Object.keys(READERS))('gives %s each event whole, and nothing without data', name => {
    const events = seen.get(name) ?? [];
    const bodies = events.map(
      ({ data }) => JSON.parse(data) as { id?: string; type?: string; data?: object },
    );
    const [old, recent, last] = written;
    expect(bodies.map(({ id, data }) => ({ id, data }))).toEqual([
      { id: old, data: { text: NAME } },
      { id: recent, data: { text: NAME } },
      {},
      {},
      { id: last, data: {} },
    ]);
    expect(events.map(({ event }) => event)).toEqual(bodies.map(({ type }) => type ?? 'offset-only'));
    // Each heartbeat tells the place of the event before it.
    expect(new Set(events.map(({ id }) => id)).size).toBe(written.length);
  });
});
