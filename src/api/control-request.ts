/** What the routes of the control API ask of a request: who calls, what they may, and checked parameters. */
import type { Request, RequestHandler, Response } from 'express';
import type { ServiceCaller } from '../accounts/tokens/authenticate.ts';
import { RollcallError } from '../errors.ts';
import { hasLongMarkRun, LONGEST_MARK_RUN } from '../http/request/combining-marks.ts';

const DEFAULT_LIMIT = 100;
const LARGEST_LIMIT = 1_000;

/** The caller of an authenticated request. */
export const callerOf = (response: Response): ServiceCaller => response.locals['caller'] as ServiceCaller; // set by the router's first step

/** Judges the token again: it may have been revoked while a body arrived. @throws CredentialError */
export async function recheckCaller(response: Response): Promise<void> {
  await (response.locals['recheckCaller'] as () => Promise<unknown>)(); // set by the router's first step
}

/** Counts the bytes of an answer before it is made. @throws RollcallError `tooManyRequests` */
export function reserve(response: Response, bytes: number): void {
  (response.locals['reserve'] as (bytes: number) => void)(bytes); // set by the router's first step
}

/** Sends what may be a long page, unless too much else waits. @throws RollcallError `tooManyRequests` */
export function sendJsonPage(response: Response, text: string): void {
  reserve(response, text.length);
  response.type('json').send(text);
}

/** @throws RollcallError `forbidden` */
export function requireScope(caller: ServiceCaller, scope: string): void {
  if (caller.scopes.includes('*') || caller.scopes.includes(scope)) return;
  throw new RollcallError('forbidden', `This service token lacks the scope ${scope}.`);
}

/** @throws RollcallError `forbidden` when the token is limited to other accounts */
export function requireAccountAccess(caller: ServiceCaller, accountId: string): void {
  if (caller.accounts === null || caller.accounts.includes(accountId)) return;
  throw new RollcallError('forbidden', 'This service token does not reach that account.');
}

/** Empty, these are variables that were not set: without them, another question would be answered in silence. */
const NEVER_EMPTY: ReadonlySet<string> = new Set(['after', 'member']);

/**
 * A query parameter; `undefined` when it is absent or empty.
 * @throws RollcallError `badRequest` when it is repeated, empty where that would start from the beginning again or
 *   show everybody, or full of combining marks
 */
export function readText(request: Request, name: string): string | undefined {
  const value = request.query[name];
  if (value === undefined) return undefined;
  if (value === '') {
    if (!NEVER_EMPTY.has(name)) return undefined;
    throw new RollcallError('badRequest', `"${name}" is empty: give it a value, or leave it out.`);
  }
  if (typeof value !== 'string') throw new RollcallError('badRequest', `"${name}" may be given once.`);
  // What is searched for is normalised, in quadratic time for such a run.
  if (!hasLongMarkRun(value)) return value;
  throw new RollcallError(
    'badRequest',
    `"${name}" has more than ${LONGEST_MARK_RUN} combining marks in a row, which no language needs; remove them.`,
  );
}

/** `limit`: 1 to 1,000, by default 100. @throws RollcallError `badRequest` */
export function readLimit(request: Request): number {
  const text = readText(request, 'limit');
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (/^\d{1,4}$/.test(text) && limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw new RollcallError('badRequest', `"limit" must be a whole number from 1 to ${LARGEST_LIMIT}.`);
}

/** The last handler of a route: 405 with the methods that work. */
export function onlyMethods(allow: string, detail: string): RequestHandler {
  return (_request, response) => {
    response.set('Allow', allow);
    throw new RollcallError('methodNotAllowed', detail);
  };
}
