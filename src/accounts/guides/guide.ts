/** How an identity provider is connected: data for the guide of an account, the documents and pages alike. */

/**
 * What the service can see that shows a step is done: `tested`: the connection test was answered; `test_person`: a
 * test person was created and deleted; `first_contact`: any request; `first_person`: a person was provisioned;
 * `cycle`: a second person, or a whole synchronization.
 */
export type GuideEvidence = 'enabled' | 'tested' | 'test_person' | 'first_contact' | 'first_person' | 'cycle';

/** A field of a screen. `paste`: the value is copied as it is; `set`: it says what to choose or switch. */
export interface GuideField {
  readonly label: string;
  readonly value: string;
  readonly kind: 'paste' | 'set';
}

/** One thing to do. Names on the provider's screens stand between `**`. */
export interface GuideStep {
  readonly text: string;
  readonly fields: readonly GuideField[];
  /** What to know while doing it. */
  readonly notes: readonly string[];
  readonly proves: GuideEvidence | null;
}

export interface GuideMapping {
  /** The SCIM attribute. */
  readonly attribute: string;
  /** The provider's own name of what fills it. */
  readonly from: string;
}

/** Why it may not work at all: read before anything else. */
interface GuideLimit {
  readonly title: string;
  readonly sentences: readonly string[];
  /** What can be done instead. */
  readonly choices: readonly string[];
  /** When the steps hold all the same, in the words of the administrator. */
  readonly unless: string;
}

/**
 * Texts hold `{baseUrl}`, `{token}`, `{testAddress}`, `{product}`, `{app}` and `{application}` (of the product),
 * `{idp}` and `{signIn}`; `wordGuide` fills them in.
 */
export interface IdentityProviderGuide {
  readonly limit: GuideLimit | null;
  /** Between switching SCIM on and choosing roles, which are steps of every guide. */
  readonly steps: readonly GuideStep[];
  /** The same for a sister product. */
  readonly variants: readonly { readonly title: string; readonly steps: readonly GuideStep[] }[];
  /** At the least. */
  readonly mappings: readonly GuideMapping[];
  /** What surprises people. */
  readonly notes: readonly string[];
}

export const step = (text: string, more: Partial<Omit<GuideStep, 'text'>> = {}): GuideStep => ({
  text,
  fields: [],
  notes: [],
  proves: null,
  ...more,
});

export const paste = (label: string, value: string): GuideField => ({ label, value, kind: 'paste' });

export const set = (label: string, value: string): GuideField => ({ label, value, kind: 'set' });

export const map = (
  userName: string,
  emails: string,
  givenName: string,
  familyName: string,
): readonly GuideMapping[] => [
  { attribute: 'userName', from: userName },
  { attribute: 'emails[type eq "work"].value', from: emails },
  { attribute: 'name.givenName', from: givenName },
  { attribute: 'name.familyName', from: familyName },
];
