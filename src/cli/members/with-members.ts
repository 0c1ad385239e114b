import { v7 as uuidv7 } from 'uuid';
import { requireOpen } from '../../accounts/change.ts';
import { OPERATOR } from '../../accounts/requester.ts';
import { withServices } from '../../composition/commands.ts';
import type { MemberUseCases } from '../../composition/use-cases/members.ts';
import type { ChangeContext } from '../../members/change.ts';

/** The members of one account, and who changes them: the operator, as of when it is asked. */
export interface OpenedMembers extends MemberUseCases {
  readonly accountId: string;
  readonly context: () => ChangeContext;
}

/** Runs a command on the members of an account that is not closed. */
export const withMembers = (
  accountId: string,
  run: (opened: OpenedMembers) => Promise<void>,
): Promise<void> =>
  withServices(async ({ accounts, ...useCases }) => {
    const account = await accounts.get(accountId);
    requireOpen(account);
    const requestId = uuidv7();
    const context = (): ChangeContext => ({
      accountId,
      policies: account.policies,
      actor: OPERATOR.actor,
      request: { id: requestId, method: null, bulkIndex: null },
      traceparent: undefined,
      now: Date.now(),
      newId: uuidv7,
    });
    await run({ ...useCases, accountId, context });
  });
