import { requireEnabled } from '../../../accounts/connection/refusal.ts';
import { contextOf, openContext } from '../request-context.ts';
import type { Step } from './step.ts';

/** 401 and 403: who asks, from where, and whether SCIM is enabled for the account. */
export const authenticate: Step = async (
  request,
  response,
  { addressOf, authenticator, backlog, baseUrl, tokenUse },
) => {
  const caller = await authenticator.scimCaller(request.headers.authorization);
  openContext(request, response, caller, baseUrl(), bytes => backlog.reserve(response, bytes));
  const address = addressOf(request);
  authenticator.requireAddress(caller, address);
  tokenUse.note(caller.tokenId, address);
  requireEnabled(caller.account);
  return undefined;
};

/** From here on what is answered counts against the account. */
export const countAnswer: Step = (request, response, { backlog }) => {
  backlog.admit(response, `account ${contextOf(request).account.id}`);
  return undefined;
};
