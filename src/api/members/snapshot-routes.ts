/** Reading an account's members as of one moment: to begin with, and to repair with. */
import { pipeline } from 'node:stream/promises';
import { errorCodeOf } from '../../base/errors.ts';
import { accountOfSnapshot } from '../request/access.ts';
import { route } from '../route.ts';

export const SNAPSHOT_ROUTES = [
  route({
    operation: 'readSnapshot',
    method: 'get',
    path: '/accounts/{id}/snapshot',
    // Events tell the same: who may read them needs the snapshot to begin with.
    scopes: ['members:read', 'events:read'],
    access: accountOfSnapshot,
    lasts: () => true,
    handle:
      async ({ caller, request, subject: id }, { shares, snapshots }) =>
      async response => {
        try {
          await shares.within('snapshots', caller.tokenId, () =>
            snapshots.read(id, async (document, tooSlow) => {
              response.set('Content-Type', 'application/json; charset=utf-8');
              if (request.method === 'HEAD') response.end();
              else await pipeline(document, response, { signal: tooSlow });
            }),
          );
        } catch (error) {
          // The reader went away, which is no failure.
          if (errorCodeOf(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
        }
      },
  }),
];
