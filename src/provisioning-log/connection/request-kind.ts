/** What kind of request an entry is: each kind works or fails on its own. */
import type { LogRecord } from '../entry.ts';

/** `door`: a request that was turned away before its content mattered; `group`: one that would have changed groups. */
export const REQUEST_KINDS = ['door', 'look_up', 'create', 'change', 'delete', 'group'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

const AT_THE_DOOR: ReadonlySet<number> = new Set([401, 403, 429]);
const GROUPS = /\/groups(\/|$)/i;
const ONE_RESOURCE = /\/(users|me|bulk|groups)(\/|$)/i;
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

export function requestKindOf({
  method,
  path,
  status,
  explanation,
}: Pick<LogRecord, 'method' | 'path' | 'status' | 'explanation'>): RequestKind {
  if (AT_THE_DOOR.has(status) || explanation === 'unknown_address') return 'door';
  if (READS.has(method) || /\/\.search$/i.test(path) || !ONE_RESOURCE.test(path)) return 'look_up';
  if (GROUPS.test(path)) return 'group';
  if (method === 'DELETE') return 'delete';
  return method === 'POST' && /\/users$/i.test(path) ? 'create' : 'change';
}
