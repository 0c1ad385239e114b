/** What was wrong with a request as such: its address, its form, or something this service does not offer. */
import type { ExplanationEntry } from './explanation-entry.ts';

export const REQUEST_EXPLANATIONS = {
  base_url_alone: {
    title: 'the Base URL itself was asked for',
    cause:
      'The request went to the Base URL and no further. There is nothing to read at that address itself; the token was accepted, so the address and the token are right.',
    place: 'connection',
    change:
      'Nothing, if this was a test by hand. If the identity provider itself asks like this, check that {baseUrl} is {address} and that its resource for users is /Users.',
    isFailure: true,
  },
  unknown_address: {
    title: 'there is nothing at this address',
    cause:
      'The request went to an address this service does not have. Most often the Base URL has a part too few or too many: without /scim/v2, or with /Users at its end.',
    place: 'connection',
    change:
      'Set {baseUrl} to {address}, exactly: beginning with https, ending in /scim/v2, and without /Users behind it.',
    isFailure: true,
  },
  method_not_allowed: {
    title: 'this method does not fit the address',
    cause:
      'The address exists, but not for this kind of request; a redirect by a proxy can turn POST into GET.',
    place: 'connection',
    change:
      'Check that {baseUrl} is {address} with https, so that no proxy has to redirect, and that it has no slash too many.',
    isFailure: true,
  },
  media_type: {
    title: 'the body is not announced as SCIM or JSON',
    cause:
      'The Content-Type of the request is neither application/scim+json nor application/json, or names another character set than UTF-8.',
    place: 'connection',
    change:
      'Remove a custom Content-Type header, or set it to application/scim+json. Choose SCIM 2.0 where a version can be chosen.',
    isFailure: true,
  },
  body_too_large: {
    title: 'the request is too large',
    cause:
      'The body, or the number of operations in it, is above the limit. Photos sent as data instead of as a link are the usual reason.',
    place: 'mapping',
    change:
      'Remove the mapping of the photo, or map a link to it. If it is a bulk request, let the provider send smaller ones.',
    isFailure: true,
  },
  body_unreadable: {
    title: 'the body cannot be read',
    cause:
      'The body is not the JSON that SCIM asks for: a bracket or a quote is missing in a template, or it describes something other than a user.',
    place: 'mapping',
    change:
      'Check the template or the expressions of the mapping for quotes and brackets, and that the schema is urn:ietf:params:scim:schemas:core:2.0:User.',
    isFailure: true,
  },
  groups_pushed: {
    title: 'groups are not supported',
    cause:
      'The identity provider tried to provision a group. Only people are provisioned here; teams and roles are managed in the application.',
    place: 'groups',
    change:
      'Switch group provisioning off. Assigning people to the application through a group stays possible: that is a different thing.',
    isFailure: true,
  },
  me_unsupported: {
    title: '/Me is not supported',
    cause: 'A token stands for an account and not for a person, so /Me has no meaning here.',
    place: 'connection',
    change: 'Use {baseUrl} = {address} with the resource /Users.',
    isFailure: true,
  },
  discovery_filter: {
    title: 'a filter is not possible here',
    cause: 'The descriptions of the service are read as a whole; the protocol forbids filters on them.',
    place: 'connection',
    change: 'Read the list without a filter.',
    isFailure: true,
  },
  page_request: {
    title: 'the page that was asked for does not exist',
    cause:
      'The number of results, or the cursor of a page, is not valid: a cursor belongs to one query and cannot be used with another.',
    place: 'connection',
    change: 'Restart the import or the synchronization, so that it begins with the first page.',
    isFailure: true,
  },
  service_failure: {
    title: 'this service failed',
    cause:
      'The request was in order, and this service could not handle it. Nothing was changed; the identity provider will try again.',
    place: 'operator',
    change: 'Give the operator of the service the id of the request; the reason is in their log.',
    isFailure: true,
  },
} as const satisfies Record<string, ExplanationEntry>;
