/** Which accounts a request reaches: of each route one of these, judged after the scope, the query and the body. */
import { type Account, parseAccountId } from '../../accounts/account.ts';
import { requireOpen } from '../../accounts/change.ts';
import type { ServiceCaller } from '../../accounts/tokens/authenticate.ts';
import { noSuchAccount, RollcallError } from '../../base/errors.ts';
import { isId } from '../../base/ids.ts';
import type { Endpoint } from '../../webhooks/endpoint.ts';
import { noSuchEndpoint } from '../../webhooks/endpoints.ts';
import type { ApiDependencies } from '../dependencies.ts';
import type { Call } from '../route.ts';

type Listener = Pick<Endpoint, 'accounts'>;
type AboutOne = Pick<Call<'/{id}'>, 'caller' | 'params'>;

const reaches = ({ accounts }: ServiceCaller, accountId: string): boolean =>
  accounts === null || accounts.includes(accountId);

/** The account in the path; one out of reach looks like none. @throws RollcallError `notFound` */
export async function account({ caller, params }: AboutOne, { accounts }: ApiDependencies): Promise<Account> {
  const found = reaches(caller, params.id) ? await accounts.find(params.id) : undefined;
  if (!found) throw noSuchAccount();
  return found;
}

/** The id in the path, where the account is looked for later. @throws RollcallError `notFound` when it is out of reach */
export function accountOfSnapshot({ caller, params }: AboutOne): string {
  if (reaches(caller, params.id)) return params.id;
  throw noSuchAccount();
}

/** The same, to change its members. @throws RollcallError `notFound`, `conflict` for a closed account */
export async function openAccount(call: AboutOne, dependencies: ApiDependencies): Promise<Account> {
  const found = await account(call, dependencies);
  requireOpen(found);
  return found;
}

/** The id in the path, of an account that need not exist. @throws RollcallError `badRequest`, `forbidden` */
export function accountId({ caller, params }: AboutOne): string {
  const id = parseAccountId(params.id);
  requireAccess(caller, id);
  return id;
}

/** A list that holds what the token reaches. @returns its accounts; `null`: all */
export const accessibleAccounts = ({ caller }: Pick<Call, 'caller'>): readonly string[] | null =>
  caller.accounts;

/** As `accessibleAccounts`, or the one that is asked for. @throws RollcallError `forbidden` */
export function requestedAccounts({
  caller,
  query,
}: Pick<Call<string, { readonly account?: string | undefined }>, 'caller' | 'query'>):
  | readonly string[]
  | null {
  if (query.account === undefined) return caller.accounts;
  requireAccess(caller, query.account);
  return [query.account];
}

/** What belongs to no account, or to all. @param detail why a token that is limited to accounts is refused @throws RollcallError `forbidden` */
export const unlimitedToken =
  (detail: string) =>
  ({ caller }: Pick<Call, 'caller'>): void => {
    if (caller.accounts !== null) throw new RollcallError('forbidden', detail);
  };

/** The webhook endpoint in the path; one out of reach looks like none. @throws RollcallError `notFound` */
export async function endpoint(
  { caller, params }: AboutOne,
  { endpoints }: ApiDependencies,
): Promise<Endpoint> {
  const found = isId(params.id) ? await endpoints.get(params.id) : undefined;
  if (!found || !reachesEndpoint(caller, found)) throw noSuchEndpoint(params.id);
  return found;
}

/** The same, to change which accounts it listens to. @throws RollcallError `notFound`, `forbidden` */
export async function endpointToChange(
  call: AboutOne & Pick<Call<string, unknown, Partial<Listener>>, 'body'>,
  dependencies: ApiDependencies,
): Promise<Endpoint> {
  const found = await endpoint(call, dependencies);
  const { accounts } = call.body;
  if (accounts !== undefined) requireListening(call.caller, { accounts });
  return found;
}

/** The accounts a new endpoint listens to. @throws RollcallError `forbidden` */
export const listenedAccounts = ({
  caller,
  body,
}: Pick<Call<string, unknown, Listener>, 'caller' | 'body'>): void => requireListening(caller, body);

/** A list that holds the endpoints the token reaches. */
export const accessibleEndpoints =
  ({ caller }: Pick<Call, 'caller'>) =>
  (listener: Listener): boolean =>
    reachesEndpoint(caller, listener);

/** A token that is limited to accounts reaches the endpoints that listen to no other. */
const reachesEndpoint = ({ accounts }: ServiceCaller, listener: Listener): boolean =>
  accounts === null || (listener.accounts?.every(id => accounts.includes(id)) ?? false);

function requireListening(caller: ServiceCaller, listener: Listener): void {
  if (reachesEndpoint(caller, listener)) return;
  throw new RollcallError(
    'forbidden',
    listener.accounts === null
      ? 'This service token is limited to some accounts: name in "accounts" those the endpoint listens to.'
      : 'This service token does not reach every account in "accounts".',
  );
}

function requireAccess(caller: ServiceCaller, accountId: string): void {
  if (reaches(caller, accountId)) return;
  throw new RollcallError('forbidden', 'This service token does not reach that account.');
}
