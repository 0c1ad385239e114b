/** How far the feed and the endpoints are behind, as metrics and the doctor show it. */

/** Counts end at a limit, so that asking stays cheap; times are milliseconds since the epoch. */
export interface Backlog {
  /** The last position in the feed. */
  readonly feedHead: number;
  /** Committed events without a position, at most 10,000. */
  readonly eventsUnsequenced: number;
  readonly oldestUnsequencedAt: number | null;
  /** Lanes with something to deliver now, and those that wait after a failure; at most 10,000 together. */
  readonly lanesDue: number;
  readonly lanesBlocked: number;
  /** The time of the oldest event that waits in a lane. */
  readonly oldestWaitingAt: number | null;
  readonly endpoints: Readonly<Record<'active' | 'failing' | 'disabled', number>>;
  readonly deadLettersOpen: number;
}
