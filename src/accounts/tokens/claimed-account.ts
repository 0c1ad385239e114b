/**
 * The account that a request without a valid token seems to mean: what the payload of its token says, which is not
 * verified. It shows an administrator a cut-off or mistyped token where they look, and decides nothing.
 */

const LONGEST_HEADER = 4_096;
const ACCOUNT = /"aud":"rollcall:scim","sub":"([A-Za-z0-9_-]{1,64})"/;

/** @param authorization the value of the header, whatever its scheme and state @returns the id of an account, if there is one */
export function claimedAccount(authorization: string | undefined): string | undefined {
  const value = authorization?.slice(0, LONGEST_HEADER) ?? '';
  return claimIn(value) ?? claimIn(basicText(value));
}

/** The payload may be cut off as well: its first half names the account. */
function claimIn(text: string): string | undefined {
  const [, payload] = /eyJ[\w-]+\.(eyJ[\w-]+)/.exec(text.replaceAll(/\s/g, '')) ?? [];
  return payload && ACCOUNT.exec(Buffer.from(payload, 'base64url').toString())?.[1];
}

/** The user name and the password of Basic authentication (RFC 7617): people put the token into one of them. */
function basicText(value: string): string {
  const [, credentials] = /^basic\s+([\w+/=-]+)/i.exec(value.trim()) ?? [];
  return credentials === undefined ? '' : Buffer.from(credentials, 'base64').toString();
}
