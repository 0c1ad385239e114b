/** Importing members: lines in, lines out, both as streams. */
import { once } from 'node:events';
import type { Request, Response } from 'express';
import { RollcallError } from '../../base/errors.ts';
import { escapeLineSeparators } from '../../events/line-separators.ts';
import { checkMediaType } from '../../http/request/body.ts';
import type { ImportRecord } from '../../members/import/import.ts';
import { openAccount } from '../request/access.ts';
import { digits, parameter } from '../request/query.ts';
import { route } from '../route.ts';
import { changeContext } from './change-context.ts';

const LINES = 'application/x-ndjson';
const ACCEPTED = [LINES, 'application/ndjson', 'application/jsonl'];
const LAST_LINE = 999_999_999;

export const IMPORT_ROUTES = [
  route({
    operation: 'importMembers',
    method: 'post',
    path: '/accounts/{id}/members/import',
    scopes: ['members:write'],
    query: { from_line: parameter(digits(1, LAST_LINE)) },
    access: openAccount,
    lasts: () => true,
    handle: async (call, dependencies) => {
      const { caller, query, request } = call;
      const context = changeContext(call, dependencies);
      const charset = checkCharset(checkMediaType(request, ACCEPTED));
      checkEncoding(request);
      return async response => {
        const gone = new AbortController();
        response.once('close', () => gone.abort());
        // Lines that are left over must not end the connection before the answer is out.
        const chunks = request.iterator({ destroyOnReturn: false });
        const order = { chunks, fromLine: query.from_line ?? 1, charset, context };
        try {
          await dependencies.shares.within('imports', caller.tokenId, () =>
            dependencies.imports.run(order, record => send(response, record, gone.signal)),
          );
        } catch (error) {
          // The client went away: what it sent up to then is done in whole batches, and it can go on from there.
          if (gone.signal.aborted || request.errored) return;
          if (response.headersSent) response.end();
          throw error;
        }
        response.end();
      };
    },
  }),
];

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
