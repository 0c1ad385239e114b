/** The events of the feed, as far as this demo reads them, and the ones it expects. */

type Json = Readonly<Record<string, unknown>>;

/** A CloudEvent of the feed; events about a connection have no member. */
export interface TeamEvent {
  readonly id: string;
  /** Ends in /accounts/<account id>. */
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** The number of the event within its account, twenty digits. */
  readonly sequence: string;
  readonly data: {
    readonly member?: Json;
    readonly changed?: readonly string[];
    readonly previous?: Json;
    readonly reason?: string;
  };
}

/** The parts of an event that must be as they are here. */
export interface ExpectedEvent {
  readonly type: string;
  readonly data?: Json;
}

export const accountIdOf = (event: TeamEvent): string =>
  event.source.slice(event.source.lastIndexOf('/') + 1);

/** Every account's sequence begins with these two: SCIM was switched on, a token was made. */
export const CONNECTION_EVENTS: readonly ExpectedEvent[] = [
  { type: 'connection.enabled' },
  { type: 'connection.token_issued' },
];

export const provisioned = (userName: string): ExpectedEvent => ({
  type: 'team_member.provisioned',
  data: { member: { userName, email: userName, active: true } },
});

/** @param previous the old value of everything that changed, `null` where there was none */
export const updated = (userName: string, previous: Json): ExpectedEvent => ({
  type: 'team_member.updated',
  data: { member: { userName, active: true }, changed: new Set(Object.keys(previous)), previous },
});

export const deprovisioned = (userName: string, reason: 'deactivated' | 'deleted'): ExpectedEvent => ({
  type: 'team_member.deprovisioned',
  data: { member: { userName, active: false }, changed: ['active'], reason },
});

export const reactivated = (userName: string): ExpectedEvent => ({
  type: 'team_member.reactivated',
  data: { member: { userName, active: true }, changed: ['active'] },
});

/** A member that is still active is told in two events when it is deleted: out first, then gone. */
export const deletedWhileActive = (userName: string): readonly ExpectedEvent[] => [
  deprovisioned(userName, 'deleted'),
  { type: 'team_member.deleted', data: { member: { userName, active: false }, reason: 'deleted' } },
];
