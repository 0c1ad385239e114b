/** A question about an account's members, free of SCIM syntax and of SQL. */

import type { StoredMember } from './member.ts';

export type ComparisonOperator = 'eq' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** One comparable value of a member, or of an element of a multi-valued attribute. */
export interface Field {
  /**
   * Canonical SCIM path: `userName`, `name.givenName`, `urn:…:User:department`, `meta.created`, or what is ours:
   * `email`, the member's derived e-mail, and `managedBy`. Inside an element: the sub-attribute's name.
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

/** A filter that is not made of others by and, or, not. */
type LeafFilter = Exclude<MemberFilter, { kind: 'and' | 'or' | 'not' }>;

/** The sum of what each leaf of a filter weighs. */
export function sumOverLeaves(filter: MemberFilter, weigh: (leaf: LeafFilter) => number): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.reduce((sum, term) => sum + sumOverLeaves(term, weigh), 0);
    case 'not':
      return sumOverLeaves(filter.term, weigh);
    case 'compare':
    case 'present':
    case 'element':
    case 'always':
      return weigh(filter);
  }
}

/** A place in a sorted list that stays meaningful while the list changes: the sort value and id of a member. */
export interface PageKey {
  /** `null`: unassigned, or sorted by id alone. */
  readonly value: string | number | null;
  readonly id: string;
}

/** Where a page begins: so many members in, or on either side of a place. */
export type PageStart =
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'after' | 'before'; readonly key: PageKey };

export interface MemberSort {
  readonly field: Field;
  /** The multi-valued attribute of whose primary, else first, element the field is. */
  readonly element: string | undefined;
  readonly descending: boolean;
}

export interface MemberQuery {
  readonly filter: MemberFilter | undefined;
  /** `undefined`: by id, which is the order of creation. */
  readonly sort: MemberSort | undefined;
  readonly start: PageStart;
  /** At most this many; 0 asks for the total alone. */
  readonly limit: number;
}

/** What the one who asks for a page adds to the question. */
export interface PageOptions {
  /** Aborted when the client no longer waits for the page. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes of the page before its members are read; what it throws refuses the page. */
  readonly reserve?: ((bytes: number) => void) | undefined;
}

/** A page of a list. */
export interface MemberList {
  readonly members: readonly StoredMember[];
  /** The first and last place of the page; `undefined` when there is nothing before or after it. */
  readonly before: PageKey | undefined;
  readonly after: PageKey | undefined;
}

export interface MemberPage extends MemberList {
  /** All that match, however many were asked for. */
  readonly total: number;
}
