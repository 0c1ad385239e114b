/** What every address of the service outside /scim/v2 checks alike. */
import type { RequestHandler } from 'express';
import { RollcallError } from '../../base/errors.ts';

/** The last handler of an address: 405 with the methods that work. */
export const onlyMethods =
  (methods: readonly string[]): RequestHandler =>
  (_request, response) => {
    response.set('Allow', methods.join(', '));
    throw new RollcallError('methodNotAllowed', `This address takes ${methods.join(', ')}.`);
  };
