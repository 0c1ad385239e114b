/** `rollcall webhook`: the outcome of deliveries, and how they are repeated. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseLanePosition, positionOfLane, renderPage } from '../../api/paging.ts';
import {
  REPLAY_NOTICE,
  renderAttempt,
  renderDeadLetter,
  renderLane,
  renderStartedReplay,
} from '../../api/webhooks/answers.ts';
import { REPLAY_ORDER } from '../../api/webhooks/body.ts';
import { parseWith } from '../../base/schema.ts';
import { withEndpoints } from '../../composition/commands.ts';
import { OPERATIONS } from '../../events/envelope.ts';
import type { DeliveryAttempt } from '../../webhooks/delivery-store.ts';
import type { DeadLetter, LaneDescription, PageRequest, Replay } from '../../webhooks/endpoint-store.ts';
import type { Endpoints } from '../../webhooks/endpoints.ts';
import { counted, isoDate, type JsonOption, print } from '../command-output.ts';
import { parseGiven, parseNumber } from '../command-values.ts';

interface ListOptions extends JsonOption {
  readonly limit: number;
  readonly after?: string;
}

interface Listing<Item, Options> {
  find(endpoints: Endpoints, id: string, list: PageRequest, options: Options): Promise<readonly Item[]>;
  render(item: Item): object;
  /** What --after says to go on behind an item. */
  positionOf(item: Item): string;
  line(item: Item): string;
}

const LARGEST_LIMIT = 1_000;

export function addDeliveryCommands(webhook: Command): void {
  addListCommands(webhook);
  addRepeatCommands(webhook);
}

function addListCommands(webhook: Command): void {
  addList<DeliveryAttempt, { status?: 'delivered' | 'failed'; account?: string }>(
    webhook
      .command('attempts <id>')
      .description('the outcome of each request to an endpoint, the newest first')
      .addOption(new Option('--status <status>', 'only these').choices(['delivered', 'failed']))
      .option('--account <account>', 'only those with events of this account'),
    {
      find: (endpoints, id, list, { status, account }) =>
        endpoints.attempts(id, { ...list, outcome: status, accountId: account }),
      render: renderAttempt,
      positionOf: ({ id }) => id,
      line: attemptLine,
    },
  );

  addList<LaneDescription, { state?: 'waiting' | 'blocked' }>(
    webhook
      .command('lanes <id>')
      .description('how far an endpoint is, account by account')
      .addOption(new Option('--state <state>', 'only these').choices(['waiting', 'blocked'])),
    {
      find: (endpoints, id, { after, limit }, { state }) =>
        endpoints.lanes(id, {
          after: after === undefined ? undefined : parseLanePosition(after),
          limit,
          state,
        }),
      render: renderLane,
      positionOf: positionOfLane,
      line: laneLine,
    },
  );

  addList<DeadLetter, { state?: 'open' | 'resolved' }>(
    webhook
      .command('dead-letters <id>')
      .description('events that an endpoint never accepted, the newest first')
      .addOption(new Option('--state <state>', 'only these').choices(['open', 'resolved'])),
    {
      find: (endpoints, id, list, { state }) =>
        endpoints.deadLetters(id, { ...list, isOpen: state === undefined ? undefined : state === 'open' }),
      render: renderDeadLetter,
      positionOf: ({ id }) => id,
      line: deadLetterLine,
    },
  );
}

function addList<Item, Options>(
  command: Command,
  { find, render, positionOf, line }: Listing<Item, Options>,
): void {
  command
    .option('--limit <entries>', 'the most entries', parseLimit, 20)
    .option('--after <place>', 'go on behind an earlier page', parseGiven)
    .option('--json', 'print JSON')
    .action((id: string, options: ListOptions & Options) =>
      withEndpoints(async endpoints => {
        await endpoints.get(id);
        const { after, limit, json } = options;
        const found = await find(endpoints, id, { after, limit: limit + 1 }, options);
        const page = renderPage(found, limit, render, positionOf);
        const lines = found.slice(0, limit).map(line);
        if (page.next !== null) lines.push(`There are more: --after ${page.next}`);
        print(json, page, lines.join('\n') || 'There are none.');
      }),
    );
}

function parseLimit(text: string): number {
  const limit = parseNumber(text);
  if (limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw new InvalidArgumentError(`It must be from 1 to ${LARGEST_LIMIT}.`);
}

function addRepeatCommands(webhook: Command): void {
  webhook
    .command('retry <id> <letterId>')
    .description('deliver a dead letter once more, to a receiver that decides by the id of an event')
    .option('--json', 'print JSON')
    .action((id: string, letterId: string, { json }: JsonOption) =>
      withEndpoints(async endpoints => {
        await endpoints.get(id);
        printReplay(json, id, await endpoints.retry(id, letterId));
      }),
    );

  webhook
    .command('resolve <id> <letterId>')
    .description('mark a dead letter as dealt with')
    .option('--json', 'print JSON')
    .action((id: string, letterId: string, { json }: JsonOption) =>
      withEndpoints(async endpoints => {
        await endpoints.get(id);
        const letter = await endpoints.resolve(id, letterId);
        print(json, renderDeadLetter(letter), `The dead letter ${letterId} is resolved.`);
      }),
    );

  webhook
    .command('replay <id>')
    .description('deliver a range of events once more, beside the live ones')
    .option('--from <place>', 'a time, a cursor of the feed, or with --account a sequence')
    .option('--to <place>', 'the same, inclusive')
    .option('--account <account>', 'only events of this account')
    .addOption(new Option('--only <which>', 'all, or what was given up').choices(['all', 'failed']))
    .option('--json', 'print JSON')
    .action((id: string, { json, ...order }: JsonOption & Record<string, string | true | undefined>) =>
      withEndpoints(async endpoints => {
        const { range, onlyFailed } = parseWith(REPLAY_ORDER, order);
        printReplay(json, id, await endpoints.replay(id, range, onlyFailed));
      }),
    );
}

function printReplay(json: true | undefined, endpointId: string, replay: Replay): void {
  const { id, events } = replay;
  const text = `The replay ${id} is under way; it goes over ${counted(events, 'event')}. To see the outcome: rollcall webhook attempts ${endpointId}\n${REPLAY_NOTICE}`;
  print(json, renderStartedReplay(replay), text);
}

export function attemptLine(attempt: DeliveryAttempt): string {
  const { at, accountId, firstSequence, lastSequence, outcome, statusCode, error } = attempt;
  const last = lastSequence === firstSequence ? '' : `-${lastSequence}`;
  return `${isoDate(at)}  ${laneName(accountId)} ${firstSequence}${last}  ${attempt.trigger} ${attempt.attempt}  ${outcome}${statusCode === null ? '' : ` ${statusCode}`}${error === null ? '' : `  ${error}`}`;
}

function laneLine({ accountId, nextSequence, readySequence, attempt, dueAt }: LaneDescription): string {
  const waiting = Math.max(0, readySequence - nextSequence + 1);
  const state =
    waiting === 0
      ? 'nothing waits'
      : attempt === 0
        ? `${waiting} waiting`
        : `${waiting} waiting, ${attempt} failed, next at ${isoDate(dueAt)}`;
  return `${laneName(accountId)}  next ${nextSequence}  ${state}`;
}

function deadLetterLine(letter: DeadLetter): string {
  const { id, accountId, firstSequence, lastSequence, reason, attempts, lastError, resolvedAt } = letter;
  const last = lastSequence === firstSequence ? '' : `-${lastSequence}`;
  const state = resolvedAt === null ? 'open' : `resolved ${isoDate(resolvedAt)}`;
  return `${id}  ${laneName(accountId)} ${firstSequence}${last}  ${reason} after ${attempts} attempts  ${state}${lastError === null ? '' : `  ${lastError}`}`;
}

/** Events about the delivery itself are in no account. */
const laneName = (accountId: string): string =>
  accountId === OPERATIONS ? '(the delivery itself)' : accountId;
