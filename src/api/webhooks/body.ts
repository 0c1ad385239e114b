/** What a client says of a webhook endpoint, read and checked. */
import { parseAccountId } from '../../accounts/account.ts';
import { RollcallError } from '../../errors.ts';
import { parseCursor } from '../../events/feed/cursor.ts';
import { parseTypePatterns } from '../../events/feed/event-type-filter.ts';
import type { EndpointSettings, NewEndpoint, Start } from '../../webhooks/endpoint-store.ts';
import { parseReplayRange, type ReplayRange } from '../../webhooks/replay-range.ts';
import { checkCustomHeaders } from '../../webhooks/sender/custom-headers.ts';
import {
  type JsonObject,
  listOf,
  object,
  oneOf,
  orNull,
  parsed,
  readFields,
  text,
  type Values,
  wholeNumber,
} from '../json-body.ts';

const LONGEST_URL = 2_048;
const MOST_TYPES = 100;
const MOST_ACCOUNTS = 1_000;
const LONGEST_OVERLAP_SECONDS = 604_800;

const shortText = text(200);
const accountId = parsed(shortText, parseAccountId);

const SETTINGS = {
  url: parsed(text(LONGEST_URL), parseAddress),
  description: orNull(text(500)),
  types: parsed(listOf(shortText, MOST_TYPES), parseTypePatterns),
  accounts: orNull(listOf(accountId, MOST_ACCOUNTS)),
  batch: object({ max: wholeNumber(1, 1_000) }, ['max']),
  maxInFlight: wholeNumber(1, 64),
  timeoutMs: wholeNumber(1_000, 30_000),
  headers: checkCustomHeaders,
};

const NEW_ENDPOINT = {
  ...SETTINGS,
  signature: oneOf('v1', 'v1a'),
  start: parsed(shortText, parseStart),
};

const DEFAULTS: Omit<NewEndpoint, 'url'> = {
  description: null,
  types: ['team_member.*', 'connection.*'],
  accounts: null,
  batchMax: 1,
  maxInFlight: 8,
  timeoutMs: 15_000,
  headers: {},
  signature: 'v1',
  start: 'now',
};

// Each of these throws a RollcallError `badRequest` that names what does not fit.

export function parseNewEndpoint(given: JsonObject): NewEndpoint {
  const { batch, ...settings } = readFields(given, NEW_ENDPOINT, ['url']);
  return { ...DEFAULTS, ...settings, ...batchMaxOf(batch) };
}

/** What is not named stays. */
export function parseEndpointChange(given: JsonObject): Partial<EndpointSettings> {
  const { batch, ...settings } = readFields(given, SETTINGS);
  return { ...settings, ...batchMaxOf(batch) };
}

/** @returns how long the secrets there are go on signing, in milliseconds; a day by default */
export function parseOverlapMs(given: JsonObject): number {
  const { overlap_seconds = 86_400 } = readFields(given, {
    overlap_seconds: wholeNumber(0, LONGEST_OVERLAP_SECONDS),
  });
  return overlap_seconds * 1_000;
}

/** @returns with what an enabled endpoint goes on; with what waits by default */
export function parseResume(given: JsonObject): 'backlog' | 'head' {
  const { resume = 'backlog' } = readFields(given, { resume: oneOf('backlog', 'head') });
  return resume;
}

export interface ReplayOrder {
  readonly range: ReplayRange;
  readonly onlyFailed: boolean;
}

export function parseReplayOrder(given: JsonObject): ReplayOrder {
  const { from, to, account, only } = readFields(given, {
    from: shortText,
    to: shortText,
    account: accountId,
    only: oneOf('all', 'failed'),
  });
  return { range: parseReplayRange(from, to, account), onlyFailed: only === 'failed' };
}

export function parseNothing(given: JsonObject): void {
  readFields(given, {});
}

const batchMaxOf = (batch: Values<{ max: () => number }, 'max'> | undefined): { batchMax?: number } =>
  batch === undefined ? {} : { batchMax: batch.max };

/** Spelled as a browser would; which addresses may be called is judged by the AddressGuard. */
function parseAddress(address: string): string {
  const url = URL.parse(address);
  if (url) return url.href;
  throw new RollcallError('badRequest', 'It is no address such as https://app.example.com/hooks/rollcall.');
}

function parseStart(start: string): Start {
  if (start === 'now' || start === 'beginning') return start;
  if (start.startsWith('v1.')) return parseCursor(start, '"start"');
  throw new RollcallError('badRequest', 'It must be now, beginning, or a cursor of the feed.');
}
