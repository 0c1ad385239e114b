/** `rollcall doctor`: is this installation well? */
import type { Command } from 'commander';
import { RollcallError } from '../../base/errors.ts';
import { inspectEndpoints } from '../../composition/commands.ts';
import type { Config } from '../../config/config.ts';
import { publicUrlOf } from '../../config/public-url.ts';
import { type InspectedDatabase, inspectDatabase } from '../../store/operations/inspection.ts';
import { CommandFailed, type JsonOption, print } from '../command-output.ts';
import { examineConfiguration, examineKeys, examineNode } from './configuration-findings.ts';
import {
  examineClock,
  examineDurability,
  examineEncryption,
  examineFile,
  examineFiles,
  examinePermissions,
  examineSchema,
  unreachable,
} from './database-findings.ts';
import {
  type ExaminedEndpoint,
  examineBacklog,
  examineEndpoints,
  examineSealedEndpoints,
  readBacklog,
} from './delivery-findings.ts';
import { type Finding, findingsOf } from './finding.ts';
import { examineUserNames } from './member-findings.ts';
import { examinePublicUrl, examineStoredPublicUrl } from './public-url-findings.ts';
import { examineTokens } from './token-findings.ts';

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
  const { inspected, findings } = await examineConfiguration();
  const first = [...findings, ...(await examineNode(process.versions.node))];
  // Without a configuration it is unknown where the rest is.
  if (!inspected) return first;
  const { config } = inspected;
  const { isServing, findings: ofPublicUrl } = await examinePublicUrlOf(config);
  const ofDatabase = await examineDatabase(config, isServing);
  return [...first, ...(await examineKeys(inspected)), ...ofDatabase, ...ofPublicUrl];
}

async function examinePublicUrlOf(
  config: Config,
): Promise<{ readonly isServing: boolean; readonly findings: readonly Finding[] }> {
  if (config.publicUrl === undefined && config.port === 0) return { isServing: false, findings: [] };
  return examinePublicUrl(publicUrlOf(config, config.port));
}

async function examineDatabase(config: Config, isServing: boolean): Promise<readonly Finding[]> {
  const { canOpen, findings: ofPermissions } = await examinePermissions(config.database);
  const ofFiles = await examineFiles(config.database);
  if (!canOpen) return [...ofPermissions, ...ofFiles];
  let inspected: InspectedDatabase;
  try {
    inspected = await inspectDatabase(config.database);
  } catch (error) {
    return [...ofPermissions, ...(await examineOpening(error)), ...ofFiles];
  }
  try {
    const { isCurrent, findings: ofSchema } = await examineSchema(inspected);
    return [
      ...ofPermissions,
      ...(await examineDurability(inspected)),
      ...(await examineEncryption(config.database)),
      ...(await examineFile(inspected)),
      ...ofFiles,
      ...ofSchema,
      ...(isCurrent ? await examineContent(inspected, config, isServing) : []),
    ];
  } finally {
    await inspected.close();
  }
}

function examineOpening(error: unknown): Promise<readonly Finding[]> {
  if (!(error instanceof RollcallError)) return unreachable(error);
  return findingsOf('database', report => report('failure', error.message));
}

async function examineContent(
  inspected: InspectedDatabase,
  config: Config,
  isServing: boolean,
): Promise<readonly Finding[]> {
  const now = Date.now();
  const ofClock = [
    ...(await examineTokens(inspected, config.signingKeys, now)),
    ...(await examineClock(inspected, Date.now)),
    ...(await examineUserNames(inspected)),
  ];
  const ofAddress = await examineStoredPublicUrl(config.publicUrl, await inspected.publicUrl());
  const { backlog, findings: ofReading } = await readBacklog(() => inspected.backlog(now));
  if (!backlog) return [...ofClock, ...ofReading, ...ofAddress];
  const { examined, findings: ofEndpoints } =
    config.secretsKeys.length === 0
      ? { examined: [], findings: await examineSealedEndpoints(backlog) }
      : await examineEndpoints(() => listEndpoints(config));
  const ofBacklog = await examineBacklog(backlog, { now, isServing, examined });
  return [...ofClock, ...ofEndpoints, ...ofBacklog, ...ofAddress];
}

const listEndpoints = (config: Config): Promise<readonly ExaminedEndpoint[]> =>
  inspectEndpoints(async endpoints => {
    const one = { after: undefined, limit: 1 };
    const examined: ExaminedEndpoint[] = [];
    for (const endpoint of await endpoints.list()) {
      const { id, status } = endpoint;
      const blocked = await endpoints.lanes(id, { ...one, state: 'blocked' });
      const open = await endpoints.deadLetters(id, { ...one, isOpen: true });
      examined.push({
        endpoint,
        // The lanes of a disabled endpoint wait on purpose.
        hasBlockedLanes: status !== 'disabled' && blocked.length > 0,
        hasOpenDeadLetters: open.length > 0,
      });
    }
    return examined;
  }, config);
