/** What can go wrong with one identity provider, made from the explanations and grouped by where it is mended. */
import type { IdentityProvider } from '../../accounts/identity-provider.ts';
import { type Explanation, explain } from './explanation.ts';
import { EXPLANATIONS, type ExplanationId } from './explanation-catalogue.ts';
import type { RemedyPlace } from './explanation-entry.ts';

export interface TroubleshootingGroup {
  readonly title: string;
  readonly explanations: readonly Explanation[];
}

const TITLES: Readonly<Record<RemedyPlace, string>> = {
  connection: 'The connection',
  mapping: 'The attribute mapping',
  people: 'Who is provisioned',
  groups: 'Groups',
  offboarding: 'People who leave',
  application: 'In the product',
  operator: 'With those who run this service',
};

/** Failures alone. @param baseUrl ends in /scim/v2 */
export function troubleshootingOf(
  identityProvider: IdentityProvider,
  baseUrl: string,
): readonly TroubleshootingGroup[] {
  const ids = Object.keys(EXPLANATIONS) as ExplanationId[]; // Object.keys forgets the literal type
  const failures = ids.filter(id => EXPLANATIONS[id].isFailure);
  const places = Object.keys(TITLES) as RemedyPlace[]; // see ids
  return places
    .map(place => ({
      title: TITLES[place],
      explanations: failures
        .filter(id => EXPLANATIONS[id].place === place)
        .map(id => explain(id, identityProvider, baseUrl)),
    }))
    .filter(({ explanations }) => explanations.length > 0);
}

/** The anchor of an explanation in documents and pages, so that a link can lead to it. */
export const explanationAnchor = (id: ExplanationId): string => `explanation-${id}`;
