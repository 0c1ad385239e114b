/** `rollcall log`, `rollcall timeline`, `rollcall connection`: what identity providers asked, and the outcome. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { Account } from '../../accounts/account.ts';
import {
  type Audience,
  renderConnection,
  renderEntries,
  renderTimeline,
} from '../../api/provisioning-log/answers.ts';
import { LOG_FILTER, type LogFilter, logFilter } from '../../api/provisioning-log/query.ts';
import { parseQuery } from '../../api/request/query.ts';
import { isId } from '../../base/ids.ts';
import { type Services, withServices } from '../../composition/commands.ts';
import { fold } from '../../members/member.ts';
import { LOG_OUTCOMES, type LogEntry, NO_ACCOUNT } from '../../provisioning-log/entry.ts';
import { LONGEST_REQUEST_MS, LogFollower } from '../../provisioning-log/follower.ts';
import { readTimeline } from '../../provisioning-log/timeline.ts';
import { type JsonOption, print } from '../command-output.ts';
import { parseGiven, parseNumber } from '../command-values.ts';
import { connectionText } from './connection-text.ts';
import { entryText, remediesText, timelineText } from './text.ts';

interface LogOptions extends JsonOption {
  readonly member?: string;
  readonly outcome?: string;
  readonly failed?: true;
  readonly text?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: number;
  readonly after?: string;
  readonly follow?: true;
}

const LARGEST_LIMIT = 1_000;
const FOLLOW_MS = 500;
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export function addLogCommands(program: Command): void {
  program
    .command('log [account]')
    .description('the provisioning log of an account; without one, requests that belong to none')
    .option('--member <id or name>', 'only what is about this member', parseGiven)
    .option(
      '--outcome <outcomes>',
      `only these, separated by commas: ${LOG_OUTCOMES.join(', ')}`,
      parseOutcomes,
    )
    .option('--failed', 'only what went wrong; the same as --outcome refused,failed')
    .option('--text <words>', 'only what holds this: a name, a part of the meaning, a request id')
    .option('--since <time>', 'from then on: 2h, 30m, 7d, 2027-01-31 or 2027-01-31T18:00:00Z', parseTime)
    .option('--until <time>', 'before that time', parseTime)
    .option('--limit <number>', `the newest so many, up to ${LARGEST_LIMIT}`, parseNumber, 50)
    .option('--after <id>', 'go on behind this one, towards the past', parseGiven)
    .option('--follow', 'go on with what comes')
    .option('--json', 'print JSON')
    .action((account: string | undefined, options: LogOptions) =>
      withServices(services => showLog(services, account, options)),
    );

  program
    .command('timeline <account> <memberId>')
    .description('the story of one member: requests, events, deliveries')
    .option('--limit <number>', `the newest so many, up to ${LARGEST_LIMIT}`, parseNumber, 100)
    .option('--after <id>', 'go on behind this one, towards the past', parseGiven)
    .option('--json', 'print JSON')
    .action((accountId: string, memberId: string, { limit, after, json }: LogOptions) =>
      withServices(async ({ accounts, timelines, publicUrl }) => {
        const account = await accounts.get(accountId);
        const range = { before: after, limit: withinLimits(limit) };
        const timeline = await readTimeline(timelines, { accountId }, memberId, range);
        print(json, renderTimeline(timeline, audienceOf(account, publicUrl)), timelineText(timeline));
      }),
    );

  program
    .command('connection <account>')
    .description('how the connection of an account is doing')
    .option('--json', 'print JSON')
    .action((accountId: string, { json }: JsonOption) =>
      withServices(async ({ accounts, connectionStatuses }) => {
        const account = await accounts.get(accountId);
        const status = await connectionStatuses.read(account);
        print(json, renderConnection(account, status), connectionText(account, status));
      }),
    );
}

const audienceOf = (
  { identityProvider }: Pick<Account, 'identityProvider'>,
  publicUrl: string,
): Audience => ({ identityProvider, baseUrl: `${publicUrl}/scim/v2` });

async function showLog(
  { accounts, entries, publicUrl }: Services,
  accountId: string | undefined,
  options: LogOptions,
): Promise<void> {
  const audience: Audience =
    accountId === undefined
      ? audienceOf({ identityProvider: 'other' }, publicUrl)
      : audienceOf(await accounts.get(accountId), publicUrl);
  const { limit, after, json, follow } = options;
  const filter = logFilter(parseQuery(LOG_FILTER, givenBy(options)));
  const query = { ...filter, accountId: accountId ?? NO_ACCOUNT, after, limit: withinLimits(limit) };
  const follower = new LogFollower({
    reader: entries,
    accountId: query.accountId,
    longestMs: LONGEST_REQUEST_MS,
    now: Date.now,
  });
  if (follow) await follower.begin();
  const page = await entries.listEntries(query);
  const { entries: found, next } = page;
  const lines = found.toReversed().map(entryText);
  if (next !== undefined) lines.unshift(`There is more before this: --after ${next}`);
  const remedies = remediesText(found, audience);
  const text = [lines.join('\n') || 'There are no such entries.', ...(remedies ? [remedies] : [])].join(
    '\n\n',
  );
  print(json, renderEntries(page, audience), text);
  if (!follow) return;
  follower.pass(found.map(({ id }) => id));
  for (;;) {
    await pause(FOLLOW_MS);
    for (const entry of (await follower.next()).filter(each => fits(each, filter))) {
      print(
        json,
        renderEntries({ entries: [entry], next: undefined }, audience),
        followText(entry, audience),
      );
    }
  }
}

function followText(entry: LogEntry, audience: Audience): string {
  const remedy = entry.outcome === 'refused' ? remediesText([entry], audience) : '';
  return remedy ? `${entryText(entry)}\n${remedy}` : entryText(entry);
}

/** What is asked of what comes later: the database is asked for what was. */
function fits(
  { outcome, memberId, meaning, detail, externalId, unknownNames, requestId }: LogEntry,
  filter: LogFilter,
): boolean {
  return (
    (filter.outcomes === undefined || filter.outcomes.includes(outcome)) &&
    (filter.memberId === undefined || memberId === filter.memberId) &&
    (filter.text === undefined ||
      fold([meaning, detail, externalId, ...unknownNames, requestId].join('\n')).includes(fold(filter.text)))
  );
}

/** The options under the names a request has for them. */
function givenBy({
  member,
  outcome,
  failed,
  text,
  since,
  until,
}: LogOptions): Record<string, string | undefined> {
  const isMemberId = member !== undefined && isId(member);
  return {
    member: isMemberId ? member : undefined,
    text: text ?? (isMemberId ? undefined : member),
    outcome: failed ? 'refused,failed' : outcome,
    from: since,
    to: until,
  };
}

const withinLimits = (limit: number): number => Math.min(Math.max(limit, 1), LARGEST_LIMIT);

function parseOutcomes(text: string): string {
  const unknown = text.split(',').find(name => !LOG_OUTCOMES.some(outcome => outcome === name.trim()));
  if (unknown === undefined) return text;
  throw new InvalidArgumentError(`They must be of ${LOG_OUTCOMES.join(', ')}.`);
}

/** @returns a time of RFC 3339 */
function parseTime(text: string): string {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (unit !== undefined) {
    return new Date(Date.now() - Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]).toISOString(); // as the pattern says
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T00:00:00Z`;
  if (!Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError(
    'It must be a time such as 2h, 30m, 7d, 2027-01-31 or 2027-01-31T18:00:00Z.',
  );
}
