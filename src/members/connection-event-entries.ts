/** The types of events about an account's connection. A new type is one entry here. */
import { defined, IDENTITY_PROVIDER } from './event-definitions.ts';
import type { EventEntry } from './event-entry.ts';
import { closedObject, type JsonSchema } from './json-schema.ts';

const TOKEN_DATA: JsonSchema = closedObject({
  account: defined('EventAccount'),
  token: defined('EventToken'),
  actor: defined('OperatorActor'),
});

const ACME = { account: { id: 'acme' }, actor: { kind: 'operator' } };
const ENABLING_ID = '01a1ffc3-0bd6-74be-8731-7d3a9e360dd0';
const ISSUING_ID = '01a1ffc3-0bd6-74be-8731-81b113604f7d';
const REVOKING_ID = '01a1ffc3-29e3-76d0-a99b-1a04181a41fd';

export const CONNECTION_EVENTS = {
  'connection.enabled': {
    when: 'SCIM was switched on for the account.',
    mainApp: 'Shows it.',
    data: closedObject({
      account: defined('EventAccount'),
      identityProvider: IDENTITY_PROVIDER,
      actor: defined('OperatorActor'),
    }),
    example: {
      id: ENABLING_ID,
      sequence: 1,
      subject: 'acme',
      time: '2026-11-21T20:18:55.062Z',
      requestId: ENABLING_ID,
      data: { ...ACME, identityProvider: 'okta' },
    },
  },
  'connection.token_issued': {
    when: 'A token was issued; the token itself is in no event.',
    mainApp: 'Shows it.',
    data: TOKEN_DATA,
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
} as const satisfies Readonly<Record<`connection.${string}`, EventEntry>>;
