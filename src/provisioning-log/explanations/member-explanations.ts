/** What happened to a person, and why the identity provider could not do what it wanted. */
import type { ExplanationEntry } from './explanation-entry.ts';

export const MEMBER_EXPLANATIONS = {
  user_name_taken: {
    title: 'the userName belongs to another member',
    cause:
      'There is a member with this userName already, perhaps a deactivated one, perhaps one the application added itself. The identity provider tried to create a second one instead of taking over the first.',
    place: 'mapping',
    change:
      'Let the provider match people by userName, and map the same unique value to it as before: {userName}. It will then find the existing member and update it.',
    isFailure: true,
  },
  user_name_taken_by_rename: {
    title: 'the new userName belongs to another member',
    cause: 'The new userName of the person belongs to another member of the account. Nothing was changed.',
    place: 'mapping',
    change:
      'Find out who has the name: often it is a second entry of the same person. Remove one of the two, or give {userName} a value that is unique.',
    isFailure: true,
  },
  user_name_missing: {
    title: 'the userName is missing',
    cause: 'Every member needs a userName, and the request has none, or an empty one.',
    place: 'mapping',
    change: 'Map an attribute that each person has to {userName}, and fill it for this person.',
    isFailure: true,
  },
  email_missing: {
    title: 'this account requires an e-mail address',
    cause: 'The account accepts only members with an e-mail address, and this person has none.',
    place: 'mapping',
    change: 'Map the address to {email}, or use it as {userName}; then fill it for this person.',
    isFailure: true,
  },
  email_domain: {
    title: 'the domain of the e-mail address is not allowed',
    cause: 'The account accepts e-mail addresses of certain domains only, and this one has another domain.',
    place: 'people',
    change:
      'Take the person out of the scope of the application, or map the address of the company to {email}. If the domain is right, allow it for the account in the application.',
    isFailure: true,
  },
  member_gone: {
    title: 'this member is not there',
    cause:
      'The identity provider asked for a member that does not exist in this account: deleted through SCIM, removed by the application, or known to it from another account or an earlier installation.',
    place: 'people',
    change:
      'Remove the person from the application in the provider and assign them again: it then looks them up again, and creates them when they are not found.',
    isFailure: true,
  },
  version_conflict: {
    title: 'the member has changed in between',
    cause:
      'The request named a version of the member that is no longer the current one, so it was not applied.',
    place: 'people',
    change: 'Nothing, as a rule: the provider reads the member again and repeats the change.',
    isFailure: true,
  },
  protected_member: {
    title: 'this member is protected in the application',
    cause:
      'The application protects this member, an owner for example: SCIM may not deactivate, delete or rename them, nor change their e-mail address. Nothing was changed.',
    place: 'application',
    change:
      'Take the protection off in the application if the person is really to leave; else leave them assigned in the identity provider.',
    isFailure: true,
  },
  link_refused: {
    title: 'this member is not to be taken over by the identity provider',
    cause:
      'The application added this member itself, and the rules of the account forbid the identity provider to take them over. Nothing was changed.',
    place: 'application',
    change:
      'Change the policy "link" of the account if the provider is to manage this member; else take the person out of the scope of provisioning.',
    isFailure: true,
  },
  deactivated: {
    title: 'deactivated, not deleted',
    cause:
      'The member can no longer sign in, and everything about them is kept. They stay visible to the identity provider, and coming back makes the same member active again.',
    place: 'offboarding',
    change: 'Nothing, if that was meant.',
    isFailure: false,
  },
  deleted: {
    title: 'deleted for good',
    cause:
      'The member is removed, and the userName is free again. If the person is assigned again, a new member is created, and roles do not come back by themselves.',
    place: 'offboarding',
    change:
      'Nothing, if that was meant. To let people come back as they were, let the provider deactivate instead.',
    isFailure: false,
  },
} as const satisfies Record<string, ExplanationEntry>;
