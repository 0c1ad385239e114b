/** Who asks for a change of an account, and with which request. */
import type { ServiceActor } from '../events/actor.ts';

export interface Requester {
  readonly actor: ServiceActor;
  /** `undefined` on the command line. */
  readonly requestId: string | undefined;
  readonly traceparent: string | undefined;
}

/** The command line. */
export const OPERATOR: Requester = {
  actor: { kind: 'operator' },
  requestId: undefined,
  traceparent: undefined,
};
