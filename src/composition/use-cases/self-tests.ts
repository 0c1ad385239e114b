/** The part of the composition root that tests the service itself. */
import { v7 as uuidv7 } from 'uuid';
import type { Log } from '../../base/log.ts';
import { SelfTests } from '../../self-test/self-tests.ts';
import { type MemoryTemplate, migrateMemory } from '../../store/database/sqlite/memory.ts';
import { openStandIn } from '../stand-in/stand-in.ts';

interface Dependencies {
  readonly now: () => number;
  readonly publicUrl: () => string;
  readonly log: Log;
}

/** An empty database is made for the first test and copied for each. */
export function createSelfTests(dependencies: Dependencies): SelfTests {
  let template: Promise<MemoryTemplate> | undefined;
  return new SelfTests({
    ...dependencies,
    monotonicNow: () => performance.now(),
    newId: uuidv7,
    openStandIn: async (rules, now) => {
      template ??= migrateMemory().catch((error: unknown) => {
        template = undefined;
        throw error;
      });
      return openStandIn(await template, rules, now);
    },
  });
}
