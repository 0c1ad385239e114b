/** A log entry: one request of an identity provider and its outcome. */
import type { ExplanationId } from './explanations/explanation-catalogue.ts';

export const LOG_OUTCOMES = ['done', 'nothing_changed', 'ignored', 'refused', 'failed'] as const;

/**
 * `ignored`: done, except for something that was left out; `refused`: the identity provider's to mend, 4xx and what
 * is not supported; `failed`: ours.
 */
export type LogOutcome = (typeof LOG_OUTCOMES)[number];

/** Stands for the account of requests whose token belongs to none; no account has this id. */
export const NO_ACCOUNT = '';

/** It holds no body, no token, and of a person the userName and the externalId alone. All texts are clean and short. */
export interface LogRecord {
  readonly accountId: string;
  /** Whether the account is only what a token claimed that does not count. */
  readonly isUnproven: boolean;
  readonly tokenId: string | null;
  /** When the request came in, in milliseconds since the epoch. */
  readonly at: number;
  readonly requestId: string;
  /** Of the account, at that time. */
  readonly identityProvider: string | null;
  readonly userAgent: string | null;
  readonly method: string;
  /** Without the query, and without segments a client made up. */
  readonly path: string;
  /** The place of an operation in its bulk request, from 0. */
  readonly bulkIndex: number | null;
  readonly outcome: LogOutcome;
  /** What happened, in words. */
  readonly meaning: string;
  readonly memberId: string | null;
  readonly userName: string | null;
  readonly externalId: string | null;
  /** Paths of what changed. */
  readonly changed: readonly string[];
  /** Canonical names of what was left out on purpose: authority attributes, and `password`. */
  readonly ignored: readonly string[];
  /** How many attributes were left out because the schema does not know them. */
  readonly unknownAttributes: number;
  /** The names of the first ten of them, of at most 64 characters; never their values. */
  readonly unknownNames: readonly string[];
  /** Ids of the events it resulted in, in order. */
  readonly events: readonly string[];
  readonly status: number;
  readonly scimType: string | null;
  readonly detail: string | null;
  readonly explanation: ExplanationId | null;
  readonly durationMs: number;
}

export interface LogEntry extends Omit<LogRecord, 'explanation'> {
  readonly id: string;
  /** Perhaps one that only another version of this service knows. */
  readonly explanation: string | null;
}
