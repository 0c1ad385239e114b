/** Words an exchange for the provisioning log, when it is written: nothing of this is done while a client waits. */
import { CredentialError } from '../accounts/authenticate.ts';
import { type ExchangeOutcome, type ExchangeRecord, NO_ACCOUNT } from '../exchanges/exchange.ts';
import { cleanText } from '../exchanges/exchange-text.ts';
import type { ExplanationId } from '../exchanges/explanations/explanation-catalogue.ts';
import { explanationOf } from '../exchanges/failure-explanation.ts';
import { shapeOf } from '../http/access-log.ts';
import { type MeaningFacts, meaningOf } from './exchange-meaning.ts';
import type { ExchangeNotes } from './exchange-notes.ts';
import type { SettledExchange } from './exchange-recorder.ts';
import { type Lookup, lookupIn } from './lookup.ts';
import { findEndpoint } from './routes.ts';

const LONGEST_USER_AGENT = 200;
const LONGEST_NAME = 512;
const LONGEST_DETAIL = 600;
const LONGEST_METHOD = 10;
const MOST_CHANGED = 40;

export function describeExchange(settled: SettledExchange): ExchangeRecord {
  const { exchange, failure, status, method, url } = settled;
  const notes = exchange?.notes;
  if (notes) completeNotes(notes, failure !== undefined);
  const [path = ''] = url.split('?', 1);
  const { endpoint, hasId } = findEndpoint(path);
  const lookup = lookupIn(notes?.asked?.filter ?? (notes?.asked ? undefined : exchange?.parameters.filter));
  const ignored = [
    ...(exchange?.ignored.names ?? []),
    ...(exchange?.ignored.hasPassword ? ['password'] : []),
  ];
  const facts = {
    method: cleanText(method, LONGEST_METHOD),
    endpoint,
    hasId,
    status,
    notes,
    lookup,
    ignored,
    isFailure: failure !== undefined,
  };
  const outcome = outcomeOf(settled);
  const explanation = failure ? explanationOf(failure, hasId) : remarkOn(settled, outcome);
  return {
    accountId:
      exchange?.account.id ??
      (failure instanceof CredentialError ? failure.accountId : undefined) ??
      NO_ACCOUNT,
    tokenId: exchange?.tokenId ?? (failure instanceof CredentialError ? failure.tokenId : undefined) ?? null,
    at: settled.at,
    requestId: settled.requestId,
    identityProvider: exchange?.account.identityProvider ?? null,
    userAgent: settled.userAgent ? cleanText(settled.userAgent, LONGEST_USER_AGENT) : null,
    method: facts.method,
    path: shapeOf(path),
    bulkIndex: exchange?.bulkIndex ?? null,
    outcome,
    meaning: meaningOf({ ...facts, explanation }),
    ...whom(facts),
    // What was decided and then failed did not happen.
    changed: failure ? [] : (notes?.changed ?? []).slice(0, MOST_CHANGED),
    ignored,
    unknownAttributes: exchange?.ignored.unknownCount ?? 0,
    events: failure ? [] : (notes?.events ?? []).map(({ id }) => id),
    status,
    scimType: failure?.scimType ?? null,
    detail: failure ? cleanText(withoutNames(failure.message), LONGEST_DETAIL) : null,
    explanation,
    durationMs: Math.round(settled.durationMs),
  };
}

/** Says whom it was about: the names of a member that was read stand in its stored JSON. */
function completeNotes(notes: ExchangeNotes, isFailure: boolean): void {
  // A new name that was refused is, as a rule, somebody else's.
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
}: Pick<MeaningFacts, 'notes' | 'lookup' | 'hasId' | 'isFailure'>): Pick<
  ExchangeRecord,
  'memberId' | 'userName' | 'externalId'
> {
  const clean = (name: string | undefined): string | null =>
    name === undefined || name === '' ? null : cleanText(name, LONGEST_NAME);
  const asked = (kind: Lookup['kind']): string | undefined =>
    lookup?.kind === kind ? lookup.value : undefined;
  return {
    // Who was to be created and was not has no id.
    memberId: isFailure && !hasId ? null : (notes?.memberId ?? null),
    userName: clean(notes?.userName ?? asked('userName')),
    externalId: clean(notes?.externalId ?? asked('externalId')),
  };
}

function outcomeOf({ failure, status, exchange, method }: SettledExchange): ExchangeOutcome {
  if (failure && status >= 500 && failure.code !== 'notImplemented') return 'failed';
  if (failure) return 'refused';
  if (status >= 400) return status >= 500 ? 'failed' : 'refused';
  const ignored = exchange?.ignored;
  if (ignored && (ignored.names.length > 0 || ignored.unknownCount > 0)) return 'ignored';
  const notes = exchange?.notes;
  const isChange = ['POST', 'PUT', 'PATCH'].includes(method) && notes?.changed !== undefined;
  return isChange && notes.events.length === 0 ? 'nothing_changed' : 'done';
}

/** What administrators ask about although nothing failed. */
function remarkOn({ exchange, method }: SettledExchange, outcome: ExchangeOutcome): ExplanationId | null {
  if (!exchange) return null;
  const { ignored, notes } = exchange;
  if (ignored.names.length > 0) return 'authority_ignored';
  if (outcome === 'ignored') return 'unknown_attributes';
  if (ignored.hasPassword && outcome === 'nothing_changed') return 'password_ignored';
  if (method === 'DELETE') return 'deleted';
  return notes.events.some(({ type }) => type === 'team_member.deprovisioned') ? 'deactivated' : null;
}

/** Refusals may quote the name of another person; it has no place in the entry about this one. */
const withoutNames = (detail: string): string => detail.replaceAll(/"[^"]*"/g, '"…"');
