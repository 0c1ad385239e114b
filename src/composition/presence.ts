/** The part of the composition root with which several instances on one PostgreSQL see who of them lives. */
import { v7 as uuidv7 } from 'uuid';
import { PostgresPresence } from '../store/database/postgres/presence.ts';
import type { SqlLaneStore } from '../store/webhooks/lane-store.ts';
import { absentOwners, endLeasesOf, presentOwner } from '../store/webhooks/lane-takeover.ts';
import { Takeover } from '../webhooks/takeover.ts';
import type { Foundation } from './foundation.ts';

export interface Presence {
  /** Under which name this instance holds leases. */
  readonly owner: string;
  /** Whether the others would leave it the lanes that it takes. */
  readonly isSeen: () => boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Dependencies extends Pick<Foundation, 'config' | 'database' | 'loops' | 'log'> {
  readonly lanes: SqlLaneStore;
  /** Called when there are lanes to take. */
  readonly wake: () => void;
}

const EVERY_MS = 1_000;

export function createPresence({ config, database, lanes, wake, loops, log }: Dependencies): Presence {
  // One process serves a SQLite file, and there is no other.
  if (config.database.dialect === 'sqlite')
    return {
      owner: uuidv7(),
      isSeen: () => true,
      start: async () => undefined,
      stop: async () => undefined,
    };
  const owner = presentOwner(uuidv7());
  const presence = new PostgresPresence({ url: config.database.url, owner, loops, log });
  const takeover = new Takeover({
    store: {
      absentOwners: () => absentOwners(database),
      endLeasesOf: async absent => {
        for (const endpointId of await endLeasesOf(database, absent))
          await lanes.releaseProbe(endpointId, await lanes.now());
        log.info('took over the deliveries of an instance that is gone', { owner: absent });
      },
    },
    monotonicNow: () => performance.now(),
    wake,
  });
  loops.add({
    name: 'takeover',
    // An instance that the others cannot see has lost the database, or is about to take up its own lock again.
    run: async () => {
      if (presence.isHeld) await takeover.run();
    },
    everyMs: EVERY_MS,
    whenItFails: 'the other instances could not be looked after and will be again',
  });
  return {
    owner,
    isSeen: () => presence.isHeld,
    start: () => presence.connect(),
    stop: () => presence.close(),
  };
}
