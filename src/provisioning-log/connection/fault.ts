/** What is wrong with a connection now: a kind of request that was refused or failed and has not succeeded since. */
import { DAY_MS } from '../../base/clock.ts';
import { expectedRefusal, type RefusalContext } from './expected-refusals.ts';
import type { Fault, Milestones } from './milestones.ts';
import { REQUEST_KINDS, type RequestKind } from './request-kind.ts';

export interface CurrentFault extends Fault {
  readonly kind: RequestKind;
}

/**
 * The latest fault, ours before those of the identity provider. It is forgotten a day after the last such request.
 * @param now milliseconds since the epoch
 */
export function currentFault(
  { kinds }: Milestones,
  context: Omit<RefusalContext, 'lookedUpAt'>,
  now: number,
): CurrentFault | undefined {
  const lookedUpAt = kinds.look_up?.succeededAt ?? null;
  const faults = REQUEST_KINDS.flatMap(kind => {
    const fault = kinds[kind]?.fault;
    if (!fault || now - fault.lastAt > DAY_MS) return [];
    const { lastAt: at, explanation } = fault;
    const method = kind === 'delete' ? 'DELETE' : 'POST';
    const isExpected = expectedRefusal({ at, explanation, method }, { ...context, lookedUpAt }) !== null;
    return isExpected ? [] : [{ ...fault, kind }];
  });
  const byWeight = faults.toSorted(
    (one, other) => Number(other.isOurs) - Number(one.isOurs) || other.lastAt - one.lastAt,
  );
  return byWeight[0];
}
