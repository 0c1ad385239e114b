/** What the doctor says of what waits: events, webhook endpoints, dead letters. */
import type { Backlog } from '../../delivery/backlog.ts';
import type { Endpoint } from '../../delivery/endpoint.ts';
import { type Finding, findingsOf, type Report } from './finding.ts';

const LONG_UNSEQUENCED_MS = 60_000;

/** @param open reads the endpoints; rejects in words when their stored secrets cannot be opened */
export async function examineEndpoints(
  open: () => Promise<readonly Endpoint[]>,
): Promise<readonly Finding[]> {
  return findingsOf('webhooks', async report => {
    let endpoints: readonly Endpoint[];
    try {
      endpoints = await open();
    } catch (error) {
      report('failure', `${error instanceof Error ? error.message : String(error)}.`);
      return;
    }
    report('ok', `The stored secrets open with SECRETS_KEY; endpoints: ${endpoints.length}.`);
    for (const endpoint of endpoints) examineEndpoint(endpoint, report);
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
      `${id} has been failing${since} (${consecutiveFailures} failures): see "rollcall webhook attempts ${id}".`,
    );
  } else if (status === 'disabled') {
    const reason = disabledReason === null ? '' : ` (${disabledReason.replace(/\.$/, '')})`;
    report('warning', `${id} is disabled${reason}: its events wait for "rollcall webhook enable ${id}".`);
  }
}

/** @param isServing whether something answers at PUBLIC_URL: events wait for a service to be started */
export function examineBacklog(
  backlog: Backlog,
  now: number,
  isServing: boolean,
): Promise<readonly Finding[]> {
  return findingsOf('events', report => {
    const { eventsUnsequenced, oldestUnsequencedAt, deadLettersOpen, lanesBlocked } = backlog;
    const waitedMs = oldestUnsequencedAt === null ? 0 : now - oldestUnsequencedAt;
    if (waitedMs > LONG_UNSEQUENCED_MS) {
      report(
        isServing ? 'failure' : 'warning',
        `${eventsUnsequenced} events have waited for their place in the feed for up to ${Math.round(waitedMs / 1_000)} seconds: ${isServing ? 'the log of the service says why' : 'start the service'}.`,
      );
    } else {
      report('ok', `The feed is at ${backlog.feedHead}; no event has waited long for its place in it.`);
    }
    if (lanesBlocked > 0) {
      report('warning', `${lanesBlocked} lanes wait after a failed delivery: see "rollcall webhook lanes".`);
    }
    if (deadLettersOpen > 0) {
      report(
        'warning',
        `${deadLettersOpen} dead letters wait for somebody: see "rollcall webhook dead-letters".`,
      );
    }
  });
}
