/** What an orchestrator reads: whether to restart a process, and whether to send it requests. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import knex from 'knex';
import { createLog } from '../../src/base/log.ts';
import { type HealthChecks, healthRoutes } from '../../src/http/health-routes.ts';
import { answerProblems } from '../../src/http/problem.ts';
import { databaseProbe } from '../../src/store/operations/probe.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const ask = async (url: string, path: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(url + path);
  return { status: response.status, body: await response.json() };
};

describe.each(databaseKinds())('on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService;

  beforeAll(async () => {
    fresh = await kind.createEmpty();
    service = await startTestService({ databaseUrl: fresh.url });
  });

  afterAll(async () => {
    await service.stop();
    await fresh.drop();
  });

  test('a service that can serve is alive and ready', async () => {
    for (const path of ['/livez', '/healthz'])
      expect(await ask(service.url, path)).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await ask(service.url, '/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  test('a database that lacks a migration makes it unready, and names it; a newer one does not', async () => {
    const { database } = service;
    const other =
      database.dialect === 'sqlite'
        ? knex({ client: 'better-sqlite3', connection: database.path, useNullAsDefault: true })
        : knex({ client: 'pg', connection: database.url });
    try {
      await other('knex_migrations').insert({ name: '9999-from-the-future', batch: 9 });
      expect(await ask(service.url, '/readyz')).toMatchObject({ status: 200 });
      await other('knex_migrations').where({ name: '0002-deliveries' }).update({ name: '9998-also-new' });
      expect(await ask(service.url, '/readyz')).toEqual({
        status: 503,
        body: {
          type: 'about:blank',
          title: 'Temporarily unavailable',
          status: 503,
          code: 'unavailable',
          check: 'schema',
          detail: 'The database lacks the migrations 0002-deliveries; run "rollcall migrate".',
        },
      });
      expect(await ask(service.url, '/healthz')).toMatchObject({ status: 200 });
      await other('knex_migrations').where({ name: '9998-also-new' }).update({ name: '0002-deliveries' });
      expect(await ask(service.url, '/readyz')).toMatchObject({ status: 200 });
    } finally {
      await other.destroy();
    }
  });
});

describe('with checks that fail', () => {
  const well: HealthChecks = {
    databaseAnswers: () => Promise.resolve(),
    requireInPlace: () => undefined,
    missingMigrations: () => Promise.resolve([]),
    changesAreWritten: () => Promise.resolve(),
    isStopping: () => false,
    loops: () => [],
  };

  async function withRoutes(
    checks: Partial<HealthChecks>,
    use: (url: string) => Promise<void>,
  ): Promise<void> {
    const app = express();
    app.use(healthRoutes({ ...well, ...checks }));
    app.use(answerProblems(createLog('silent')));
    const server = createServer(app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // a TCP server has a TCP address
    try {
      await use(`http://127.0.0.1:${port}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  test('a database that does not answer makes it neither well nor ready, and it stays alive', async () => {
    const databaseAnswers = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:5432'));
    await withRoutes({ databaseAnswers }, async url => {
      for (const path of ['/healthz', '/readyz']) {
        const { status, body } = await ask(url, path);
        expect(status).toBe(503);
        expect(body).toMatchObject({ check: 'database', detail: 'The database does not answer.' });
        expect(JSON.stringify(body)).not.toContain('10.0.0.7');
      }
      expect(await ask(url, '/livez')).toEqual({ status: 200, body: { status: 'ok' } });
    });
  });

  test('a service that stops is alive, and not ready', async () => {
    await withRoutes({ isStopping: () => true }, async url => {
      expect(await ask(url, '/healthz')).toMatchObject({ status: 200 });
      expect(await ask(url, '/readyz')).toMatchObject({ status: 503, body: { check: 'stopping' } });
    });
  });
});

describe('the probe of a database', () => {
  test('gives up waiting, and asks again only when the first answer has come', async () => {
    let asked = 0;
    let answer: (() => void) | undefined;
    const all = () => {
      asked += 1;
      return new Promise<never[]>(resolve => {
        answer = () => resolve([]);
      });
    };
    const probe = databaseProbe({ all }, 20);
    await expect(probe()).rejects.toThrow('did not answer within 20 ms');
    await expect(probe()).rejects.toThrow('did not answer within 20 ms');
    expect(asked).toBe(1);
    const answered = probe();
    answer?.();
    await answered;
    const again = probe();
    answer?.();
    await again;
    expect(asked).toBe(2);
  });
});
