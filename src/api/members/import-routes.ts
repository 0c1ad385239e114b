/** Importing members: lines in, lines out, both as streams. */
import { once } from 'node:events';
import express, { type Request, type Response, type Router } from 'express';
import { RollcallError } from '../../errors.ts';
import { escapeLineSeparators } from '../../events/line-separators.ts';
import { checkMediaType } from '../../http/request/body.ts';
import type { ImportRecord, MemberImport } from '../../members/import/import.ts';
import { callerOf, onlyMethods, readText } from '../control-request.ts';
import type { TokenShares } from '../token-shares.ts';
import { type MemberRouteDependencies, writable } from './routes.ts';

const LINES = 'application/x-ndjson';
const ACCEPTED = [LINES, 'application/ndjson', 'application/jsonl'];

export interface MemberImportRouteDependencies
  extends Pick<MemberRouteDependencies, 'accounts' | 'now' | 'newId'> {
  readonly imports: MemberImport;
  readonly shares: TokenShares;
}

export function memberImportRoutes(dependencies: MemberImportRouteDependencies): Router {
  const { imports, shares } = dependencies;
  const router = express.Router();
  router
    .route('/accounts/:id/members/import')
    .post(async (request, response) => {
      const context = await writable(dependencies, response, request.params.id);
      const charset = checkCharset(checkMediaType(request, ACCEPTED));
      checkEncoding(request);
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      // Lines that are left over must not end the connection before the answer is out.
      const chunks = request.iterator({ destroyOnReturn: false });
      const order = { chunks, fromLine: readFromLine(request), charset, context };
      try {
        await shares.within('imports', callerOf(response).tokenId, () =>
          imports.run(order, record => send(response, record, gone.signal)),
        );
      } catch (error) {
        // The client went away: what it sent up to then is done in whole batches, and it can go on from there.
        if (gone.signal.aborted || request.errored) return;
        if (response.headersSent) response.end();
        throw error;
      }
      response.end();
    })
    .all(onlyMethods('POST', 'Members are imported with POST.'));
  return router;
}

/** @throws when the client is gone; one that takes nothing is cut off by the listener */
async function send(response: Response, record: ImportRecord, gone: AbortSignal): Promise<void> {
  gone.throwIfAborted();
  if (!response.headersSent) response.setHeader('Content-Type', LINES);
  if (response.write(`${escapeLineSeparators(JSON.stringify(record))}\n`)) return;
  await once(response, 'drain', { signal: gone });
}

/** Lines are found by the byte of a line feed, which UTF-16 has elsewhere as well. */
function checkCharset(charset: string | undefined): string | undefined {
  if (!charset?.startsWith('utf-16')) return charset;
  throw new RollcallError('unsupportedMediaType', 'Send the lines in UTF-8 (charset=utf-8).');
}

function checkEncoding(request: Request): void {
  const encoding = request.get('Content-Encoding')?.toLowerCase() ?? 'identity';
  if (encoding === 'identity') return;
  throw new RollcallError('unsupportedMediaType', 'Send the lines without a Content-Encoding.');
}

/** @throws RollcallError `badRequest` */
function readFromLine(request: Request): number {
  const text = readText(request, 'from_line');
  if (text === undefined) return 1;
  if (/^\d{1,9}$/.test(text) && Number(text) >= 1) return Number(text);
  throw new RollcallError('badRequest', '"from_line" must be the number of a line, from 1.');
}
