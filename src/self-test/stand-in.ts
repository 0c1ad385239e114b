/** What a self-test asks: this service once more, in memory, with one account and nothing behind it. */
import type { AccountPolicies } from '../accounts/account.ts';
import type { IdentityProvider } from '../accounts/identity-provider.ts';
import type { ExplanationId } from '../provisioning-log/explanations/explanation-catalogue.ts';
import type { PlayAnswer, PlayRequest } from './play.ts';

/** All that is taken over from a real account. */
export interface Rules {
  readonly identityProvider: IdentityProvider;
  readonly policies: AccountPolicies;
}

export interface StandInAnswer extends PlayAnswer {
  /** Of a refusal. */
  readonly explanation: ExplanationId | null;
}

export interface StandIn {
  send(request: PlayRequest): Promise<StandInAnswer>;
  close(): Promise<void>;
}

/** @param now milliseconds since the epoch */
export type OpenStandIn = (rules: Rules, now: () => number) => Promise<StandIn>;
