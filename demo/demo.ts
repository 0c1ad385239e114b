/**
 * `npm run demo`: a throw-away service, two companies with two identity providers, and the main app that
 * reads along. Exits 0 only if everything happened as it should.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type DemoService, startDemoService } from './demo-service.ts';
import { differencesFrom, Findings } from './expectation.ts';
import type { Stage } from './identity-provider.ts';
import { JumpCloud } from './jumpcloud.ts';
import { MainApp } from './main-app.ts';
import { Narrator } from './narrator.ts';
import { Okta } from './okta.ts';
import { INVITED, playStory } from './story.ts';

const USAGE = `Usage: npm run demo [-- --fast | --slow]
  --fast  without pauses
  --slow  three times as long
`;
const SLOW = 3;
const LISTED_FINDINGS = 12;
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 } as const;

/** What the performers need besides the service. */
interface Setting {
  readonly narrator: Narrator;
  readonly findings: Findings;
  /** Waits so that a person can follow. */
  readonly pause: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** @returns the exit code: 0 as it should be, 1 not, 2 misused, 128 + signal number when interrupted */
async function main(args: readonly string[]): Promise<number> {
  const speed = readSpeed(args);
  if (speed === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const interruption = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => interruption.abort(name));
  }
  // A reader that went away, as in "npm run demo | head", ends the demo like Ctrl-C does.
  process.stdout.on('error', () => interruption.abort('SIGPIPE'));
  const { signal } = interruption;
  const narrator = new Narrator(text => process.stdout.write(text), process.stdout.columns);
  const pause = (ms: number): Promise<void> => delay(ms * speed, undefined, { signal });
  try {
    return await perform({ narrator, findings: new Findings(), pause, signal });
  } catch (error) {
    if (!signal.aborted) {
      narrator.failure(describeError(error));
      return 1;
    }
    const name = signal.reason as keyof typeof EXIT_CODES; // we gave the reason above
    if (name !== 'SIGPIPE') narrator.text('Interrupted; the service and its data are gone.');
    return EXIT_CODES[name];
  }
}

/** @returns a factor for pauses; `undefined` for somebody who asked for something else */
function readSpeed(args: readonly string[]): number | undefined {
  const options = { fast: { type: 'boolean' }, slow: { type: 'boolean' } } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    return values.fast ? 0 : values.slow ? SLOW : 1;
  } catch {
    return undefined;
  }
}

async function perform(setting: Setting): Promise<number> {
  const { narrator, findings, signal } = setting;
  narrator.title('Rollcall: who is on the team, told in order');
  narrator.text(
    'Two companies use the same product, the “main app”. Acorn Bakery keeps its people in JumpCloud, Birch Studio in Okta. Both tell Rollcall over SCIM who comes, changes and goes. The main app reads it from one feed: each of its lines is an event as it arrives → and what the main app does about it.',
  );
  const service = await startDemoService(signal);
  try {
    await playOn(service, setting);
  } catch (error) {
    if (signal.aborted) throw error;
    findings.add('the demo broke off', describeError(error));
  } finally {
    await service.stop();
  }
  if (findings.all.length === 0) return 0;
  narrator.failure('It did not happen as it should.');
  for (const finding of findings.all.slice(0, LISTED_FINDINGS)) narrator.text(`- ${finding}`);
  const more = findings.all.length - LISTED_FINDINGS;
  if (more > 0) narrator.text(`- and ${more} more`);
  if (service.lastLogLines().length > 0) narrator.log('The service’s log ends with', service.lastLogLines());
  return 1;
}

async function playOn(service: DemoService, setting: Setting): Promise<void> {
  const { narrator, findings } = setting;
  narrator.text(
    `The service runs on ${service.url}, its data is in ${service.folder}; both go when the demo ends.`,
  );
  const [acorn, token] = await Promise.all([
    service.addAccount('acorn', 'Acorn Bakery', 'jumpcloud'),
    service.issueFeedToken(),
  ]);
  const birch = await service.addAccount('birch', 'Birch Studio', 'okta');
  const accounts = new Map([acorn, birch].map(({ id, name }) => [id, name]));
  const mainApp = new MainApp({ ...setting, url: service.url, token, accounts });
  const stage: Stage = { ...setting, mainApp, namesById: new Map() };
  const jumpcloud = new JumpCloud(acorn, stage);
  const okta = new Okta(birch, stage);
  mainApp.startReading();
  try {
    await playStory(jumpcloud, okta, stage);
  } finally {
    await mainApp.stopReading();
  }
  await mainApp.check();
  findings.add('the main app', ...differencesFrom(INVITED, mainApp.invited, 'the list of people it invited'));
  if (findings.all.length > 0) return;
  const ranges = [acorn, birch].map(({ id }) => `${id} #1 to #${mainApp.lastNumber(id)}`).join(', ');
  narrator.success('Everything happened as it should.');
  narrator.count(jumpcloud.sent + okta.sent, 'requests sent by the identity providers, every answer checked');
  narrator.count(mainApp.eventsRead, `events read, in order, none missing, none twice: ${ranges}`);
  narrator.count(mainApp.invited.length, 'invitations sent, none of them to JumpCloud’s test person');
  narrator.count(0, 'roles, groups or passwords in any answer or event');
  narrator.title('Now yours');
  narrator.text('npm start');
  narrator.text('npm run -s rollcall -- account add my-company --idp okta');
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

process.exitCode = await main(process.argv.slice(2));
