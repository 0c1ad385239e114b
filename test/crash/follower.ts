import type { RestartingService } from './restarting-service.ts';

/** Reads every event in the order of the feed, and goes on where it was after each interruption. */
export interface Follower {
  readonly name: string;
  /** What it received, as JSON, in the order of arrival. */
  readonly bodies: readonly string[];
  /** How often a service died or failed under it. */
  readonly interruptions: number;
  /** @param next where to connect after an interruption */
  follow(next: () => RestartingService): Promise<void>;
  stop(): void;
}
