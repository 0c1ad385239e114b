/** What the doctor says of PUBLIC_URL: whether this service answers there, and why not. */

import { askPublicUrl } from '../../self-test/public-url-answer.ts';
import { type Finding, findingsOf } from './finding.ts';

/** @returns whether the service answers there */
export async function examinePublicUrl(
  publicUrl: string,
): Promise<{ readonly isServing: boolean; readonly findings: readonly Finding[] }> {
  let isServing = false;
  const findings = await findingsOf('public url', async report => {
    const answer = await askPublicUrl(publicUrl, fetch);
    isServing = answer.isServing;
    report(answer.status, answer.text);
  });
  return { isServing, findings };
}

/**
 * Whether this process and the service mean the same address.
 * @param own what PUBLIC_URL says here; `undefined` when it is not set
 * @param stored what the service stored at its last start
 */
export function examineStoredPublicUrl(
  own: string | undefined,
  stored: string | undefined,
): Promise<readonly Finding[]> {
  return findingsOf('public url', report => {
    if (own === undefined || stored === undefined || own === stored) return;
    report(
      'failure',
      `PUBLIC_URL is ${own} here, and the service runs as ${stored}. Correct it; to change the address of the installation run "rollcall public-url ${own}".`,
    );
  });
}
