/** A cookie of the pages: sent to this host alone, and out of reach of scripts. */
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';

interface CookieRules {
  readonly isHttps: boolean;
  /**
   * `lax` where people come by a link from elsewhere; `strict` where they do not; `none` where the page stands in a
   * frame of another site, which needs https.
   */
  readonly sameSite: 'lax' | 'strict' | 'none';
}

export class PageCookie {
  readonly #name: string;
  readonly #attributes;

  constructor(name: string, { isHttps, sameSite }: CookieRules) {
    // A browser takes the prefix only with `Secure`, which plain http in development does not have.
    this.#name = `${isHttps ? '__Host-' : ''}rollcall-${name}`;
    const isAcrossSites = isHttps && sameSite === 'none';
    this.#attributes = {
      path: '/',
      httpOnly: true,
      secure: isHttps,
      sameSite: sameSite === 'none' && !isHttps ? ('lax' as const) : sameSite,
      partitioned: isAcrossSites,
    };
  }

  read({ headers }: Request): string | undefined {
    return parseCookie(headers.cookie ?? '')[this.#name];
  }

  /** @param expiresAt milliseconds since the epoch */
  set(response: Response, value: string, expiresAt: number): void {
    response.cookie(this.#name, value, { ...this.#attributes, expires: new Date(expiresAt) });
  }

  clear(response: Response): void {
    response.clearCookie(this.#name, this.#attributes);
  }
}
