/** Whether an id, or a userName, still stands for the person it stood for: roles are the person's. */
import { emailOf, fold, type ManagedBy, type MemberAttributes } from '../member.ts';
import { allowsLink, isRenamed, type MemberPolicies } from '../provider-limits.ts';

/** The member was given to another person (`data.identity` of an event). */
export interface ChangedIdentity {
  readonly previousExternalId: string;
  readonly externalId: string;
  readonly samePerson: false;
}

/**
 * The identity provider's own id for the person changed, and with it the userName or the e-mail. Either alone is what
 * a marriage, or a move to another identity provider, looks like.
 */
export function changedIdentity(
  before: MemberAttributes,
  after: MemberAttributes,
): ChangedIdentity | undefined {
  const { externalId: previousExternalId } = before;
  const { externalId } = after;
  if (typeof previousExternalId !== 'string' || typeof externalId !== 'string') return undefined;
  if (externalId === previousExternalId) return undefined;
  const isReachedElsewhere = fold(emailOf(before) ?? '') !== fold(emailOf(after) ?? '');
  if (!isRenamed(before, after) && !isReachedElsewhere) return undefined;
  return { previousExternalId, externalId, samePerson: false };
}

/** What is remembered of the last member with a userName, who was removed. */
export interface FormerMember {
  readonly id: string;
  /** Absent for one who was removed by a release that did not remember it. */
  readonly details:
    | {
        readonly managedBy: ManagedBy;
        readonly isProtected: boolean;
        readonly hadExternalId: (externalId: string) => boolean;
      }
    | undefined;
}

/** What an event says about the former member (`data.formerId` and `data.former`). */
export interface FormerReference {
  readonly formerId: string;
  readonly former?: {
    readonly managedBy: ManagedBy;
    readonly protected: boolean;
    readonly sameExternalId: boolean;
  };
}

/**
 * @param policies of an identity provider's change: it learns nothing of a member that it could not have taken over
 *   while there was one; `undefined` for the main app and operators, whom no policy binds
 */
export function referenceToFormer(
  { id, details }: FormerMember,
  attributes: MemberAttributes,
  policies: MemberPolicies | undefined,
): FormerReference | undefined {
  const isOurs = details?.managedBy !== 'idp';
  if (policies && isOurs && !allowsLink(policies, emailOf(attributes))) return undefined;
  if (!details) return { formerId: id };
  const { managedBy, isProtected, hadExternalId } = details;
  const { externalId } = attributes;
  const sameExternalId = typeof externalId === 'string' && hadExternalId(externalId);
  return { formerId: id, former: { managedBy, protected: isProtected, sameExternalId } };
}
