/** A question about an account's members, free of SCIM syntax and of SQL. */

export type ComparisonOperator = 'eq' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** One comparable value of a member, or of an element of a multi-valued attribute. */
export interface Field {
  /**
   * Canonical SCIM path: `userName`, `name.givenName`, `urn:…:User:department`, `meta.created`, or
   * `email`, the member's derived e-mail. Inside an element: the sub-attribute's name.
   */
  readonly path: string;
  /** `instant`: milliseconds since the epoch. */
  readonly kind: 'text' | 'boolean' | 'instant' | 'number';
  readonly caseExact: boolean;
}

export type MemberFilter =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly MemberFilter[] }
  | { readonly kind: 'not'; readonly term: MemberFilter }
  | {
      readonly kind: 'compare';
      readonly field: Field;
      readonly operator: ComparisonOperator;
      readonly value: string | number | boolean;
    }
  /** Has a non-empty value (RFC 7644 §3.4.2.2 `pr`). */
  | { readonly kind: 'present'; readonly field: Field }
  /** One element of the multi-valued attribute satisfies the filter; its fields are relative to the element. */
  | { readonly kind: 'element'; readonly attribute: string; readonly filter: MemberFilter }
  | { readonly kind: 'always'; readonly value: boolean };

export interface MemberQuery {
  readonly filter: MemberFilter | undefined;
  readonly sort:
    | { readonly field: Field; readonly multiValued: boolean; readonly descending: boolean }
    | undefined;
  /** Members to pass over. */
  readonly offset: number;
  /** At most this many; 0 asks for the total alone. */
  readonly limit: number;
}
