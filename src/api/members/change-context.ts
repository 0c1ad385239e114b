/** In which context the main app changes members. */
import type { Account } from '../../accounts/account.ts';
import type { ChangeContext } from '../../members/change.ts';
import type { ApiDependencies } from '../dependencies.ts';
import type { Call } from '../route.ts';

type ChangeCall = Pick<Call, 'by' | 'request'> & { readonly subject: Account };

/** @returns who changes members of the account, as of when it is called */
export const changeContext = (
  { by: { actor, requestId, traceparent }, request, subject: { id: accountId, policies } }: ChangeCall,
  { newId, now }: Pick<ApiDependencies, 'newId' | 'now'>,
): (() => ChangeContext) => {
  const id = requestId ?? newId();
  return () => ({
    accountId,
    policies,
    actor,
    request: { id, method: request.method, bulkIndex: null },
    traceparent,
    now: now(),
    newId,
  });
};
