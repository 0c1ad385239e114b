/** What service tokens may be allowed. */
import { RollcallError } from '../../base/errors.ts';

/** What a scope lets a token do; where that is more than its name says, it says so. */
export const SCOPES = {
  '*': 'everything',
  'accounts:read': 'reads accounts, connections and the list of tokens',
  'accounts:write':
    'changes and closes accounts, and issues tokens of identity providers: with one of those it can also read, change and delete every member of the account',
  'members:read': 'reads members, with personal data',
  'members:write': 'adds, changes, protects, removes and erases members',
  'events:read': 'reads events and snapshots, with personal data',
  'webhooks:write':
    'makes webhook endpoints: it can have all events, with personal data, sent to any public address, and so implies events:read',
  'log:read': 'reads the provisioning log, which names people',
  'metrics:read': 'reads /metrics, without personal data',
} as const satisfies Readonly<Record<string, string>>;

/** What a route can require; `*` has every one of them. */
export type Scope = Exclude<keyof typeof SCOPES, '*'>;

export const isScope = (text: string): text is keyof typeof SCOPES => Object.hasOwn(SCOPES, text);

/** @throws RollcallError `forbidden` */
export function requireAnyScope(
  { scopes: given }: { readonly scopes: readonly string[] },
  scopes: readonly Scope[],
): void {
  if (given.includes('*') || scopes.some(scope => given.includes(scope))) return;
  throw new RollcallError('forbidden', `This service token lacks the scope ${scopes.join(' or ')}.`);
}
