/** An explanation of what happened, for the administrator of an identity provider: worded when it is read. */
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../accounts/identity-provider.ts';
import { PROVIDER_SCREENS } from '../screens/screen-catalogue.ts';
import { EXPLANATIONS, type ExplanationId } from './explanation-catalogue.ts';
import type { ExplanationEntry, RemedyPlace } from './explanation-entry.ts';

/** In the words of one identity provider's own screens. */
export interface Explanation {
  readonly id: ExplanationId;
  readonly title: string;
  readonly cause: string;
  /** The screen on which to change something. */
  readonly where: string;
  readonly change: string;
  /** How to let the provider try again; `null` when nothing failed. */
  readonly again: string | null;
}

/** @param baseUrl as an administrator types it, ending in /scim/v2 */
export function explain(id: ExplanationId, identityProvider: IdentityProvider, baseUrl: string): Explanation {
  const entry: ExplanationEntry = EXPLANATIONS[id];
  const { screens, fields, again, changes } = PROVIDER_SCREENS[identityProvider];
  const words: Readonly<Record<string, string>> = { ...fields, address: baseUrl };
  const inItsWords = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => words[name] ?? placeholder);
  const places: Readonly<Record<RemedyPlace, string>> = {
    ...screens,
    application: `In the application, not in ${IDENTITY_PROVIDERS[identityProvider].label}.`,
    operator: 'With those who run this service.',
  };
  return {
    id,
    title: capitalized(entry.title),
    cause: entry.cause,
    where: places[entry.place],
    change: inItsWords(changes[id] ?? entry.change),
    again: entry.isFailure ? inItsWords(again) : null,
  };
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
