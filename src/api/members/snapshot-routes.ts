/** Reading an account's members as of one moment: to begin with, and to repair with. */
import { pipeline } from 'node:stream/promises';
import express, { type Router } from 'express';
import { errorCodeOf, noSuchAccount } from '../../errors.ts';
import type { Snapshots } from '../../members/snapshots.ts';
import { callerOf, onlyMethods, requireScope } from '../control-request.ts';
import type { TokenShares } from '../token-shares.ts';

export function snapshotRoutes(snapshots: Snapshots, shares: TokenShares): Router {
  const router = express.Router();
  router
    .route('/accounts/:id/snapshot')
    .get(async (request, response) => {
      const caller = callerOf(response);
      // Events tell the same: whoever may read them needs the snapshot to begin with.
      if (!caller.scopes.includes('events:read')) requireScope(caller, 'members:read');
      const { id } = request.params;
      if (caller.accounts !== null && !caller.accounts.includes(id)) throw noSuchAccount();
      try {
        await shares.within('snapshots', caller.tokenId, () =>
          snapshots.read(id, async (document, tooSlow) => {
            response.set('Content-Type', 'application/json; charset=utf-8');
            if (request.method === 'HEAD') response.end();
            else await pipeline(document, response, { signal: tooSlow });
          }),
        );
      } catch (error) {
        // A reader that went away is nobody's fault.
        if (errorCodeOf(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
      }
    })
    .all(onlyMethods('GET, HEAD', 'A snapshot is read with GET.'));
  return router;
}
