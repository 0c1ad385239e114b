/** A request with a valid token that is refused because of where it comes from, or of the state of the connection. */
import { RollcallError } from '../../base/errors.ts';
import { type Account, SSO_INACTIVE } from '../account.ts';

type RefusalFault = 'address_not_allowed' | 'suspended' | 'disabled';

/** A 403 whose detail is read on the screen of the identity provider; `fault` is for the log. */
export class ConnectionRefusal extends RollcallError {
  readonly fault: RefusalFault;

  constructor(fault: RefusalFault, detail: string) {
    super('forbidden', detail);
    this.fault = fault;
  }
}

/** @param address from which the request comes; `undefined` when it is unknown */
export const addressRefused = (address: string | undefined): ConnectionRefusal =>
  new ConnectionRefusal(
    'address_not_allowed',
    `This token may be used from certain addresses only, and this request comes from ${address ?? 'an unknown one'}. Ask an administrator of the application to add the address to the token, or to issue another token.`,
  );

/** @throws ConnectionRefusal unless SCIM is on for the account */
export function requireEnabled({ connection: { state, reason } }: Pick<Account, 'connection'>): void {
  if (state === 'enabled') return;
  if (state === 'disabled') {
    throw new ConnectionRefusal(
      state,
      'SCIM is switched off for this account; an administrator of the application must enable it.',
    );
  }
  throw new ConnectionRefusal(
    state,
    reason === SSO_INACTIVE
      ? 'SCIM is suspended for this account because its SAML single sign-on is not active; it goes on when SSO is active again.'
      : `SCIM is suspended for this account${reason === null ? '' : ` (${reason})`}; an administrator of the application must resume it.`,
  );
}
