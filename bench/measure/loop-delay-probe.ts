/**
 * Loaded into the measured service with `--import`: tells over the IPC channel how long its event loop stood still.
 * `read` answers what was measured since the last `read`.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { LoopDelay } from '../servers/server-process.ts';

const RESOLUTION_MS = 10;
const NANOSECONDS_PER_MS = 1_000_000;

const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
histogram.enable();

/** The histogram counts the time between two ticks, of which the resolution is none that anybody waited. */
const beyondTick = (nanoseconds: number): number =>
  Math.max(0, nanoseconds / NANOSECONDS_PER_MS - RESOLUTION_MS);

process.on('message', message => {
  if (message !== 'read') return;
  const delay: LoopDelay = {
    p99Ms: beyondTick(histogram.percentile(99)),
    maxMs: beyondTick(histogram.max),
  };
  histogram.reset();
  process.send?.(delay);
});
// A bench that was killed leaves no service behind.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel must not keep a service alive that wants to end.
process.channel?.unref();
