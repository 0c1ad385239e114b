/** The form of an explanation: what went wrong in plain words, and what to change where. */

/** A place in the administration of an identity provider; it is named for each provider. */
export type Screen = 'connection' | 'mapping' | 'groups' | 'people' | 'offboarding';

/** `application`: the remedy is the application's; `operator`: it is with those who run this service. */
export type RemedyPlace = Screen | 'application' | 'operator';

export interface ExplanationEntry {
  /** A clause that can follow a colon. It holds no personal data, so that it may stand anywhere. */
  readonly title: string;
  readonly cause: string;
  readonly place: RemedyPlace;
  /**
   * What to change there. `{baseUrl}`, `{token}`, `{userName}` and `{email}` stand for what the provider calls them,
   * `{address}` for the Base URL itself.
   */
  readonly change: string;
  /** Whether something failed that is worth another try after the change. */
  readonly isFailure: boolean;
}
