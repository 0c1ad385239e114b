/** How the control API and the command line show the provisioning log: times in RFC 3339, explanations in words. */

import type { Account } from '../../accounts/account.ts';
import type { IdentityProvider } from '../../accounts/identity-provider.ts';
import type { TokenRecord } from '../../accounts/state.ts';
import { tokenState } from '../../accounts/tokens/change.ts';
import { sequenceText } from '../../events/envelope.ts';
import type { ConnectionHealth } from '../../provisioning-log/connection/connection-health.ts';
import type { Progress } from '../../provisioning-log/connection/connection-progress.ts';
import type { ConnectionStatus } from '../../provisioning-log/connection/connection-status.ts';
import { verdictOf } from '../../provisioning-log/connection/connection-verdict.ts';
import { type LogEntry, NO_ACCOUNT } from '../../provisioning-log/entry.ts';
import type { LogPage } from '../../provisioning-log/entry-reading.ts';
import { type Explanation, explain } from '../../provisioning-log/explanations/explanation.ts';
import { isExplanationId } from '../../provisioning-log/explanations/explanation-catalogue.ts';
import type { Timeline, TimelineEntry, TimelineEvent } from '../../provisioning-log/timeline.ts';
import { time } from '../answer.ts';
import { pageText } from '../page-text.ts';
import { pagePosition } from '../paging.ts';

/** For whom explanations are worded: the screens are those of the account's identity provider today. */
export interface Audience {
  readonly identityProvider: IdentityProvider;
  /** Ends in /scim/v2. */
  readonly baseUrl: string;
}

export const renderEntries = ({ entries, next }: LogPage, audience: Audience): object => ({
  data: entries.map(entry => renderEntry(entry, audience)),
  ...pagePosition(next),
});

/** The JSON text of the same. */
export const renderEntriesText = ({ entries, next }: LogPage, audience: Audience): Promise<string> =>
  pageText(entries, entry => renderEntry(entry, audience), pagePosition(next));

export function renderEntry(entry: LogEntry, audience: Audience): object {
  return {
    id: entry.id,
    account: entry.accountId === NO_ACCOUNT ? null : entry.accountId,
    unproven: entry.isUnproven,
    at: time(entry.at),
    outcome: entry.outcome,
    meaning: entry.meaning,
    memberId: entry.memberId,
    userName: entry.userName,
    externalId: entry.externalId,
    changed: entry.changed,
    ignored: entry.ignored,
    unknownAttributes: entry.unknownAttributes,
    unknownNames: entry.unknownNames,
    events: entry.events,
    method: entry.method,
    path: entry.path,
    bulkIndex: entry.bulkIndex,
    status: entry.status,
    scimType: entry.scimType,
    detail: entry.detail,
    explanation: renderExplanation(entry.explanation, audience),
    tokenId: entry.tokenId,
    identityProvider: entry.identityProvider,
    userAgent: entry.userAgent,
    requestId: entry.requestId,
    durationMs: entry.durationMs,
  };
}

/** `null` when there is none, or only another version of this service knows it. */
const renderExplanation = (id: string | null, audience: Audience): Explanation | null =>
  isExplanationId(id) ? explain(id, audience.identityProvider, audience.baseUrl) : null;

export function renderConnection(account: Account, status: ConnectionStatus): object {
  const { connection, identityProvider } = account;
  const { health, tokens, progress, baseUrl, at } = status;
  return {
    verdict: verdictOf(progress, health),
    progress: renderProgress(progress),
    state: connection.state,
    reason: connection.reason,
    since: time(connection.since),
    identityProvider,
    baseUrl,
    health: renderHealth(health, { identityProvider, baseUrl }),
    tokens: renderTokens(tokens, at),
  };
}

function renderProgress({ fault, mended, ...progress }: Progress): object {
  return {
    ...progress,
    fault: fault && renderFault(fault),
    mended: mended && { at: time(mended.at), text: mended.text },
  };
}

const renderFault = (fault: NonNullable<Progress['fault']>): object => ({
  kind: fault.kind,
  requests: fault.requests,
  firstAt: time(fault.firstAt),
  lastAt: time(fault.lastAt),
  requestId: fault.requestId,
  status: fault.status,
  explanation: fault.explains,
});

function renderHealth(health: ConnectionHealth | undefined, audience: Audience): object {
  const {
    firstContactAt = null,
    lastRequestAt = null,
    lastSuccessAt = null,
    lastError = null,
    lastUnproven = null,
  } = health ?? {};
  return {
    firstContactAt: time(firstContactAt),
    lastRequestAt: time(lastRequestAt),
    lastSuccessAt: time(lastSuccessAt),
    lastError: renderHealthError(lastError, audience),
    lastUnproven: renderHealthError(lastUnproven, audience),
  };
}

const renderHealthError = (error: ConnectionHealth['lastError'], audience: Audience): object | null =>
  error === null
    ? null
    : {
        at: time(error.at),
        status: error.status,
        message: capitalized(error.message),
        explanation: renderExplanation(error.explanation, audience),
      };

function renderTokens(tokens: readonly TokenRecord[], now: number): object {
  const inState = (state: string): readonly TokenRecord[] =>
    tokens.filter(token => tokenState(token, now) === state);
  const active = inState('active');
  const ends = active.map(({ expiresAt }) => expiresAt).filter(end => end !== null);
  const uses = tokens.map(({ lastUsedAt }) => lastUsedAt).filter(use => use !== null);
  return {
    active: active.length,
    expired: inState('expired').length,
    revoked: inState('revoked').length,
    nextExpiryAt: time(ends.length > 0 ? Math.min(...ends) : null),
    lastUsedAt: time(uses.length > 0 ? Math.max(...uses) : null),
  };
}

export const renderTimeline = ({ member, entries, next }: Timeline, audience: Audience): object => ({
  member,
  data: entries.map(entry => renderTimelineEntry(entry, audience)),
  ...pagePosition(next),
});

/** The JSON text of the same. */
export const renderTimelineText = (
  { member, entries, next }: Timeline,
  audience: Audience,
): Promise<string> =>
  pageText(entries, entry => renderTimelineEntry(entry, audience), { member, ...pagePosition(next) });

const renderTimelineEntry = ({ at, entry, events }: TimelineEntry, audience: Audience): object => ({
  at: time(at),
  entry: entry === null ? null : renderEntry(entry, audience),
  events: events.map(renderEvent),
});

function renderEvent({ at, sequence, deliveries, ...event }: TimelineEvent): object {
  return {
    ...event,
    sequence: sequenceText(sequence),
    at: time(at),
    deliveries: deliveries.map(({ steps, ...delivery }) => ({
      ...delivery,
      attempts: steps.map(({ outcome, ...step }) => ({ ...step, at: time(step.at), status: outcome })),
    })),
  };
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
