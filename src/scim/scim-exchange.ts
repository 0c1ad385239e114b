/** One SCIM request on its way: who asks, what was asked, what came of it. */
import type { Request } from 'express';
import type { Account } from '../accounts/account.ts';
import type { ExchangeNotes } from './exchange-notes.ts';
import type { IgnoredAttributes } from './ignored-attributes.ts';
import type { ListParameters } from './list-query.ts';
import type { Preconditions } from './precondition.ts';

export interface ScimExchange {
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
  readonly notes: ExchangeNotes;
  /** Set when the request failed. */
  failure: unknown;
}

export type ScimRequest = Request & { scim: ScimExchange };

/** @throws when authentication did not run first */
export function exchangeOf(request: Request): ScimExchange {
  const { scim } = request as Partial<ScimRequest> & Request; // put there by the authentication step
  if (!scim) throw new Error('the request was not authenticated');
  return scim;
}
