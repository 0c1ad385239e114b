/** An account's members as the main app keeps them: read, added, changed, removed, erased. */
import express, { type RequestHandler, type Response, type Router } from 'express';
import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { requireOpen } from '../../accounts/change.ts';
import { clientGoneSignal } from '../../http/request/client-gone.ts';
import type { ChangeContext } from '../../members/change.ts';
import type { Erasure } from '../../members/erasure.ts';
import { type Members, memberNotFound } from '../../members/members.ts';
import { accessibleAccount, requesterOf } from '../accounts/request.ts';
import { callerOf, onlyMethods, readLimit, readText, requireScope, reserve } from '../control-request.ts';
import { isId } from '../webhooks/request.ts';
import { renderMember, renderMembersText } from './answers.ts';
import { type CompleteAttributes, inputOf, readMemberBody, upsertOf } from './body.ts';
import { parseMemberList } from './list.ts';

export interface MemberRouteDependencies {
  readonly members: Members;
  readonly erasure: Erasure;
  readonly accounts: Pick<Accounts, 'find'>;
  readonly completeAttributes: CompleteAttributes;
  readonly publicUrl: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
}

export function memberRoutes(dependencies: MemberRouteDependencies): Router {
  const { members, erasure, completeAttributes, publicUrl } = dependencies;
  const router = express.Router();

  router
    .route('/accounts/:id/members')
    .get(async (request, response) => {
      const { id: accountId } = await readable(dependencies, response, request.params.id);
      const query = parseMemberList(name => readText(request, name), readLimit(request));
      const page = await members.page(accountId, query, {
        signal: clientGoneSignal(response),
        reserve: bytes => reserve(response, bytes),
      });
      response.type('json').send(await renderMembersText(page));
    })
    .post(async (request, response) => {
      const context = await writable(dependencies, response, request.params.id);
      const description = await readMemberBody(request, response);
      const { member, outcome } = await members.upsert(context(), upsertOf(description, completeAttributes));
      if (!member) throw new Error('an upsert leaves a member');
      if (outcome === 'created') {
        response.status(201);
        response.set('Location', `${publicUrl()}/v1/accounts/${member.accountId}/members/${member.id}`);
      }
      response.json(renderMember(member));
    })
    .all(onlyMethods('GET, HEAD, POST', 'Members are listed with GET, and added or changed with POST.'));

  router
    .route('/accounts/:id/members/:memberId')
    .get(async (request, response) => {
      const { id: accountId } = await readable(dependencies, response, request.params.id);
      response.json(renderMember(await members.get(accountId, checkId(request.params.memberId))));
    })
    .patch(async (request, response) => {
      const context = await writable(dependencies, response, request.params.id);
      const description = await readMemberBody(request, response);
      const amended = await members.amend(context(), checkId(request.params.memberId), current =>
        inputOf(description, current, completeAttributes),
      );
      response.json(renderMember(amended));
    })
    .delete(async (request, response) => {
      const context = await writable(dependencies, response, request.params.id);
      await members.remove(context(), checkId(request.params.memberId), undefined);
      response.status(204).end();
    })
    .all(
      onlyMethods(
        'GET, HEAD, PATCH, DELETE',
        'A member is read with GET, changed with PATCH and removed with DELETE.',
      ),
    );

  const erase: RequestHandler<{ id: string; memberId: string }> = async (request, response) => {
    const context = await writable(dependencies, response, request.params.id);
    await erasure.erase(context(), checkId(request.params.memberId));
    response.status(204).end();
  };
  router
    .route('/accounts/:id/members/:memberId/erase')
    .post(erase)
    .all(onlyMethods('POST', 'A member is erased with POST.'));
  return router;
}

type Access = Pick<MemberRouteDependencies, 'accounts' | 'now' | 'newId'>;

/** @throws RollcallError `forbidden`, `notFound` */
function readable({ accounts }: Access, response: Response, id: string): Promise<Account> {
  requireScope(callerOf(response), 'members:read');
  return accessibleAccount(accounts, response, id);
}

/**
 * @returns who changes members of the account, as of when it is asked
 * @throws RollcallError `forbidden`, `notFound`, `conflict` for a closed account
 */
export async function writable(
  { accounts, now, newId }: Access,
  response: Response,
  id: string,
): Promise<() => ChangeContext> {
  requireScope(callerOf(response), 'members:write');
  const account = await accessibleAccount(accounts, response, id);
  requireOpen(account);
  const { actor, requestId = newId(), traceparent } = requesterOf(response);
  return () => ({
    accountId: account.id,
    policies: account.policies,
    actor,
    request: { id: requestId, method: response.req.method, bulkIndex: null },
    traceparent,
    now: now(),
    newId,
  });
}

/** Ids are ours: whatever is not one of them cannot exist. @throws RollcallError `notFound` */
function checkId(id: string): string {
  if (isId(id)) return id;
  throw memberNotFound(id);
}
