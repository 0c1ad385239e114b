/** A PgBouncer between the service and PostgreSQL, which gives each transaction another connection of the server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../network/free-port.ts';
import type { Certificate } from '../network/make-certificate.ts';
import { waitUntil } from '../wait-until.ts';

const SOON_MS = 20_000;
/** It refuses to run as root. */
const NOT_FOUND = 65_534;

export interface Pgbouncer {
  /** A DATABASE_URL that leads through it. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * @param program its path
 * @param serverUrl of the database behind it
 * @param certificate with which it takes connections over TLS alone; without one it speaks none
 */
export async function startPgbouncer(
  program: string,
  serverUrl: string,
  certificate?: Certificate,
): Promise<Pgbouncer> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-pgbouncer-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new URL(serverUrl);
  const database = server.pathname.slice(1);
  const tls: string[] = [];
  if (certificate) {
    for (const [name, text] of Object.entries(certificate)) writeFileSync(join(folder, name), text);
    tls.push(
      'client_tls_sslmode = require',
      `client_tls_key_file = ${join(folder, 'key')}`,
      `client_tls_cert_file = ${join(folder, 'cert')}`,
    );
  }
  const settings = join(folder, 'pgbouncer.ini');
  writeFileSync(
    settings,
    [
      '[databases]',
      `${database} = host=${server.hostname} port=${server.port} user=${server.username} password=${server.password}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = any',
      'pool_mode = transaction',
      'default_pool_size = 20',
      'ignore_startup_parameters = extra_float_digits',
      ...tls,
    ].join('\n'),
  );
  const isRoot = process.getuid?.() === 0;
  const child = spawn(program, [settings], {
    stdio: 'ignore',
    ...(isRoot ? { uid: NOT_FOUND, gid: NOT_FOUND } : {}),
  });
  await waitUntil('PgBouncer listens', SOON_MS, () => isListening(port));
  server.host = `127.0.0.1:${port}`;
  return { url: server.href, stop: () => end(child, folder) };
}

const isListening = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('connect', () => socket.destroy());
    socket.on('error', () => resolve(false));
  });

async function end(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise(resolve => child.once('close', resolve));
  child.kill('SIGKILL');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
