/** What a client says of a webhook endpoint, read and checked. */
import { z } from 'zod';
import { parseAccountId } from '../../accounts/account.ts';
import { RollcallError } from '../../base/errors.ts';
import { fields, listOf, oneOf, parsed, text, wholeNumber } from '../../base/schema.ts';
import { parseCursor } from '../../events/feed/cursor.ts';
import { parseTypePatterns } from '../../events/feed/event-type-filter.ts';
import type { EndpointSettings, NewEndpoint, Start } from '../../webhooks/endpoint-store.ts';
import { parseReplayRange, type ReplayRange } from '../../webhooks/replay-range.ts';
import { checkCustomHeaders } from '../../webhooks/sender/custom-headers.ts';

const LONGEST_URL = 2_048;
const MOST_TYPES = 100;
const MOST_ACCOUNTS = 1_000;

const shortText = text(200);
const accountId = parsed(shortText, parseAccountId);
const url = parsed(text(LONGEST_URL), parseAddress);

const SETTINGS = {
  description: text(500).nullable().exactOptional(),
  types: parsed(listOf(shortText, MOST_TYPES), parseTypePatterns).exactOptional(),
  accounts: listOf(accountId, MOST_ACCOUNTS).nullable().exactOptional(),
  batch: fields({ max: wholeNumber(1, 1_000) }).exactOptional(),
  maxInFlight: wholeNumber(1, 64).exactOptional(),
  timeoutMs: wholeNumber(1_000, 30_000).exactOptional(),
  headers: parsed(z.unknown(), checkCustomHeaders).exactOptional(),
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

export const NEW_ENDPOINT = fields({
  url,
  ...SETTINGS,
  signature: oneOf('v1', 'v1a').exactOptional(),
  start: parsed(shortText, parseStart).exactOptional(),
}).transform(({ batch, ...settings }): NewEndpoint => ({ ...DEFAULTS, ...settings, ...batchMaxOf(batch) }));

/** What is not named stays. */
export const ENDPOINT_CHANGE = fields({ url: url.exactOptional(), ...SETTINGS }).transform(
  ({ batch, ...settings }): Partial<EndpointSettings> => ({ ...settings, ...batchMaxOf(batch) }),
);

/** With what an enabled endpoint goes on; with what waits by default. */
export const RESUME = fields({ resume: oneOf('backlog', 'head').exactOptional() });

export interface ReplayOrder {
  readonly range: ReplayRange;
  readonly onlyFailed: boolean;
}

export const REPLAY_ORDER = parsed(
  fields({
    from: shortText.exactOptional(),
    to: shortText.exactOptional(),
    account: accountId.exactOptional(),
    only: oneOf('all', 'failed').exactOptional(),
  }),
  ({ from, to, account, only }): ReplayOrder => ({
    range: parseReplayRange(from, to, account),
    onlyFailed: only === 'failed',
  }),
);

const batchMaxOf = (batch: { readonly max: number } | undefined): { batchMax?: number } =>
  batch === undefined ? {} : { batchMax: batch.max };

/** Spelled as a browser would; which addresses may be called is judged by the AddressGuard. */
function parseAddress(address: string): string {
  const parsedUrl = URL.parse(address);
  if (parsedUrl) return parsedUrl.href;
  throw new RollcallError('badRequest', 'It is no address such as https://app.example.com/hooks/rollcall.');
}

function parseStart(start: string): Start {
  if (start === 'now' || start === 'beginning') return start;
  if (start.startsWith('v1.')) return parseCursor(start, '"start"');
  throw new RollcallError('badRequest', 'It must be now, beginning, or a cursor of the feed.');
}
