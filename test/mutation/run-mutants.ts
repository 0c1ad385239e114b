/**
 * Makes each hand-made bug in a copy of the project and runs the tests that must notice it:
 * `npm run mutants`, or `npm run mutants -- src/scim` for the mutants whose file or fault holds a text.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Mutant } from './mutant.ts';
import { MUTANTS } from './mutants.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NOT_COPIED = new Set(['node_modules', '.git', 'data', 'coverage']);
/** A bug that hangs the tests is noticed as well. */
const LIMIT_MS = 120_000;
const BASELINE_LIMIT_MS = 1_800_000;

type Verdict = 'killed' | 'survived';

const run = promisify(execFile);
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

/** A copy of the project in which one bug at a time is made. */
class Copy {
  readonly #folder = mkdtempSync(join(tmpdir(), 'rollcall-mutants-'));

  constructor() {
    const isCopied = (path: string): boolean => !NOT_COPIED.has(relative(ROOT, path));
    cpSync(ROOT, this.#folder, { recursive: true, filter: isCopied });
    symlinkSync(join(ROOT, 'node_modules'), join(this.#folder, 'node_modules'));
  }

  async judge(mutant: Mutant): Promise<Verdict> {
    const path = join(this.#folder, mutant.file);
    const original = readFileSync(path, 'utf8');
    writeFileSync(path, mutated(original, mutant));
    try {
      return (await this.passes(mutant.tests, LIMIT_MS)) ? 'survived' : 'killed';
    } finally {
      writeFileSync(path, original);
    }
  }

  async passes(tests: readonly string[], limitMs: number): Promise<boolean> {
    const jest = ['--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', ...tests];
    const options = ['--selectProjects', 'all', '--bail', '--runInBand', '--forceExit'];
    // On SQLite alone: the rules are the same, and the tests take half as long.
    const env = { ...process.env, CI: '', TEST_POSTGRES_URL: '' };
    // A loop without an end would hear no other signal.
    const limits = { timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: 2 ** 28 } as const;
    return run(process.execPath, [...jest, ...options], { cwd: this.#folder, env, ...limits }).then(
      () => true,
      () => false,
    );
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const mutated = (code: string, { search, replacement }: Mutant): string =>
  code.replace(search, () => replacement);

/** Whether the text of a mutant stands where it did. @throws Error for one that no test is needed to notice */
function canBeMade(mutant: Mutant): boolean {
  const { file, search, fault } = mutant;
  const code = readFileSync(join(ROOT, file), 'utf8');
  const found = code.split(search).length - 1;
  if (found !== 1) {
    print(`outdated          ${file}: ${fault}`);
    return false;
  }
  stripTypeScriptTypes(mutated(code, mutant)); // and parses; JavaScript is TypeScript, too
  return true;
}

/** @throws Error when the tests fail without any mutant: then their failing would say nothing */
async function checkTests(mutants: readonly Mutant[]): Promise<void> {
  const copy = new Copy();
  const files = [...new Set(mutants.flatMap(({ tests }) => tests))].sort();
  print(`${files.length} test files without a mutant ...`);
  const isGreen = await copy.passes(files, BASELINE_LIMIT_MS);
  copy.remove();
  if (!isGreen) throw new Error('the tests must pass before a mutant is made');
}

async function judgeAll(mutants: readonly Mutant[]): Promise<ReadonlyMap<Mutant, Verdict>> {
  const verdicts = new Map<Mutant, Verdict>();
  const waiting = mutants.values();
  const work = async (): Promise<void> => {
    const copy = new Copy();
    for (const mutant of waiting) {
      const startedAt = performance.now();
      const verdict = await copy.judge(mutant);
      verdicts.set(mutant, verdict);
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      print(`${verdict.padEnd(8)} ${seconds.padStart(5)} s  ${mutant.file}: ${mutant.fault}`);
    }
    copy.remove();
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism() / 2) }, work));
  return verdicts;
}

function printScore(verdicts: ReadonlyMap<Mutant, Verdict>): void {
  const folders = new Map<string, Verdict[]>();
  for (const [{ file }, verdict] of verdicts) {
    for (const folder of [dirname(file), 'all'])
      folders.set(folder, [...(folders.get(folder) ?? []), verdict]);
  }
  for (const [folder, all] of [...folders].sort(([one], [other]) => one.localeCompare(other))) {
    const killed = all.filter(verdict => verdict === 'killed').length;
    print(
      `${folder.padEnd(24)} ${killed} of ${all.length} killed (${Math.round((100 * killed) / all.length)} %)`,
    );
  }
}

const [wanted = ''] = process.argv.slice(2);
const chosen = MUTANTS.filter(({ file, fault }) => file.includes(wanted) || fault.includes(wanted));
const made = chosen.filter(canBeMade);
await checkTests(made);
const verdicts = await judgeAll(made);
printScore(verdicts);
if (made.length < chosen.length || [...verdicts.values()].includes('survived')) process.exitCode = 1;
