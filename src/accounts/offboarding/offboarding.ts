/** Members who leave because of what happened to their account: work that outlives the process that began it. */
import type { RequestReference, ServiceActor } from '../../events/actor.ts';

export interface Offboarding {
  /** `connection_removed`: the identity provider's members become inactive. `account_closed`: all members go. */
  readonly reason: 'connection_removed' | 'account_closed';
  /** Who asked for it, and how: part of each of its events. */
  readonly actor: ServiceActor;
  readonly request: RequestReference;
  readonly traceparent: string | null;
}
