import type { Response } from 'express';
import type { RollcallError } from '../../base/errors.ts';
import { describeFailure, type Log } from '../../base/log.ts';

/** Logs our own failures; the access log has the refusals. */
export function logFailure(log: Log, error: RollcallError, { locals }: Response): void {
  if (error.status < 500 || error.code === 'notImplemented' || error.topic === 'client_gone') return;
  log.error('a SCIM request failed', {
    requestId: locals.requestId,
    accountId: locals.context?.account.id,
    ...describeFailure(error.cause ?? error),
  });
}
