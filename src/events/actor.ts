/** Who made a change, and by which request. */

/** Who did it: an identity provider by one of its tokens, or who looks after the service (EventActor in the catalogue). */
export type Actor =
  | { readonly kind: 'idp'; readonly tokenId: string; readonly identityProvider: string }
  | ServiceActor;

/**
 * Who looks after the service: the main app by a service token, the customer's IT admin by a setup link (with the main
 * app's own id of that person), or an operator at the command line.
 */
export type ServiceActor =
  | { readonly kind: 'app'; readonly serviceTokenId: string }
  | { readonly kind: 'admin'; readonly setupLinkId: string; readonly adminId?: string }
  | { readonly kind: 'operator' };

export interface RequestReference {
  readonly id: string;
  /** `null` when it was no HTTP request. */
  readonly method: string | null;
  readonly bulkIndex: number | null;
}
