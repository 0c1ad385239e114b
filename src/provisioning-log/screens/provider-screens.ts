/** What the screens and fields of one identity provider are called. */
import type { ExplanationId } from '../explanations/explanation-catalogue.ts';
import type { Screen } from '../explanations/explanation-entry.ts';

export interface ProviderScreens {
  /** The way to each screen, from the start of the administration. */
  readonly screens: Readonly<Record<Screen, string>>;
  /** What the provider calls the fields that explanations speak of. */
  readonly fields: {
    readonly baseUrl: string;
    readonly token: string;
    /** The row of the mapping that fills the SCIM attribute userName. */
    readonly userName: string;
    readonly email: string;
  };
  /** How to let it try again. */
  readonly again: string;
  /** What to change where the common words do not fit this provider. */
  readonly changes: Readonly<Partial<Record<ExplanationId, string>>>;
}
