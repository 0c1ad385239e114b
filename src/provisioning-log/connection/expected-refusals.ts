/** Refusals that are right: an identity provider sends what it must not, takes the answer, and goes on. */
import type { IdentityProvider } from '../../accounts/identity-provider.ts';
import { DAY_MS } from '../../base/clock.ts';
import type { LogRecord } from '../entry.ts';

interface ExpectedRefusal {
  readonly explanation: string;
  /** For which providers; `null`: for all of them. */
  readonly by: IdentityProvider | null;
  /** `set_up`: in the first days; `look_up`: when a look-up follows; `delete`: of a DELETE. */
  readonly when: 'set_up' | 'look_up' | 'delete';
  /** What to know, below the line of the request. */
  readonly note: string;
}

const EXPECTED_REFUSALS: readonly ExpectedRefusal[] = [
  {
    explanation: 'groups_pushed',
    by: 'jumpcloud',
    when: 'set_up',
    note: 'As expected. Switch Group Management off in JumpCloud.',
  },
  {
    explanation: 'groups_pushed',
    by: 'authentik',
    when: 'set_up',
    note: 'As expected: authentik sends groups as well, which are not used here.',
  },
  {
    explanation: 'user_name_taken',
    by: 'authentik',
    when: 'look_up',
    note: 'As expected: authentik finds people who are there already this way, and takes them over.',
  },
  {
    explanation: 'member_gone',
    by: null,
    when: 'delete',
    note: 'As expected: this person was deleted before.',
  },
];

/** So long after SCIM was switched on, the identity provider should be set up. */
const SET_UP_MS = 3 * DAY_MS;

export interface RefusalContext {
  readonly identityProvider: IdentityProvider;
  /** When SCIM was switched on; milliseconds since the epoch, as all times. */
  readonly since: number;
  /** When a look-up last succeeded; `null` when none did. */
  readonly lookedUpAt: number | null;
}

/** @returns what to know about a refusal that is right; `null` for one that is not */
export function expectedRefusal(
  { explanation, method, at }: Pick<LogRecord, 'method' | 'at'> & { readonly explanation: string | null },
  { identityProvider, since, lookedUpAt }: RefusalContext,
): string | null {
  const holds: Readonly<Record<ExpectedRefusal['when'], boolean>> = {
    set_up: at < since + SET_UP_MS,
    look_up: lookedUpAt !== null && lookedUpAt >= at,
    delete: method === 'DELETE',
  };
  const found = EXPECTED_REFUSALS.find(
    each =>
      each.explanation === explanation &&
      (each.by === null || each.by === identityProvider) &&
      holds[each.when],
  );
  return found?.note ?? null;
}

/** It is right for each identity provider, at any time. */
export const isRepeatedDelete = ({
  method,
  explanation,
}: Pick<LogRecord, 'method' | 'explanation'>): boolean =>
  method === 'DELETE' && explanation === 'member_gone';
