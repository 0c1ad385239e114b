/** Whether a connection works, in one word for programs and in a sentence or two for people: its progress in brief. */
import type { ConnectionHealth } from './connection-health.ts';
import type { Progress } from './connection-progress.ts';

export interface ConnectionVerdict {
  /** `refused`: the identity provider's to mend; `failed`: ours; `token_refused`: nothing but tokens that do not count came. */
  readonly state:
    | 'off'
    | 'paused'
    | 'no_token'
    | 'waiting'
    | 'token_refused'
    | 'refused'
    | 'failed'
    | 'silent'
    | 'works';
  readonly text: string;
}

const STATES: Readonly<Record<Progress['state'], ConnectionVerdict['state']>> = {
  off: 'off',
  paused_sso: 'paused',
  paused: 'paused',
  no_token: 'no_token',
  ours: 'failed',
  wrong: 'refused',
  silent: 'silent',
  syncing: 'works',
  people: 'works',
  test_person_left: 'works',
  test_person: 'works',
  tested: 'works',
  waiting: 'waiting',
};

export function verdictOf(
  { state, mark, headline, sentences }: Progress,
  health: Pick<ConnectionHealth, 'lastUnproven'> | undefined,
): ConnectionVerdict {
  const text = [`${headline}.`, ...sentences].join(' ');
  if (state === 'waiting' && health?.lastUnproven) return { state: 'token_refused', text };
  // Some identity providers speak only when something changes.
  if (state === 'silent' && mark === 'ring') return { state: 'works', text };
  return { state: STATES[state], text };
}
