import { BackgroundLoops } from '../../src/base/background-loop.ts';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { createLog, type Log } from '../../src/base/log.ts';

/** Loops for one part of the service alone. */
export const backgroundLoops = ({
  clock = systemClock,
  log = createLog('silent'),
}: {
  clock?: Clock;
  log?: Log;
} = {}): BackgroundLoops => new BackgroundLoops({ clock, now: Date.now, log });
