/** One SCIM request on its way: who asks, what was asked, and the outcome. */
import type { Request, Response } from 'express';
import type { Account } from '../../accounts/account.ts';
import type { ScimCaller } from '../../accounts/tokens/authenticate.ts';
import { clientGoneSignal } from '../../http/request/client-gone.ts';
import type { PageOptions } from '../../members/query.ts';
import { type ListParameters, readParameters } from '../filter/list-query.ts';
import { type ChangeNotes, newNotes } from '../log/notes.ts';
import { IgnoredAttributes } from '../schema/ignored-attributes.ts';
import type { Preconditions } from './precondition.ts';

export interface ScimContext {
  readonly account: Account;
  readonly tokenId: string;
  readonly requestId: string;
  readonly traceparent: string | undefined;
  readonly method: string;
  readonly preconditions: Preconditions;
  /** The public base URL, ending in /scim/v2. */
  readonly baseUrl: string;
  readonly parameters: ListParameters;
  /** The operation's place in a bulk request, from 0; `null` outside one. */
  readonly bulkIndex: number | null;
  readonly ignored: IgnoredAttributes;
  readonly notes: ChangeNotes;
  /** What a list is read with: the client may go away before it has its answer, and its size is counted first. */
  readonly pageOptions: () => PageOptions;
  /** Set when the request failed. */
  failure: unknown;
}

type ScimRequest = Request & { scim: ScimContext };

declare global {
  namespace Express {
    interface Locals {
      /** From the authentication of a SCIM request on. */
      context?: ScimContext;
    }
  }
}

/** Begins the context of an authenticated request. @param baseUrl ends in /scim/v2 @param reserve counts the bytes of an answer */
export function openContext(
  request: Request,
  response: Response,
  { account, tokenId }: Pick<ScimCaller, 'account' | 'tokenId'>,
  baseUrl: string,
  reserve?: PageOptions['reserve'],
): ScimContext {
  const { requestId, traceparent } = response.locals;
  const context: ScimContext = {
    account,
    tokenId,
    requestId,
    traceparent,
    method: request.method,
    preconditions: {
      ifMatch: request.headers['if-match'],
      ifNoneMatch: request.headers['if-none-match'],
    },
    baseUrl,
    parameters: readParameters(request.url),
    bulkIndex: null,
    ignored: new IgnoredAttributes(account.policies.authority),
    notes: newNotes(),
    pageOptions: () => ({ signal: clientGoneSignal(response), reserve }),
    failure: undefined,
  };
  (request as ScimRequest).scim = context;
  response.locals.context = context;
  return context;
}

/** @throws when authentication did not run first */
export function contextOf(request: Request): ScimContext {
  const { scim } = request as Partial<ScimRequest> & Request; // put there by the authentication step
  if (!scim) throw new Error('the request was not authenticated');
  return scim;
}
