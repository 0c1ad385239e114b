/**
 * Requests that mean SCIM and miss its address: a Base URL without /scim/v2, or with another path. They are answered
 * like everything that is not there, but the holder of the token finds them in the provisioning log.
 */
import type { RequestHandler } from 'express';
import { type Authenticator, CredentialError } from '../../accounts/tokens/authenticate.ts';
import { RollcallError } from '../../base/errors.ts';
import type { LogRecorder } from '../log/recorder.ts';
import { openContext } from './request-context.ts';

const MEANS_SCIM = /(^|\/)(scim|users|groups|serviceproviderconfig|schemas|resourcetypes)(\/|$)/i;

interface Dependencies {
  readonly authenticator: Authenticator;
  readonly recorder: LogRecorder;
  /** The public URL without a trailing slash; known once the service listens. */
  readonly publicUrl: () => string;
}

export function misdirectedRequests({ authenticator, recorder, publicUrl }: Dependencies): RequestHandler {
  return async (request, response, next) => {
    if (!MEANS_SCIM.test(request.path)) {
      next();
      return;
    }
    const baseUrl = `${publicUrl()}/scim/v2`;
    const failure = new RollcallError(
      'notFound',
      `There is nothing at this address. The SCIM base URL is ${baseUrl}`,
      { topic: 'unknown_address' },
    );
    recorder.begin(response);
    const caller = await authenticator.scimCaller(request.headers.authorization).catch((error: unknown) => {
      // Without a token of ours it is one more stranger on the internet.
      if (error instanceof CredentialError) return undefined;
      throw error;
    });
    if (caller) {
      openContext(request, response, caller, baseUrl).failure = failure;
      response.once('finish', () => recorder.misdirected(request, response));
    }
    next(failure);
  };
}
