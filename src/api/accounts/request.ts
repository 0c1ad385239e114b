/** How requests about one account are judged: the scope (403), what was sent (4xx), whether it is there (404). */
import type { Request, RequestHandler, Response } from 'express';
import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { Requester } from '../../accounts/requester.ts';
import type { ServiceCaller } from '../../accounts/tokens/authenticate.ts';
import { noSuchAccount } from '../../errors.ts';
import { callerOf, requireScope } from '../control-request.ts';
import { type JsonObject, readJsonObject } from '../json-body.ts';

export const READ = 'accounts:read';
export const WRITE = 'accounts:write';

const isWithinAccess = ({ accounts }: ServiceCaller, accountId: string): boolean =>
  accounts === null || accounts.includes(accountId);

/** Who asks, for the events of it. */
export function requesterOf(response: Response): Requester {
  const { requestId, traceparent } = response.locals as { requestId: string; traceparent?: string }; // put there by the server's first step
  const serviceTokenId = callerOf(response).tokenId;
  return { actor: { kind: 'app', serviceTokenId }, requestId, traceparent };
}

/** An account within the caller's reach; one beyond it looks like none. @throws RollcallError `notFound` */
export async function accessibleAccount(
  accounts: Pick<Accounts, 'find'>,
  response: Response,
  id: string,
): Promise<Account> {
  const account = isWithinAccess(callerOf(response), id) ? await accounts.find(id) : undefined;
  if (!account) throw noSuchAccount();
  return account;
}

/** What a handler answers with; `undefined`: there is nothing to say. */
type Answer = object | undefined;

interface AccountHandlers {
  read(answer: (account: Account, request: Request, response: Response) => Promise<Answer>): RequestHandler;
  /** @param parse the body, before the account is looked for */
  write<Wanted>(
    parse: (given: JsonObject) => Wanted,
    answer: (account: Account, wanted: Wanted, by: Requester, context: Context) => Promise<Answer>,
  ): RequestHandler;
}

interface Context {
  readonly request: Request;
  readonly response: Response;
}

/** Makes handlers for the addresses below `/accounts/:id`. */
export function accountHandlers(accounts: Pick<Accounts, 'find'>): AccountHandlers {
  return {
    read: answer => async (request, response) => {
      requireScope(callerOf(response), READ);
      const account = await accessibleAccount(accounts, response, String(request.params['id']));
      send(response, await answer(account, request, response));
    },
    write: (parse, answer) => async (request, response) => {
      requireScope(callerOf(response), WRITE);
      const wanted = parse(await readJsonObject(request, response));
      const account = await accessibleAccount(accounts, response, String(request.params['id']));
      send(response, await answer(account, wanted, requesterOf(response), { request, response }));
    },
  };
}

function send(response: Response, answer: Answer): void {
  if (answer === undefined) response.status(204).end();
  else response.json(answer);
}
