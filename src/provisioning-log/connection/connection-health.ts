/** How the connection of an account is doing, as its entries show. */
import type { LogRecord } from '../entry.ts';
import { EXPLANATIONS } from '../explanations/explanation-catalogue.ts';
import { type Milestones, mergeMilestones, milestonesOf, NO_MILESTONES } from './milestones.ts';

/** What is new since it was written last; times in milliseconds since the epoch. */
export interface HealthUpdate {
  readonly accountId: string;
  /** `null`: there was no request that counts as contact. */
  readonly firstRequestAt: number | null;
  readonly lastRequestAt: number | null;
  readonly lastSuccessAt: number | null;
  readonly lastError: HealthError | null;
  /** Of requests whose token claimed the account and did not count: they are no contact. */
  readonly lastUnproven: HealthError | null;
  readonly milestones: Milestones;
}

interface HealthError {
  readonly at: number;
  readonly status: number;
  /** In words, and without personal data. */
  readonly message: string;
  readonly explanation: string | null;
}

export interface ConnectionHealth {
  readonly firstContactAt: number | null;
  readonly lastRequestAt: number | null;
  readonly lastSuccessAt: number | null;
  readonly lastError: HealthError | null;
  readonly lastUnproven: HealthError | null;
  readonly milestones: Milestones;
}

/** Adds an entry to what is known; entries of operations say nothing that their request does not. */
export function noteHealth(known: HealthUpdate | undefined, entry: LogRecord): HealthUpdate {
  const { accountId, at, outcome } = entry;
  if (entry.isUnproven) return { ...(known ?? nothingOf(accountId)), lastUnproven: errorOf(entry) };
  const isError = outcome === 'refused' || outcome === 'failed';
  return {
    accountId,
    firstRequestAt: Math.min(known?.firstRequestAt ?? at, at),
    lastRequestAt: Math.max(known?.lastRequestAt ?? at, at),
    lastSuccessAt: isError ? (known?.lastSuccessAt ?? null) : Math.max(known?.lastSuccessAt ?? at, at),
    lastError: isError ? errorOf(entry) : (known?.lastError ?? null),
    lastUnproven: known?.lastUnproven ?? null,
    milestones: mergeMilestones(known?.milestones ?? NO_MILESTONES, milestonesOf(entry)),
  };
}

const nothingOf = (accountId: string): HealthUpdate => ({
  accountId,
  firstRequestAt: null,
  lastRequestAt: null,
  lastSuccessAt: null,
  lastError: null,
  lastUnproven: null,
  milestones: NO_MILESTONES,
});

function errorOf({ at, status, explanation }: LogRecord): HealthError {
  const message =
    explanation === null ? `a request was answered with ${status}` : EXPLANATIONS[explanation].title;
  return { at, status, message, explanation };
}
