import type { Response } from 'express';

/** A signal that is aborted when the connection closes before the response is finished, so that its work can end. */
export function clientGoneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  if (response.closed && !response.writableFinished) gone.abort();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
