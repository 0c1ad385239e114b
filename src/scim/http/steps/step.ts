/** The steps of a SCIM request, and what they work with. */
import type { Request, Response } from 'express';
import type { Authenticator } from '../../../accounts/tokens/authenticate.ts';
import type { TokenUse } from '../../../accounts/tokens/use.ts';
import type { Log } from '../../../base/log.ts';
import type { AddressOf } from '../../../http/request/client-address.ts';
import type { RequestLimits } from '../../../http/request/limits.ts';
import type { ResponseBacklog } from '../../../http/response-backlog.ts';
import type { LogRecorder } from '../../log/recorder.ts';
import type { DiscoveryDocuments } from '../../schema/discovery.ts';
import type { ServeUsers } from '../../users/handlers.ts';
import type { UserRequests } from '../../users/requests.ts';

export interface ScimDependencies {
  readonly authenticator: Authenticator;
  readonly users: UserRequests;
  readonly addressOf: AddressOf;
  readonly tokenUse: Pick<TokenUse, 'note'>;
  readonly limits: RequestLimits;
  readonly backlog: Pick<ResponseBacklog, 'admit' | 'reserve'>;
  readonly recorder: LogRecorder;
  /** The public URL without a trailing slash; known once the service listens. */
  readonly publicUrl: () => string;
  readonly log: Log;
}

export interface ScimSurface extends ScimDependencies {
  /** Ends in /scim/v2. */
  readonly baseUrl: () => string;
  readonly discovery: () => DiscoveryDocuments;
  readonly serveUsers: ServeUsers;
}

/** `answered` ends the request; nothing lets the next step have it; throwing refuses it. */
export type Step = (request: Request, response: Response, surface: ScimSurface) => Outcome | Promise<Outcome>;
export type Outcome = 'answered' | undefined;

/** @returns whether the request is still to be answered */
export async function passes(steps: readonly Step[], ...given: Parameters<Step>): Promise<boolean> {
  for (const step of steps) {
    const outcome = step(...given);
    if ((outcome instanceof Promise ? await outcome : outcome) === 'answered') return false;
  }
  return true;
}
