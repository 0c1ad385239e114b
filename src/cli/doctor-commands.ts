/** `rollcall doctor`: is this installation well? */
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { RollcallError } from '../errors.ts';
import { publicUrlOf } from '../public-url.ts';
import { openWebhooks } from '../service-commands.ts';
import { type InspectedDatabase, inspectDatabase } from '../store/database-inspection.ts';
import { CommandFailed, type JsonOption, print } from './command-output.ts';
import { examineConfiguration, examineKeys, examineNode } from './doctor/configuration-findings.ts';
import {
  examineClock,
  examineDurability,
  examineFiles,
  examineSchema,
  unreachable,
} from './doctor/database-findings.ts';
import { examineBacklog, examineEndpoints } from './doctor/delivery-findings.ts';
import { type Finding, findingsOf } from './doctor/finding.ts';
import { examinePublicUrl } from './doctor/public-url-findings.ts';

const MARKS = { ok: '✓', warning: '!', failure: '✗' } as const;

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check settings, keys, database, clock, PUBLIC_URL and what waits; 1 when something fails')
    .option('--json', 'print JSON')
    .action(async ({ json }: JsonOption) => {
      const checks = await examine();
      const ok = checks.every(({ status }) => status !== 'failure');
      const lines = checks.map(({ check, status, text }) => `${MARKS[status]} ${check.padEnd(13)} ${text}`);
      print(json, { ok, checks }, lines.join('\n'));
      if (!ok) throw new CommandFailed();
    });
}

async function examine(): Promise<readonly Finding[]> {
  const { config, findings } = await examineConfiguration();
  const first = [...findings, ...(await examineNode(process.versions.node))];
  // Without a configuration nobody knows where the rest is.
  if (!config) return first;
  const { isServing, findings: ofPublicUrl } = await examinePublicUrlOf(config);
  const ofDatabase = await examineDatabase(config, isServing);
  return [...first, ...(await examineKeys(config)), ...ofDatabase, ...ofPublicUrl];
}

async function examinePublicUrlOf(
  config: Config,
): Promise<{ readonly isServing: boolean; readonly findings: readonly Finding[] }> {
  if (config.publicUrl === undefined && config.port === 0) return { isServing: false, findings: [] };
  return examinePublicUrl(publicUrlOf(config, config.port));
}

async function examineDatabase(config: Config, isServing: boolean): Promise<readonly Finding[]> {
  let inspected: InspectedDatabase;
  try {
    inspected = await inspectDatabase(config.database);
  } catch (error) {
    if (!(error instanceof RollcallError)) return unreachable(error);
    return findingsOf('database', report => report('failure', error.message));
  }
  try {
    const { isCurrent, findings } = await examineSchema(inspected);
    const ofServer = [
      ...(await examineDurability(inspected)),
      ...(await examineFiles(config.database)),
      ...findings,
    ];
    if (!isCurrent) return ofServer;
    const now = Date.now();
    return [
      ...ofServer,
      ...(await examineClock(inspected, Date.now)),
      ...(await examineEndpoints(() => listEndpoints(config))),
      ...(await examineBacklog(await inspected.backlog(now), now, isServing)),
    ];
  } finally {
    await inspected.close();
  }
}

async function listEndpoints(config: Config) {
  const { endpoints, close } = await openWebhooks(config);
  try {
    return await endpoints.list();
  } finally {
    await close();
  }
}
