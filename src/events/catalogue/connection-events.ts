/** The types of events about an account's connection. A new type is one entry here. */
import { defined, IDENTITY_PROVIDER, INSTANT, narrowed } from './definitions.ts';
import type { EventEntry, EventExample } from './entry.ts';
import { closedObject, type JsonProperties, type JsonSchema, orNull } from './json-schema.ts';

/** About the account's connection, with the actor who changed it and the details of the type. */
const connectionData = (also: JsonProperties, optional: readonly string[] = []): JsonSchema =>
  closedObject({ account: defined('EventAccount'), ...also, actor: defined('ServiceActor') }, optional);

const TOKEN_DATA = connectionData({ token: defined('EventToken') });

const ACME = { account: { id: 'acme' }, actor: { kind: 'operator' } };
const MAIN_APP = { kind: 'app', serviceTokenId: '01a1ffb9-4d3c-7a2b-8f1e-0d9c8b7a6f5e' };

const ADMIN = { kind: 'admin', setupLinkId: '01a1ffc4-0a1b-7c2d-8e3f-4a5b6c7d8e9f', adminId: 'u_812' };

const example = (
  id: string,
  sequence: number,
  time: string,
  data: Readonly<Record<string, unknown>>,
): EventExample => ({
  id,
  sequence,
  subject: 'acme',
  time,
  requestId: id,
  data: { account: { id: 'acme' }, ...data },
});

const ENABLING_ID = '01a1ffc3-0bd6-74be-8731-7d3a9e360dd0';
const ISSUING_ID = '01a1ffc3-0bd6-74be-8731-81b113604f7d';
const REVOKING_ID = '01a1ffc3-29e3-76d0-a99b-1a04181a41fd';

export const CONNECTION_EVENTS = {
  'connection.enabled': {
    when: 'SCIM was switched on for the account.',
    mainApp: 'Shows it.',
    data: connectionData({ identityProvider: IDENTITY_PROVIDER }),
    example: {
      id: ENABLING_ID,
      sequence: 1,
      subject: 'acme',
      time: '2026-11-21T20:18:55.062Z',
      requestId: ENABLING_ID,
      data: { ...ACME, identityProvider: 'okta' },
    },
  },
  'connection.suspended': {
    when: 'SCIM was suspended: by an operator, or because SAML single sign-on is no longer active.',
    mainApp: 'Shows it, and says why.',
    data: connectionData({
      reason: {
        type: ['string', 'null'],
        description: '`sso_inactive`, or what was said when it was suspended; null when nothing was.',
      },
    }),
    example: example('01a1ffe0-51b0-7d21-8c52-0a7f6a1c9d11', 31, '2026-11-21T20:50:45.296Z', {
      reason: 'sso_inactive',
      actor: MAIN_APP,
    }),
  },
  'connection.resumed': {
    when: 'SCIM goes on after it was suspended.',
    mainApp: 'Shows it.',
    data: connectionData({}),
    example: example('01a1ffe1-0c44-7b8e-9f3a-6d5c4b3a2f10', 32, '2026-11-21T20:51:33.060Z', {
      actor: MAIN_APP,
    }),
  },
  'connection.disabled': {
    when: 'SCIM was switched off, or the account was closed; `members` says what happens to the members.',
    mainApp: 'Shows it; what happens to each member is announced by events of their own.',
    data: connectionData({
      members: {
        type: 'string',
        enum: ['keep', 'deprovision', 'remove'],
        description:
          '`keep`: they stay as they are. `deprovision`: those of the identity provider become inactive. `remove`: the account was closed, and all of them go.',
      },
    }),
    example: example('01a1ffe2-5f08-7c6d-8b1e-2f4e6d8c0a97', 33, '2026-11-21T20:52:59.784Z', {
      members: 'deprovision',
      actor: MAIN_APP,
    }),
  },
  'connection.silent': {
    when: 'No request has come through an enabled connection for longer than its identity provider is ever quiet, or for days; sent once, until one comes.',
    mainApp: 'Shows it to the account’s administrators: something is wrong at the identity provider.',
    data: closedObject({
      account: defined('EventAccount'),
      lastRequest: { ...orNull(INSTANT), description: 'When the last one came; null when none ever did.' },
      days: {
        type: 'integer',
        minimum: 0,
        description: 'For how many whole days at least there was none.',
      },
      hours: {
        type: 'integer',
        minimum: 1,
        description: 'The same in hours.',
      },
    }),
    example: example('01a22a10-7e9d-7f15-8d2c-9b8a7c6d5e4f', 41, '2026-11-29T20:02:17.309Z', {
      lastRequest: '2026-11-22T20:01:58.410Z',
      days: 7,
      hours: 168,
    }),
  },
  'connection.setup_opened': {
    when: 'The IT admin of a customer opened a setup link; sent once for a link.',
    mainApp: 'Shows that the set-up has begun.',
    data: connectionData({}),
    example: example('01a1ffc4-1c2d-7e3f-8a4b-5c6d7e8f9a0b', 6, '2026-11-21T20:20:05.413Z', { actor: ADMIN }),
  },
  'connection.setup_completed': {
    when: 'The IT admin of a customer said on the setup page that the set-up is done; sent once for a link.',
    mainApp: 'Shows it, and stops asking for the set-up.',
    data: connectionData({}),
    example: example('01a1ffcb-2d3e-7f40-9b5c-6d7e8f9a0b1c', 19, '2026-11-21T20:27:44.902Z', {
      actor: ADMIN,
    }),
  },
  'connection.token_issued': {
    when: 'A token was issued; the token itself is in no event.',
    mainApp: 'Shows it.',
    data: connectionData(
      {
        token: defined('EventToken'),
        replaces: narrowed('EventToken', {
          description: 'The token whose place it takes, and when that one ends.',
        }),
      },
      ['replaces'],
    ),
    example: {
      id: ISSUING_ID,
      sequence: 2,
      subject: 'acme',
      time: '2026-11-21T20:18:55.062Z',
      requestId: ISSUING_ID,
      data: {
        ...ACME,
        token: { id: '01a1ffc3-0bd4-71bd-9483-1cacea7208e9', label: 'first token', expires: null },
      },
    },
  },
  'connection.token_revoked': {
    when: 'A token was revoked; it is refused from the next request on.',
    mainApp: 'Shows it.',
    data: TOKEN_DATA,
    example: {
      id: REVOKING_ID,
      sequence: 4,
      subject: 'acme',
      time: '2026-11-21T20:19:02.759Z',
      requestId: REVOKING_ID,
      data: {
        ...ACME,
        token: {
          id: '01a1ffc3-2318-7723-bee9-8c79922b3481',
          label: 'spare',
          expires: '2027-01-31T00:00:00.000Z',
        },
      },
    },
  },
  'connection.token_expiring': {
    when: 'A token will expire: sent 14 days before, and again three days before.',
    mainApp: 'Asks the account’s administrators to rotate it.',
    data: closedObject({ account: defined('EventAccount'), token: defined('EventToken') }),
    example: example('01a29f3d-1a2b-7c3d-8e4f-5a6b7c8d9e0f', 52, '2027-01-17T00:04:11.051Z', {
      token: {
        id: '01a1ffc3-0bd4-71bd-9483-1cacea7208e9',
        label: 'Okta',
        expires: '2027-01-31T00:00:00.000Z',
      },
    }),
  },
} as const satisfies Readonly<Record<`connection.${string}`, EventEntry>>;
