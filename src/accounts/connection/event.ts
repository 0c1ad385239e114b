/** Events about an account's connection: what happened to it, in the account's own sequence. */
import type { ConnectionEventType } from '../../events/catalogue/catalogue.ts';
import type { EventDraft } from '../../events/envelope.ts';
import type { Requester } from '../requester.ts';
import type { Moment } from '../state.ts';

interface EventContext extends Moment {
  /** `undefined`: no actor, time passed. */
  readonly by: Requester | undefined;
}

export function connectionEvent(
  { by, now, newId }: EventContext,
  accountId: string,
  type: ConnectionEventType,
  detail: Readonly<Record<string, unknown>>,
): EventDraft {
  const id = newId();
  return {
    id,
    type,
    subject: accountId,
    occurredAt: now,
    requestId: by?.requestId ?? id,
    traceparent: by?.traceparent,
    data: { account: { id: accountId }, ...detail, ...(by ? { actor: by.actor } : {}) },
  };
}
