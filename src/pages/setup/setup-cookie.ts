/** The cookie of the browser that opened a setup link. */
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';

export interface CookieRules {
  readonly isHttps: boolean;
  /** Whether another site may show the page in a frame. */
  readonly isEmbedded: boolean;
}

/** A browser takes the prefix only with `Secure`, which plain http in development does not have. */
const nameOf = ({ isHttps }: CookieRules): string => (isHttps ? '__Host-rollcall-setup' : 'rollcall-setup');

export const readSetupCookie = ({ headers }: Request, rules: CookieRules): string | undefined =>
  parseCookie(headers.cookie ?? '')[nameOf(rules)];

/** @param expiresAt milliseconds since the epoch */
export function setSetupCookie(
  response: Response,
  rules: CookieRules,
  value: string,
  expiresAt: number,
): void {
  response.cookie(nameOf(rules), value, { ...attributesOf(rules), expires: new Date(expiresAt) });
}

export function clearSetupCookie(response: Response, rules: CookieRules): void {
  response.clearCookie(nameOf(rules), attributesOf(rules));
}

/** People come from a mail, so the cookie must be sent with a link from elsewhere; a frame of another site needs more. */
function attributesOf({ isHttps, isEmbedded }: CookieRules) {
  const isAcrossSites = isHttps && isEmbedded;
  return {
    path: '/',
    httpOnly: true,
    secure: isHttps,
    sameSite: isAcrossSites ? 'none' : 'lax',
    partitioned: isAcrossSites,
  } as const;
}
