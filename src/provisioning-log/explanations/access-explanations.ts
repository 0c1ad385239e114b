/** Why a request was not let in. */
import type { ExplanationEntry } from './explanation-entry.ts';

export const ACCESS_EXPLANATIONS = {
  token_missing: {
    title: 'the request carried no token',
    cause:
      'The identity provider sent its request without a bearer token, so the service cannot know which account it is for.',
    place: 'connection',
    change:
      'Choose the authentication with a bearer token (an HTTP header), and paste the token into {token}. If it is there already, save the screen again: some consoles drop the field when only the address is edited.',
    isFailure: true,
  },
  token_not_ours: {
    title: 'the token is mistyped or cut off',
    cause:
      'The token is not one this service has signed: a part of it is missing, it holds a space or a line break, or it belongs to another product or another installation.',
    place: 'connection',
    change:
      'Paste the whole token into {token}, in one line and without quotes. If the original is gone, issue a new token: an issued one cannot be shown again.',
    isFailure: true,
  },
  token_key_unknown: {
    title: 'the token was signed with a key that is not in use',
    cause:
      'The token is whole, but this service does not have the key it was signed with: the key was taken out of SIGNING_KEYS, or the token belongs to another installation.',
    place: 'connection',
    change:
      'Issue a new token and paste it into {token}. Those who run this service can put the key back instead, behind the one that signs.',
    isFailure: true,
  },
  header_unreadable: {
    title: 'the request could not be read: a header holds a line break',
    cause:
      'The request is not valid HTTP. As a rule the token was pasted with a line break in it or behind it, which ends the header too early.',
    place: 'connection',
    change: 'Paste the whole token into {token} again, in one line, without a line break at its end.',
    isFailure: true,
  },
  basic_authentication: {
    title: 'the request used Basic authentication',
    cause:
      'The identity provider sent a user name and a password. This service takes a bearer token in the header Authorization, and nothing else.',
    place: 'connection',
    change:
      'Choose the authentication with a bearer token (an HTTP header) instead of Basic, and paste the token into {token}.',
    isFailure: true,
  },
  token_wrong_kind: {
    title: 'the token is of another kind',
    cause:
      "This is a service token of the application's own interface. It can never provision members; a token of the connection is needed.",
    place: 'connection',
    change:
      'Issue a token for the connection of this account, and put it into {token}. Revoke the service token: it has left the house.',
    isFailure: true,
  },
  token_expired: {
    title: 'the token has expired',
    cause: 'The token was issued with a last day, and that day has passed.',
    place: 'connection',
    change:
      'Issue a new token and paste it into {token}. Rotate with an overlap next time: both tokens work until the old one ends.',
    isFailure: true,
  },
  token_revoked: {
    title: 'the token has been revoked',
    cause: 'An administrator of the application has revoked this token, or its connection was set up again.',
    place: 'connection',
    change:
      'Issue a new token and paste it into {token}. If it was not revoked on purpose, find out who did it before you go on.',
    isFailure: true,
  },
  token_address: {
    title: 'the token may not be used from this address',
    cause:
      'The token is limited to certain network addresses, and the request came from another one. Identity providers change their outgoing addresses now and then.',
    place: 'application',
    change:
      "Compare the address of the refused request with the provider's published list, and add it to the token's allowed addresses; or issue a token without that limit.",
    isFailure: true,
  },
  connection_suspended: {
    title: 'SCIM is suspended for this account',
    cause:
      'The connection exists and the token is right, but an administrator of the application has suspended SCIM, or single sign-on of the account is not active. No member was changed.',
    place: 'application',
    change:
      'Nothing is wrong in the identity provider. Make single sign-on active if it is not, and resume SCIM for the account in the application.',
    isFailure: true,
  },
  connection_disabled: {
    title: 'SCIM is switched off for this account',
    cause:
      'The token is right, but SCIM is not enabled for the account it belongs to. No member was changed.',
    place: 'application',
    change:
      'Enable SCIM for the account in the application, or switch provisioning off in the identity provider if it is not wanted any more.',
    isFailure: true,
  },
  client_gone: {
    title: 'the identity provider did not wait for its turn',
    cause:
      'The request waited because others of this account came before it, and the identity provider closed the connection before its turn came. Nothing was changed.',
    place: 'connection',
    change:
      'Nothing, as a rule: the identity provider tries again. If it stays like this, let it send fewer requests at a time, or wait longer for an answer.',
    isFailure: true,
  },
  rate_limited: {
    title: 'requests came faster than the limit',
    cause:
      'The identity provider sent more requests within a second than the limit of the account. The answer said when to try again; nothing is lost if it does.',
    place: 'connection',
    change:
      'Nothing, as a rule: the first synchronization is the only long one. If it stays like this, run fewer jobs at a time, or ask for a higher limit.',
    isFailure: true,
  },
} as const satisfies Record<string, ExplanationEntry>;
