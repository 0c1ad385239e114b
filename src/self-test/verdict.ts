/** What a self-test comes to, in words for an administrator. */
import type { AccountPolicies } from '../accounts/account.ts';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../accounts/identity-provider.ts';
import { explain } from '../provisioning-log/explanations/explanation.ts';
import type { ExplanationId } from '../provisioning-log/explanations/explanation-catalogue.ts';
import type { SelfTestRun, StepResult } from './self-test.ts';

/** `rule`: a rule of the account refuses what the identity provider sends; `fault`: the service is to blame. */
type SelfTestOutcome = 'works' | 'rule' | 'fault' | 'not_run';

export interface Verdict {
  readonly outcome: SelfTestOutcome;
  readonly title: string;
  readonly text: string;
}

interface VerdictWords {
  readonly runId: string;
  readonly accountName: string;
  readonly identityProvider: IdentityProvider;
  readonly policies: AccountPolicies;
  /** Ends in /scim/v2. */
  readonly baseUrl: string;
}

/** Refusals that an account asks for by its policies. */
const BY_RULE: readonly ExplanationId[] = [
  'authority_refused',
  'email_missing',
  'email_domain',
  'link_refused',
];

/** What a self-test cannot know. */
export const NOT_TESTED = (identityProvider: IdentityProvider): string =>
  `What this does not test: the way from ${providerName(identityProvider)} to this service, the token that was pasted, and the attribute mapping.`;

export function verdictOf({ steps }: SelfTestRun, words: VerdictWords): Verdict {
  const { accountName, identityProvider } = words;
  const at = steps.findIndex(step => !step.isAsExpected);
  const wrong = steps[at];
  const idp = providerName(identityProvider);
  if (!wrong) {
    return {
      outcome: 'works',
      title: 'Our side works.',
      text: `With the requests of ${idp} and the rules of ${accountName}, everything is answered as it should be. If ${idp} still fails, the difference is in its settings: compare the requests that are refused with the steps of the guide.`,
    };
  }
  return isByRule(wrong, words.policies) ? byRule(wrong, words) : byFault(wrong, at, words);
}

export const notRun = (): Verdict => ({
  outcome: 'not_run',
  title: 'The test could not run just now.',
  text: 'Try again in a minute.',
});

function isByRule({ explanation }: StepResult, { groups }: AccountPolicies): boolean {
  if (explanation === null) return false;
  return BY_RULE.includes(explanation) || (explanation === 'groups_pushed' && groups === 'refuse');
}

function byRule({ explanation, does }: StepResult, words: VerdictWords): Verdict {
  const { accountName, identityProvider, baseUrl } = words;
  const { title, cause } = explain(explanation ?? 'service_failure', identityProvider, baseUrl);
  return {
    outcome: 'rule',
    title: `A rule of ${accountName} refuses this.`,
    text: `"${title}", when ${providerName(identityProvider)} ${does}. ${cause} If that is meant, change what ${providerName(identityProvider)} sends; else ask for the rule to be changed.`,
  };
}

function byFault({ does, expected, got }: StepResult, at: number, words: VerdictWords): Verdict {
  return {
    outcome: 'fault',
    title: 'We are to blame.',
    text: `Step ${at + 1} (${providerName(words.identityProvider)} ${does}) should have been answered ${seenText(expected)} and was answered ${seenText(got)}. Report the number of this run: ${words.runId}.`,
  };
}

/** Such as `200, no one`. */
export const seenText = (seen: StepResult['got']): string =>
  seen === null ? 'not played' : [String(seen.status), seen.sight].filter(part => part !== '').join(', ');

const providerName = (identityProvider: IdentityProvider): string =>
  identityProvider === 'other' ? 'the identity provider' : IDENTITY_PROVIDERS[identityProvider].label;
