/** Runs the commands of a document in a shell, as they stand there, against a service under test. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestService } from '../test-service.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MARK = '=== next block ===';
// npm takes a second each time, and what it would start is this.
const COMMANDS = `npm() { shift 4; node bin/rollcall.js "$@"; }\nnode() { "${process.execPath}" "$@"; }\n`;

/** The blocks marked as shell. @param heading the text of the `##` heading they stand under; of the whole file when not given */
export function shellBlocks(file: string, heading?: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const chapter = heading === undefined ? text : text.split(`\n## ${heading}`)[1]?.split('\n## ')[0];
  return [...(chapter ?? '').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code]) => String(code));
}

/**
 * @param databaseUrl of the service
 * @returns what each block printed
 */
export async function runBlocks(
  blocks: readonly string[],
  service: TestService,
  databaseUrl: string,
): Promise<readonly string[]> {
  const script = blocks.join(`\necho '${MARK}'\n`).replaceAll('http://127.0.0.1:8080', '$ROLLCALL_URL');
  const printed = await runInShell(COMMANDS + script, {
    DATABASE_URL: databaseUrl,
    ROLLCALL_URL: service.url,
    PUBLIC_URL: service.url,
    SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
    SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
  });
  return printed.split(MARK);
}

function runInShell(script: string, environment: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-e', '-c', script], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let complained = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complained += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', code =>
      code === 0 ? resolve(printed) : reject(new Error(`${code}: ${complained}`)),
    );
  });
}
