/** What the doctor says of what waits: events, webhook endpoints, dead letters. */
import type { Backlog } from '../../webhooks/backlog.ts';
import type { Endpoint } from '../../webhooks/endpoint.ts';
import { counted } from '../command-output.ts';
import { failureOf } from './failure-words.ts';
import { type Finding, findingsOf, type Report } from './finding.ts';

const LONG_UNSEQUENCED_MS = 60_000;
const MOST_NAMED = 3;

/** An endpoint, and what is stuck there. */
export interface ExaminedEndpoint {
  readonly endpoint: Endpoint;
  readonly hasBlockedLanes: boolean;
  readonly hasOpenDeadLetters: boolean;
}

/**
 * @param open reads the endpoints; rejects in words when their stored secrets cannot be opened
 * @returns the endpoints as well: none when they cannot be read
 */
export async function examineEndpoints(open: () => Promise<readonly ExaminedEndpoint[]>): Promise<{
  readonly examined: readonly ExaminedEndpoint[];
  readonly findings: readonly Finding[];
}> {
  let examined: readonly ExaminedEndpoint[] = [];
  const findings = await findingsOf('webhooks', async report => {
    try {
      examined = await open();
    } catch (error) {
      report('failure', failureOf(error) ?? `${error instanceof Error ? error.message : String(error)}.`);
      return;
    }
    report('ok', `The stored secrets open with SECRETS_KEY; endpoints: ${examined.length}.`);
    for (const { endpoint } of examined) examineEndpoint(endpoint, report);
  });
  return { examined, findings };
}

/** Without the key nothing can be said of the endpoints but that their secrets are lost without it. */
export function examineSealedEndpoints({ endpoints }: Backlog): Promise<readonly Finding[]> {
  return findingsOf('webhooks', report => {
    const count = endpoints.active + endpoints.failing + endpoints.disabled;
    if (count === 0) return;
    report(
      'failure',
      `The secrets of ${counted(count, 'endpoint')} were sealed with a key that is not there: set SECRETS_KEY to it, or put its file back.`,
    );
  });
}

function examineEndpoint(
  { id, status, disabledReason, failingSince, consecutiveFailures }: Endpoint,
  report: Report,
): void {
  if (status === 'failing') {
    const since = failingSince === null ? '' : ` since ${new Date(failingSince).toISOString()}`;
    report(
      'warning',
      `${id} has been failing${since} (${counted(consecutiveFailures, 'failure')}): see "rollcall webhook attempts ${id}".`,
    );
  } else if (status === 'disabled') {
    const reason = disabledReason === null ? '' : ` (${disabledReason.replace(/\.$/, '')})`;
    report('warning', `${id} is disabled${reason}: its events wait for "rollcall webhook enable ${id}".`);
  }
}

/** @returns nothing as `backlog` when it cannot be read */
export async function readBacklog(
  read: () => Promise<Backlog>,
): Promise<{ readonly backlog: Backlog | undefined; readonly findings: readonly Finding[] }> {
  let backlog: Backlog | undefined;
  const findings = await findingsOf('events', async () => {
    backlog = await read();
  });
  return { backlog, findings };
}

interface BacklogSituation {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether something answers at PUBLIC_URL: events wait for a service to be started. */
  readonly isServing: boolean;
  readonly examined: readonly ExaminedEndpoint[];
}

export function examineBacklog(
  backlog: Backlog,
  { now, isServing, examined }: BacklogSituation,
): Promise<readonly Finding[]> {
  return findingsOf('events', report => {
    const { eventsUnsequenced, oldestUnsequencedAt, deadLettersOpen, lanesBlocked } = backlog;
    const waitedMs = oldestUnsequencedAt === null ? 0 : now - oldestUnsequencedAt;
    if (waitedMs > LONG_UNSEQUENCED_MS) {
      report(
        isServing ? 'failure' : 'warning',
        `${counted(eventsUnsequenced, 'event')} ${eventsUnsequenced === 1 ? 'has' : 'have'} waited for a place in the feed for up to ${Math.round(waitedMs / 1_000)} seconds: ${isServing ? 'the log of the service says why' : 'start the service'}.`,
      );
    } else {
      report('ok', `The feed is at ${backlog.feedHead}; no event has waited long for its place in it.`);
    }
    if (lanesBlocked > 0) {
      const stuck = examined.filter(({ hasBlockedLanes }) => hasBlockedLanes);
      const wait = lanesBlocked === 1 ? 'waits' : 'wait';
      report(
        'warning',
        `${counted(lanesBlocked, 'lane')} ${wait} after a failed delivery${seeCommands('lanes', stuck)}.`,
      );
    }
    if (deadLettersOpen > 0) {
      const stuck = examined.filter(({ hasOpenDeadLetters }) => hasOpenDeadLetters);
      const wait = deadLettersOpen === 1 ? 'waits' : 'wait';
      report(
        'warning',
        `${counted(deadLettersOpen, 'dead letter')} ${wait} for an operator${seeCommands('dead-letters', stuck)}.`,
      );
    }
  });
}

/** The command for each of the first few; nothing when the endpoints could not be read. */
function seeCommands(command: string, stuck: readonly ExaminedEndpoint[]): string {
  if (stuck.length === 0) return '';
  const named = stuck
    .slice(0, MOST_NAMED)
    .map(({ endpoint }) => `"rollcall webhook ${command} ${endpoint.id}"`)
    .join(', ');
  const others = stuck.length - MOST_NAMED;
  return `: see ${named}${others > 0 ? `, and ${counted(others, 'other endpoint')}` : ''}`;
}
