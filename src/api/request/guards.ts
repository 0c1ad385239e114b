/** What every address of the service outside /scim/v2 checks alike. */
import type { RequestHandler } from 'express';
import type { ServiceGrant } from '../../accounts/tokens/authenticate.ts';
import type { Scope } from '../../accounts/tokens/scopes.ts';
import { RollcallError } from '../../base/errors.ts';

/** The last handler of an address: 405 with the methods that work. */
export const onlyMethods =
  (methods: readonly string[]): RequestHandler =>
  (_request, response) => {
    response.set('Allow', methods.join(', '));
    throw new RollcallError('methodNotAllowed', `This address takes ${methods.join(', ')}.`);
  };

/** @throws RollcallError `forbidden` */
export function requireAnyScope(
  { scopes: given }: Pick<ServiceGrant, 'scopes'>,
  scopes: readonly Scope[],
): void {
  if (given.includes('*') || scopes.some(scope => given.includes(scope))) return;
  throw new RollcallError('forbidden', `This service token lacks the scope ${scopes.join(' or ')}.`);
}
