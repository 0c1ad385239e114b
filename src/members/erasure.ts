/** Erasing a person: the member, its data in earlier events, and everything else that is known. */

import type { EventDraft } from '../events/envelope.ts';
import { type ChangeGuard, requireCredential } from './account-gate.ts';
import { type ChangeContext, erasureOf, removeMember } from './change.ts';
import type { Member } from './member.ts';
import { redactData, redactEvent } from './member-event.ts';
import { memberNotFound } from './members.ts';

/** By what a person was known, and may be mentioned where no id is. */
export interface PersonNames {
  readonly userNames: readonly string[];
  readonly externalIds: readonly string[];
}

/** What is kept of the stored bytes of an event, and by what the person was known when they were written. */
export interface RedactedEvent extends PersonNames {
  readonly body: string;
}

export interface ErasureStore {
  /**
   * Makes `redact` of every earlier event about the member and takes the person out of what else is kept, a little at
   * a time; then, in one transaction under the account's lock, redacts what came since, deletes the member, and writes
   * the events of `eventsOf`. When the service stops on the way, the same request again does the rest. When the
   * member was erased before, no event is written, and only what was kept since is searched.
   * @throws what the guard's check throws
   * @returns false when there never was such a member, or no trace of it is left
   */
  erase(
    guard: ChangeGuard,
    memberId: string,
    redact: (body: string) => RedactedEvent,
    eventsOf: (current: Member | undefined) => readonly EventDraft[],
  ): Promise<boolean>;
}

export class Erasure {
  readonly #store: ErasureStore;
  readonly #flushLog: () => Promise<void>;

  /** @param flushLog writes what the provisioning log has not written yet */
  constructor(store: ErasureStore, flushLog: () => Promise<void>) {
    this.#store = store;
    this.#flushLog = flushLog;
  }

  /**
   * Erases a member who is there or was there; erasing again changes nothing. A member who is there is removed first,
   * and the events of that contain no more than the redacted ones.
   * @throws RollcallError `notFound` for an id that no member and no event has
   */
  async erase(context: ChangeContext, id: string): Promise<void> {
    await this.#flushLog();
    const { accountId, actor, now } = context;
    // A person may be erased from an account that is closed.
    const guard: ChangeGuard = {
      accountId,
      actor,
      check: ({ credential }) => requireCredential(actor, credential, now),
    };
    const isKnown = await this.#store.erase(guard, id, redactStored, current => [
      ...(current ? removeMember(context, current).events.map(redactDraft) : []),
      erasureOf(context, id),
    ]);
    if (!isKnown) throw memberNotFound(id);
  }
}

interface StoredData {
  readonly member: Readonly<Record<string, unknown>>;
  /** The event of an erasure has none: another request may have erased the person meanwhile. */
  readonly previous?: Readonly<Record<string, unknown>>;
}

function redactStored(body: string): RedactedEvent {
  const { data } = JSON.parse(body) as { data: StoredData }; // we wrote it ourselves
  const valuesOf = (name: string): string[] =>
    [data.member[name], data.previous?.[name]].filter(value => typeof value === 'string');
  return { body: redactEvent(body), userNames: valuesOf('userName'), externalIds: valuesOf('externalId') };
}

const redactDraft = (event: EventDraft): EventDraft => ({ ...event, data: redactData(event.data) });
