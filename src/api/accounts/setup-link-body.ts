/** What the main app says when it makes a setup link. */
import type { z } from 'zod';
import { DEFAULT_RIGHTS, SETUP_RIGHTS } from '../../accounts/setup-links/setup-link.ts';
import type { NewSetupLink } from '../../accounts/setup-links/setup-links.ts';
import { RollcallError } from '../../base/errors.ts';
import { fields, listOf, oneOf, text, trueOrFalse, wholeNumber } from '../../base/schema.ts';

const DAY_SECONDS = 86_400;
const DEFAULT_LIFE_SECONDS = 7 * DAY_SECONDS;
const LONGEST_LIFE_SECONDS = 30 * DAY_SECONDS;
const SHORTEST_LIFE_SECONDS = 60;
const LONGEST_TEXT = 200;
const LONGEST_URL = 2_000;

const some = text(LONGEST_TEXT).nullable().exactOptional();

export const SETUP_LINK = fields({
  expiresInSeconds: wholeNumber(SHORTEST_LIFE_SECONDS, LONGEST_LIFE_SECONDS).exactOptional(),
  mode: oneOf('mail', 'redirect').exactOptional(),
  admin: fields({ id: some, name: some, email: some }).exactOptional(),
  returnUrl: text(LONGEST_URL).nullable().exactOptional(),
  may: listOf(oneOf(...SETUP_RIGHTS), SETUP_RIGHTS.length).exactOptional(),
  revokeOthers: trueOrFalse.exactOptional(),
});

/**
 * @param returnOrigins those of `PAGES_RETURN_ORIGINS`
 * @throws RollcallError `badRequest` for an address outside them
 */
export function setupLinkSettings(
  body: z.output<typeof SETUP_LINK>,
  returnOrigins: readonly string[],
): NewSetupLink {
  const { id = null, name = null, email = null } = body.admin ?? {};
  return {
    mode: body.mode ?? 'mail',
    expiresInSeconds: body.expiresInSeconds ?? DEFAULT_LIFE_SECONDS,
    may: body.may ?? DEFAULT_RIGHTS,
    admin: { id, name, email },
    returnUrl: parseReturnUrl(body.returnUrl ?? null, returnOrigins),
    revokeOthers: body.revokeOthers ?? false,
  };
}

function parseReturnUrl(address: string | null, origins: readonly string[]): string | null {
  if (address === null) return null;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && origins.includes(url.origin)) return url.href;
  throw new RollcallError(
    'badRequest',
    origins.length === 0
      ? '"returnUrl" leads nowhere yet: PAGES_RETURN_ORIGINS has no origin.'
      : `"returnUrl" must be an address at ${origins.join(' or ')}, as PAGES_RETURN_ORIGINS says.`,
  );
}
