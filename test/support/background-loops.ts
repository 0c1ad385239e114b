import { BackgroundLoops } from '../../src/background-loop.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import { createLog, type Log } from '../../src/log.ts';

/** Loops for one part of the service alone. */
export const backgroundLoops = ({
  clock = systemClock,
  log = createLog('silent'),
}: {
  clock?: Clock;
  log?: Log;
} = {}): BackgroundLoops => new BackgroundLoops({ clock, now: Date.now, log });
