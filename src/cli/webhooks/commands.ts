/** `rollcall webhook`: endpoints that events are sent to. */

import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { OVERLAP } from '../../api/request/overlap.ts';
import { renderAttempt, renderEndpoint, renderIssued } from '../../api/webhooks/answers.ts';
import { ENDPOINT_CHANGE, NEW_ENDPOINT } from '../../api/webhooks/body.ts';
import { errorCodeOf, RollcallError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json-object.ts';
import { parseWith } from '../../base/schema.ts';
import { withEndpoints } from '../../composition/commands.ts';
import { fileFailure } from '../../config/file-failure.ts';
import type { DeliveryAttempt } from '../../webhooks/delivery-store.ts';
import type { Endpoint } from '../../webhooks/endpoint.ts';
import type { Endpoints, IssuedEndpoint } from '../../webhooks/endpoints.ts';
import { type JsonOption, print, printObject, wholePage } from '../command-output.ts';
import { collect, parseNumber, splitList } from '../command-values.ts';
import { addDeliveryCommands, attemptLine } from './delivery-commands.ts';

const STANDARD_INPUT = 0;

interface SettingOptions extends JsonOption {
  readonly url?: string;
  readonly description?: string;
  readonly types?: string;
  readonly accounts?: string;
  readonly batch?: number;
  readonly maxInFlight?: number;
  readonly timeout?: number;
  readonly header: readonly string[];
}

export function addWebhookCommands(webhook: Command): void {
  addEndpointCommands(webhook);
  addActionCommands(webhook);
  addDeliveryCommands(webhook);
}

function addEndpointCommands(webhook: Command): void {
  withSettings(webhook.command('add <url>'))
    .description('make an endpoint; what its receiver verifies signatures with is shown only now')
    .addOption(new Option('--signature <scheme>', 'v1: HMAC-SHA256; v1a: ed25519').choices(['v1', 'v1a']))
    .option('--start <where>', 'now, beginning, or a cursor of the feed')
    .action((url: string, options: SettingOptions & { signature?: string; start?: string }) =>
      withEndpoints(async endpoints => {
        const { signature, start } = options;
        const wanted = { ...fieldsOf({ ...options, url }), ...given({ signature, start }) };
        await printIssued(endpoints, options, await endpoints.add(parseWith(NEW_ENDPOINT, wanted)));
      }),
    );

  webhook
    .command('list')
    .description('list endpoints')
    .option('--json', 'print JSON')
    .action(({ json }: JsonOption) =>
      withEndpoints(async endpoints => {
        const all = await endpoints.list();
        const data = await Promise.all(all.map(each => describe(endpoints, each)));
        print(json, wholePage(data), all.map(endpointLine).join('\n') || 'There are no endpoints yet.');
      }),
    );

  webhook
    .command('show <id>')
    .description('show an endpoint')
    .option('--json', 'print JSON')
    .action((id: string, options: JsonOption) =>
      withEndpoints(async endpoints => printEndpoint(endpoints, options, await endpoints.get(id))),
    );

  withSettings(webhook.command('set <id>'))
    .description('change an endpoint; what is not named stays')
    .option('--url <url>', 'where events go')
    .action((id: string, options: SettingOptions) =>
      withEndpoints(async endpoints => {
        const change = parseWith(ENDPOINT_CHANGE, fieldsOf(options));
        if (Object.keys(change).length === 0) {
          throw new RollcallError('badRequest', 'There is nothing to set; see "webhook set --help".');
        }
        await printEndpoint(endpoints, options, await endpoints.update(id, change));
      }),
    );

  webhook
    .command('remove <id>')
    .description('remove an endpoint, with what waits for it')
    .option('--json', 'print JSON')
    .action((id: string, { json }: JsonOption) =>
      withEndpoints(async endpoints => {
        await endpoints.remove(id);
        print(json, { id, removed: true }, `The endpoint ${id} is removed.`);
      }),
    );
}

function addActionCommands(webhook: Command): void {
  webhook
    .command('ping <id>')
    .description('send an endpoint.verification event now')
    .option('--json', 'print JSON')
    .action((id: string, { json }: JsonOption) =>
      withEndpoints(async endpoints => {
        const attempt: DeliveryAttempt = await endpoints.ping(id);
        print(json, renderAttempt(attempt), attemptLine(attempt));
        if (attempt.outcome === 'failed') {
          throw new RollcallError('conflict', 'The receiver did not accept the event.');
        }
      }),
    );

  webhook
    .command('rotate <id>')
    .description('issue a new secret')
    .option('--overlap <seconds>', 'how long the old one goes on signing', parseNumber, 86_400)
    .option('--json', 'print JSON')
    .action((id: string, options: JsonOption & { overlap: number }) =>
      withEndpoints(async endpoints => {
        const overlapMs = parseWith(OVERLAP, { overlap_seconds: options.overlap });
        await printIssued(endpoints, options, await endpoints.rotateSecret(id, overlapMs));
      }),
    );

  webhook
    .command('enable <id>')
    .description('set an endpoint going again')
    .addOption(
      new Option('--resume <where>', 'with what waits, or with what comes')
        .choices(['backlog', 'head'])
        .default('backlog'),
    )
    .option('--json', 'print JSON')
    .action((id: string, options: JsonOption & { resume: 'backlog' | 'head' }) =>
      withEndpoints(async endpoints =>
        printEndpoint(endpoints, options, await endpoints.enable(id, options.resume)),
      ),
    );

  webhook
    .command('disable <id>')
    .description('stop calling an endpoint; what comes waits for it')
    .option('--json', 'print JSON')
    .action((id: string, options: JsonOption) =>
      withEndpoints(async endpoints => printEndpoint(endpoints, options, await endpoints.disable(id))),
    );
}

const withSettings = (command: Command): Command =>
  command
    .option('--description <text>', 'for people')
    .option('--types <list>', "comma-separated, such as 'team_member.*,connection.enabled'; '*' for all")
    .option('--accounts <list>', "comma-separated; '*' for all")
    .option('--batch <events>', 'the most events in one request', parseNumber)
    .option('--max-in-flight <requests>', 'the most requests at a time', parseNumber)
    .option('--timeout <milliseconds>', 'how long the receiver may take', parseNumber)
    .option(
      '--header <name=value>',
      'a header of every request; may be repeated; @file or @- (standard input) reads them line by line, so that a secret is in no list of processes',
      collectHeaders,
      [],
    )
    .option('--json', 'print JSON');

function collectHeaders(text: string, previous: string[]): string[] {
  if (text.startsWith('@')) return headersIn(text.slice(1)).reduce(collectHeader, previous);
  return collectHeader(previous, text);
}

function collectHeader(previous: string[], text: string): string[] {
  if (text.indexOf('=') > 0) return collect(text, previous);
  throw new InvalidArgumentError('It must be name=value, in a file one on each line.');
}

/** @param file `-`: standard input */
function headersIn(file: string): readonly string[] {
  try {
    const lines = readFileSync(file === '-' ? STANDARD_INPUT : file, 'utf8').split(/\r?\n/);
    return lines.map(line => line.trim()).filter(line => line !== '');
  } catch (error) {
    if (errorCodeOf(error) === undefined) throw error;
    throw new InvalidArgumentError(fileFailure(file, 'read', error));
  }
}

/** The options as the fields of the control API, which are judged there. */
function fieldsOf(options: SettingOptions): JsonObject {
  const { url, description, types, accounts, batch, maxInFlight, timeout, header } = options;
  return given({
    url,
    description: description === '' ? null : description,
    types: types === undefined ? undefined : splitList(types),
    accounts: accounts === undefined ? undefined : accounts === '*' ? null : splitList(accounts),
    batch: batch === undefined ? undefined : { max: batch },
    maxInFlight,
    timeoutMs: timeout,
    headers: header.length === 0 ? undefined : Object.fromEntries(header.map(splitHeader)),
  });
}

function splitHeader(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

const given = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const describe = async (endpoints: Endpoints, endpoint: Endpoint): Promise<object> =>
  renderEndpoint(endpoint, await endpoints.secrets(endpoint.id));

async function printEndpoint(endpoints: Endpoints, { json }: JsonOption, endpoint: Endpoint): Promise<void> {
  printObject(json, await describe(endpoints, endpoint));
}

async function printIssued(
  endpoints: Endpoints,
  { json }: JsonOption,
  issued: IssuedEndpoint,
): Promise<void> {
  const { endpoint, secret } = issued;
  const next = `\n\nNext: rollcall webhook ping ${endpoint.id}`;
  const text =
    endpoint.signature === 'v1'
      ? `The secret is shown only now.\n\n  Id      ${endpoint.id}\n  Secret  ${secret}${next}`
      : `Verify signatures with this key.\n\n  Id          ${endpoint.id}\n  Public key  ${secret}${next}`;
  print(json, renderIssued(issued, await endpoints.secrets(endpoint.id)), text);
}

const endpointLine = ({ id, url, status, disabledReason, types, accounts }: Endpoint): string =>
  `${id}  ${url}  ${status}${disabledReason === null ? '' : ` (${disabledReason})`}  ${types.join()}  ${accounts?.join() ?? 'all accounts'}`;
