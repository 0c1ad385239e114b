/** Under which address the service is reached. */

/** @param port what the service listens on, when `PUBLIC_URL` is not set */
export function publicUrlOf(
  config: { readonly publicUrl: string | undefined; readonly host: string },
  port: number,
): string {
  if (config.publicUrl !== undefined) return config.publicUrl;
  const anyAddress = config.host === '0.0.0.0' || config.host === '::';
  const host = anyAddress ? 'localhost' : config.host.includes(':') ? `[${config.host}]` : config.host;
  return `http://${host}:${port}`;
}

/** @returns the address without a trailing slash; `undefined` when there is none, or a fault in it */
export function readPublicUrl(text: string, production: boolean, faults: string[]): string | undefined {
  if (!text) {
    if (production) {
      faults.push(
        'PUBLIC_URL is missing: set the https address under which identity providers reach the service.',
      );
    }
    return undefined;
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash || url.username) {
    faults.push(
      'PUBLIC_URL must be an http(s) address without user, query or fragment, such as https://scim.example.com.',
    );
    return undefined;
  }
  if (production && url.protocol !== 'https:') {
    faults.push(
      'PUBLIC_URL must begin with https:// in production: identity providers refuse plain http, and tokens would travel in clear.',
    );
  }
  return url.href.replace(/\/+$/, '');
}
