/** The headers of every page: nothing but our own files runs, and nothing is kept, framed or indexed. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

interface HeaderOptions {
  readonly isHttps: boolean;
  /** Origins that may show the page in a frame. */
  readonly frameAncestors: readonly string[];
  /** `no-referrer` where the address itself is secret; elsewhere a form must be able to say where it comes from. */
  readonly referrer: 'no-referrer' | 'same-origin';
}

const YEAR_SECONDS = 31_536_000;
const SELF = ["'self'"];

export function pageHeaders({ isHttps, frameAncestors, referrer }: HeaderOptions): readonly RequestHandler[] {
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: SELF,
        styleSrc: SELF,
        imgSrc: SELF,
        connectSrc: SELF,
        formAction: SELF,
        baseUri: ["'none'"],
        frameAncestors: frameAncestors.length > 0 ? [...frameAncestors] : ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['rollcall'],
        ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: isHttps && { maxAge: YEAR_SECONDS },
    referrerPolicy: { policy: referrer },
    frameguard: frameAncestors.length === 0 && { action: 'deny' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xPoweredBy: false,
  });
  const add: RequestHandler = (_request, response, next) => {
    response.set(
      'Permissions-Policy',
      'clipboard-write=(self), camera=(), geolocation=(), microphone=(), payment=()',
    );
    response.set('X-Robots-Tag', 'noindex');
    response.set('Cache-Control', 'no-store');
    next();
  };
  return [protect, add];
}
