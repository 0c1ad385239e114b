/**
 * `npm run bench [-- suite … --quick --json]`: measures Rollcall beside its baselines in one run and prints
 * ratios, because on shared machines only a ratio taken side by side means anything.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMachine } from './measure/machine.ts';
import { type LoopDelays, renderReport, type SuiteReport } from './measure/report.ts';
import { type BenchOptions, OptionError, readOptions } from './options.ts';
import { ServerProcesses } from './servers/server-process.ts';
import { eventsSuite } from './suites/events-suite.ts';
import { fairnessSuite } from './suites/fairness/fairness-suite.ts';
import { scaleSuite } from './suites/scale-suite.ts';
import { scimSuite } from './suites/scim-suite.ts';
import type { Suite } from './suites/suite.ts';

/** A new suite is a file and a line here. */
const SUITES: readonly Suite[] = [scimSuite, scaleSuite, eventsSuite, fairnessSuite];

/** Puts the results of this run under the heading of the document that shows them. */
function replaceResults(file: string, results: string): void {
  const [before] = readFileSync(file, 'utf8').split('\n## Results\n');
  const command = process.argv.slice(2).join(' ');
  writeFileSync(
    file,
    `${before}\n## Results\n\nMade by \`npm run bench -- ${command}\`.\n${results.trimEnd()}\n`,
  );
}

async function runSuites(options: BenchOptions): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const servers = new ServerProcesses();
  // Synchronous and in one place, so that it also happens after Ctrl-C and after a failure.
  process.once('exit', () => {
    servers.kill();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));

  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const machine = readMachine(directory);
  const reports: (SuiteReport & LoopDelays)[] = [];
  for (const suite of SUITES) {
    if (!options.suites.includes(suite.name)) continue;
    say(`${suite.name}: ${suite.about}`);
    const report = await suite.run({ options, directory, servers, say: text => say(`  ${text}`) });
    reports.push({ ...report, loopDelays: await servers.readLoopDelays() });
    await servers.stop();
  }
  const text = renderReport(machine, reports);
  if (options.resultsFile !== undefined) replaceResults(options.resultsFile, text);
  console.log(options.json ? JSON.stringify({ machine, suites: reports }, null, 2) : text);
}

try {
  const options = readOptions(process.argv.slice(2), SUITES);
  if (typeof options === 'string') console.log(options);
  else await runSuites(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof OptionError ? 2 : 1;
}
