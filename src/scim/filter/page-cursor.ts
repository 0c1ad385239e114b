/**
 * Cursors of lists (RFC 9865): a place in the sorted list, opaque to clients, of unreserved characters only.
 *
 * A cursor names the last member seen, not a number of members passed over, so it stays valid while the directory
 * changes and never expires. It is bound to its account and query: used with another one it is refused.
 */
import { createHash } from 'node:crypto';
import { RollcallError } from '../../base/errors.ts';
import type { PageKey, PageStart } from '../../members/query.ts';

/** What a cursor belongs to: the account and every parameter that decides which members come in which order. */
export type CursorScope = readonly (string | undefined)[];

const BINDING_BYTES = 9;

export function formatCursor(direction: 'after' | 'before', key: PageKey, scope: CursorScope): string {
  const body = JSON.stringify([direction === 'after' ? 0 : 1, key.value, key.id]);
  return Buffer.concat([binding(scope, body), Buffer.from(body)]).toString('base64url');
}

/** @throws RollcallError `invalidCursor` */
export function parseCursor(text: string, scope: CursorScope): PageStart {
  const bytes = /^[A-Za-z0-9_-]+$/.test(text) ? Buffer.from(text, 'base64url') : Buffer.alloc(0);
  const body = bytes.subarray(BINDING_BYTES).toString('utf8');
  if (!bytes.subarray(0, BINDING_BYTES).equals(binding(scope, body))) throw invalidCursor();
  const [direction, value, id] = JSON.parse(body) as [0 | 1, PageKey['value'], string]; // bound, so we wrote it
  return { kind: direction === 0 ? 'after' : 'before', key: { value, id } };
}

/** Not a signature: a forged cursor reaches nothing that its account's own token does not. */
function binding(scope: CursorScope, body: string): Buffer {
  const hash = createHash('sha256').update(JSON.stringify([scope.map(part => part ?? null), body]));
  return hash.digest().subarray(0, BINDING_BYTES);
}

function invalidCursor(): RollcallError {
  return new RollcallError(
    'invalidCursor',
    'This cursor does not belong to this query: start again with an empty cursor, and repeat filter, sortBy and sortOrder unchanged on every page.',
  );
}
