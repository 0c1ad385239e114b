/** What was wrong with an attribute, a filter or a path; and what was left out on purpose. */
import type { ExplanationEntry } from './explanation-entry.ts';

export const VALUE_EXPLANATIONS = {
  authority_ignored: {
    title: 'a role or permission was left out',
    cause:
      'The request carried an attribute that could hold a role or permission. Roles are managed in the application alone, so it was left out; everything else was done.',
    place: 'mapping',
    change:
      'Remove the mappings of roles, entitlements, groups, user type, certificates and custom extensions. Nothing is lost: they never had an effect.',
    isFailure: false,
  },
  authority_refused: {
    title: 'roles and permissions are refused in this account',
    cause:
      'The request carried an attribute that could hold a role or permission, and this account refuses such requests as a whole.',
    place: 'mapping',
    change:
      'Remove the mappings of roles, entitlements, groups, user type, certificates and custom extensions.',
    isFailure: true,
  },
  password_ignored: {
    title: 'a password was left out',
    cause:
      'The request carried a password and nothing else that was new. Passwords are thrown away before anything sees them: members sign in through single sign-on.',
    place: 'mapping',
    change: 'Switch password synchronization off for this application.',
    isFailure: false,
  },
  unknown_attributes: {
    title: 'an attribute that is not known here was left out',
    cause:
      'The request carried an attribute that is not in the schema of this service. It was left out; everything else was done.',
    place: 'mapping',
    change: 'Remove its mapping, or map it to an attribute that /Schemas lists.',
    isFailure: false,
  },
  boolean_value: {
    title: 'a value must be true or false',
    cause: 'An attribute such as "active" or "primary" has a value that is neither true nor false.',
    place: 'mapping',
    change:
      'Let the expression of the mapping give true or false, without any other word, also for people without a value.',
    isFailure: true,
  },
  email_value: {
    title: 'the e-mail addresses have the wrong form',
    cause: 'E-mail addresses are a list of objects with a "value" that is text, of at most 512 characters.',
    place: 'mapping',
    change: 'Map a single address, as text, to {email}.',
    isFailure: true,
  },
  email_form: {
    title: 'a value is not an e-mail address',
    cause:
      'An address has text on both sides of exactly one "@", and no blanks, invisible characters, commas, semicolons, quotes or brackets. A list of addresses in one text, or a name beside the address, is none.',
    place: 'mapping',
    change: 'Map the plain address, and one alone, to {email}; then correct it for this person.',
    isFailure: true,
  },
  value_type: {
    title: 'a value has the wrong form',
    cause:
      'An attribute has a value of the wrong kind, such as a list where text belongs; the detail names the attribute.',
    place: 'mapping',
    change: 'Find the attribute that the detail names, and map one plain value to it, or remove the mapping.',
    isFailure: true,
  },
  user_name_invisible: {
    title: 'the userName holds a character that cannot be seen',
    cause:
      'The userName has a control, zero-width or bidirectional character in it, often from a copied text. Two names that look alike would be two people.',
    place: 'mapping',
    change: 'Correct the userName in the directory: type it instead of copying it.',
    isFailure: true,
  },
  value_too_long: {
    title: 'a value is too long',
    cause: 'An attribute is longer than the limit; the detail names it.',
    place: 'mapping',
    change: 'Map a shorter attribute, or remove the mapping.',
    isFailure: true,
  },
  filter_attribute: {
    title: 'the filter names an attribute that is not known here',
    cause:
      'The identity provider looks people up by an attribute this service does not have. An answer that ignores it would name the wrong people, so it was refused.',
    place: 'mapping',
    change: 'Let the provider match people by userName, externalId or the e-mail address.',
    isFailure: true,
  },
  filter_syntax: {
    title: 'the filter cannot be understood',
    cause: 'The filter does not follow the grammar of SCIM, or is larger than the limits.',
    place: 'connection',
    change: 'Where the filter can be edited, use: userName eq "value".',
    isFailure: true,
  },
  search_too_long: {
    title: 'the search took too long',
    cause:
      'The request listed or filtered the members in a way that looks at each of them, and was stopped after a second so that it does not slow down other requests.',
    place: 'connection',
    change:
      'Where the filter can be edited, use: userName eq "value", or externalId or emails.value with eq. Leave out the sorting, and ask for fewer members at a time.',
    isFailure: true,
  },
  patch_path: {
    title: 'the change names a place that does not exist',
    cause:
      'A PATCH operation has a path this service cannot follow, or one that matches nothing and does not say what to create.',
    place: 'mapping',
    change: 'Find the attribute that the detail names, and correct the target of its mapping.',
    isFailure: true,
  },
  read_only_attribute: {
    title: 'the attribute cannot be changed',
    cause:
      'The request set an attribute that the service alone sets, such as id or meta, or removed the userName.',
    place: 'mapping',
    change: 'Remove the mapping of the attribute that the detail names.',
    isFailure: true,
  },
  too_many: {
    title: 'the change is too large',
    cause: 'The PATCH compares too many values with each other.',
    place: 'mapping',
    change: 'Map fewer values to lists such as phone numbers and addresses.',
    isFailure: true,
  },
} as const satisfies Record<string, ExplanationEntry>;
