/** Words an entry of the provisioning log when it is written: nothing of this is done while a client waits. */

import { pathShape } from '../../http/access-log.ts';
import type { LogOutcome, LogRecord } from '../../provisioning-log/entry.ts';
import { cleanText } from '../../provisioning-log/entry-text.ts';
import type { ExplanationId } from '../../provisioning-log/explanations/explanation-catalogue.ts';
import { type Lookup, type MeaningFacts, meaningOf } from '../../provisioning-log/wording.ts';
import { lookupIn } from '../filter/lookup.ts';
import { findEndpoint } from '../http/routes.ts';
import type { FinishedNotes, FinishedRequest } from './finished-request.ts';

const shapeOf = pathShape();
const LONGEST_USER_AGENT = 200;
const LONGEST_NAME = 512;
const LONGEST_DETAIL = 600;
const LONGEST_METHOD = 10;
const MOST_CHANGED = 40;

export function describeEntry(request: FinishedRequest): LogRecord {
  const { notes, failure, status, path } = request;
  if (notes) completeNotes(notes, failure !== undefined);
  const { endpoint, hasId } = findEndpoint(path);
  const ignored = [...request.ignored.names, ...(request.ignored.hasPassword ? ['password'] : [])];
  const facts = {
    method: cleanText(request.method, LONGEST_METHOD),
    endpoint,
    hasId,
    status,
    notes,
    lookup: lookupIn(request.filter),
    ignored,
    isFailure: failure !== undefined,
  };
  const outcome = outcomeOf(request);
  const explanation = failure ? failure.explanation : remarkOn(request, outcome);
  const about = whom(facts);
  return {
    accountId: request.accountId,
    isUnproven: request.isUnproven,
    tokenId: request.tokenId,
    at: request.at,
    requestId: request.requestId,
    identityProvider: request.identityProvider,
    userAgent: request.userAgent ? cleanText(request.userAgent, LONGEST_USER_AGENT) : null,
    method: facts.method,
    path: shapeOf(path),
    bulkIndex: request.bulkIndex,
    outcome,
    meaning: meaningOf({ ...facts, explanation }),
    ...about,
    // What was decided and then failed did not happen.
    changed: failure ? [] : (notes?.changed ?? []).slice(0, MOST_CHANGED),
    ignored,
    unknownAttributes: request.ignored.unknownCount,
    unknownNames: request.ignored.unknownNames,
    events: failure ? [] : (notes?.events ?? []).map(({ id }) => id),
    status,
    scimType: failure?.scimType ?? null,
    detail: failure ? cleanText(withoutOthers(failure.detail, about), LONGEST_DETAIL) : null,
    explanation,
    durationMs: Math.round(request.durationMs),
  };
}

/** Says whom it was about: the names of a member that was read stand in its stored JSON. */
function completeNotes(notes: FinishedNotes, isFailure: boolean): void {
  // A new name that was refused usually belongs to another member.
  if (isFailure && notes.formerUserName !== undefined) notes.userName = notes.formerUserName;
  if (notes.attributesJson === undefined) return;
  const { userName, externalId } = JSON.parse(notes.attributesJson) as Readonly<Record<string, unknown>>; // a member's attributes
  notes.userName = String(userName);
  notes.externalId = typeof externalId === 'string' ? externalId : undefined;
  notes.attributesJson = undefined;
}

function whom({
  notes,
  lookup,
  hasId,
  isFailure,
}: Pick<MeaningFacts, 'lookup' | 'hasId' | 'isFailure'> & Pick<FinishedRequest, 'notes'>): Pick<
  LogRecord,
  'memberId' | 'userName' | 'externalId'
> {
  const clean = (name: string | undefined): string | null =>
    name === undefined || name === '' ? null : cleanText(name, LONGEST_NAME);
  const asked = (kind: Lookup['kind']): string | undefined =>
    lookup?.kind === kind ? lookup.value : undefined;
  return {
    // A person who could not be created has no id.
    memberId: isFailure && !hasId ? null : (notes?.memberId ?? null),
    userName: clean(notes?.userName ?? asked('userName')),
    externalId: clean(notes?.externalId ?? asked('externalId')),
  };
}

function outcomeOf({ failure, status, ignored, notes, method }: FinishedRequest): LogOutcome {
  if (failure && status >= 500 && failure.code !== 'notImplemented') return 'failed';
  if (failure) return 'refused';
  if (status >= 400) return status >= 500 ? 'failed' : 'refused';
  if (ignored.names.length > 0 || ignored.unknownCount > 0) return 'ignored';
  const isChange = ['POST', 'PUT', 'PATCH'].includes(method) && notes?.changed !== undefined;
  return isChange && notes.events.length === 0 ? 'nothing_changed' : 'done';
}

/** What administrators ask about although nothing failed. */
function remarkOn({ ignored, notes, method }: FinishedRequest, outcome: LogOutcome): ExplanationId | null {
  if (!notes) return null;
  if (ignored.names.length > 0) return 'authority_ignored';
  if (outcome === 'ignored') return 'unknown_attributes';
  if (ignored.hasPassword && outcome === 'nothing_changed') return 'password_ignored';
  if (method === 'DELETE') return 'deleted';
  return notes.events.some(({ type }) => type === 'team_member.deprovisioned') ? 'deactivated' : null;
}

/** Refusals may quote the name of another person, which has no place in the entry about this one. */
const withoutOthers = (
  detail: string,
  { userName, externalId }: Pick<LogRecord, 'userName' | 'externalId'>,
): string =>
  detail.replaceAll(/"([^"]*)"/g, (quoted, text: string) =>
    text === userName || text === externalId ? quoted : '"…"',
  );
