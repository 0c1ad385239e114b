/** Which query parameters each address of the control API takes: a mistyped one must not be taken for none. */
import type { RequestHandler } from 'express';
import { RollcallError } from '../errors.ts';

const PAGE = ['after', 'limit'];
const EVENTS = ['after', 'from_time', 'account', 'type'];
const ENTRIES = ['from', 'to', 'outcome', 'member', 'text', ...PAGE];

/** The first that fits counts. */
const ADDRESSES: readonly (readonly [path: string, parameters: readonly string[]])[] = [
  ['/events', [...EVENTS, 'limit', 'wait']],
  ['/events/stream', EVENTS],
  ['/events/:id', []],
  ['/exchanges', ENTRIES],
  ['/accounts', PAGE],
  ['/accounts/:id', []],
  ['/accounts/:id/tokens', PAGE],
  ['/accounts/:id/tokens/:tokenId', []],
  ['/accounts/:id/snapshot', []],
  ['/accounts/:id/connection', []],
  ['/accounts/:id/scim/guide', []],
  ['/accounts/:id/exchanges', ENTRIES],
  ['/accounts/:id/members', ['userName', 'email', 'externalId', 'managedBy', 'active', ...PAGE]],
  ['/accounts/:id/members/import', ['from_line']],
  ['/accounts/:id/members/:memberId', []],
  ['/accounts/:id/members/:memberId/timeline', PAGE],
  ['/webhook-endpoints', PAGE],
  ['/webhook-endpoints/:id', []],
  ['/webhook-endpoints/:id/attempts', ['status', 'account', ...PAGE]],
  ['/webhook-endpoints/:id/lanes', ['state', ...PAGE]],
  ['/webhook-endpoints/:id/dead-letters', ['state', ...PAGE]],
  ['/webhook-endpoints/:id/replays', PAGE],
];

const LONGEST_ECHO = 60;

/** Refuses parameters that an address does not take. @throws RollcallError `badRequest` naming those it takes */
export function knownParameters(): RequestHandler {
  const addresses = ADDRESSES.map(([path, parameters]) => ({
    pattern: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}/?$`, 'i'),
    parameters,
  }));
  return (request, _response, next) => {
    const given = Object.keys(request.query);
    const address =
      given.length > 0 ? addresses.find(({ pattern }) => pattern.test(request.path)) : undefined;
    const unknown = address && given.find(name => !address.parameters.includes(name));
    if (unknown !== undefined) throw unknownParameter(unknown, address?.parameters ?? []);
    next();
  };
}

function unknownParameter(name: string, known: readonly string[]): RollcallError {
  const quoted = JSON.stringify(name.slice(0, LONGEST_ECHO));
  return new RollcallError(
    'badRequest',
    known.length === 0
      ? `${quoted} is not a query parameter of this address: it takes none.`
      : `${quoted} is not a query parameter of this address; they are ${known.join(', ')}.`,
  );
}
