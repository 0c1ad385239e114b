/** The types of events about a team member. A new type is one entry here. */
import { defined, FORMER, FORMER_ID, IDENTITY, LINKED, REASONS } from './definitions.ts';
import type { EventEntry, EventExample } from './entry.ts';
import { closedObject } from './json-schema.ts';
import {
  ACTIVE_AMONG_OTHERS,
  MANAGED_BY_IDP,
  memberData,
  memberWho,
  NO_VALUES,
  NOTHING,
  previously,
  SOMETHING,
} from './member-event-data.ts';
import { MEMBER_ID } from './member-schema.ts';

const ANN_ID = '01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0';
const BO_ID = '01a1ffc3-2a7a-7258-99f4-3efcbc2763c3';
const CY_ID = '01a1ffc3-2a91-7c3e-b0d4-1f2e3d4c5b6a';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const WORK_EMAIL = { value: 'ann@example.com', type: 'work', primary: true };
const HOME_EMAIL = { type: 'home', value: 'ann@home.example' };
const OKTA = { kind: 'idp', tokenId: '01a1ffc3-0bd4-71bd-9483-1cacea7208e9', identityProvider: 'okta' };

/** Ann as the examples show her; `also` is what an example is about. */
const ann = (version: number, active: boolean, also: Readonly<Record<string, unknown>> = {}) => ({
  id: ANN_ID,
  userName: 'ann@example.com',
  externalId: '00u1a2b3c4',
  active,
  name: { givenName: 'Ann', familyName: 'Baker' },
  displayName: 'Ann Baker',
  title: 'Head Baker',
  locale: 'en-US',
  emails: [WORK_EMAIL],
  [ENTERPRISE]: { employeeNumber: '1042', department: 'Ovens', manager: { value: BO_ID } },
  email: 'ann@example.com',
  version,
  managedBy: 'idp',
  ...also,
});

/** Completes an example with what the requests of one identity provider have in common. */
function example({ data, ...rest }: EventExample, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'): EventExample {
  return {
    ...rest,
    data: {
      account: { id: 'acme' },
      ...data,
      actor: OKTA,
      request: { id: rest.requestId, method, bulkIndex: null },
    },
  };
}

export const MEMBER_EVENTS = {
  'team_member.provisioned': {
    when: 'Created active, or active for the first time after `staged`.',
    mainApp: 'Invites the person, once they have stayed for a minute.',
    data: memberData({
      member: memberWho(true),
      changed: ACTIVE_AMONG_OTHERS,
      linked: LINKED,
      identity: IDENTITY,
      former: { formerId: FORMER_ID, former: FORMER },
    }),
    example: example(
      {
        id: '01a1ffc3-2aa9-7197-bd03-7105f9bfbe40',
        sequence: 6,
        subject: ANN_ID,
        time: '2026-11-21T20:19:02.953Z',
        requestId: '01a1ffc3-2aa7-77df-9e17-fe2223e5e3d4',
        data: {
          member: ann(1, true, { title: 'Baker' }),
          changed: [
            'active',
            'displayName',
            'emails',
            'externalId',
            'locale',
            'name.familyName',
            'name.givenName',
            'title',
            `${ENTERPRISE}:department`,
            `${ENTERPRISE}:employeeNumber`,
            `${ENTERPRISE}:manager.value`,
            'userName',
          ],
          previous: {},
        },
      },
      'POST',
    ),
  },
  'team_member.staged': {
    when: 'Created with `active` false.',
    mainApp: 'Nothing yet: the person is not invited.',
    data: memberData({
      member: memberWho(false),
      changed: ACTIVE_AMONG_OTHERS,
      previous: NO_VALUES,
      former: { formerId: FORMER_ID, former: FORMER },
    }),
    example: example(
      {
        id: '01a1ffc3-2a7a-7258-99f4-415d85cf5278',
        sequence: 5,
        subject: BO_ID,
        time: '2026-11-21T20:19:02.905Z',
        requestId: '01a1ffc3-2a66-736e-a4b5-8c779156a2ab',
        data: {
          member: {
            id: BO_ID,
            userName: 'bo@example.com',
            active: false,
            email: 'bo@example.com',
            version: 1,
            managedBy: 'idp',
          },
          changed: ['active', 'userName'],
          previous: {},
        },
      },
      'POST',
    ),
  },
  'team_member.linked': {
    when: 'Added by the main app, and now written by the identity provider for the first time.',
    mainApp: 'Leaves the member to the identity provider; decides whether the roles stay.',
    data: memberData({ member: MANAGED_BY_IDP }),
    example: example(
      {
        id: '01a1ffc3-2b47-7d19-8f0e-5a3c9be01f77',
        sequence: 10,
        subject: CY_ID,
        time: '2026-11-21T20:19:03.110Z',
        requestId: '01a1ffc3-2b46-7a20-9c41-0be2f7d7c1aa',
        data: {
          member: {
            id: CY_ID,
            userName: 'cy@example.com',
            externalId: '00u9z8y7x6',
            active: true,
            emails: [{ value: 'cy@example.com', type: 'work', primary: true }],
            email: 'cy@example.com',
            version: 2,
            managedBy: 'idp',
          },
          changed: ['externalId'],
          previous: { externalId: null },
        },
      },
      'PUT',
    ),
  },
  'team_member.updated': {
    when: 'Any other attribute changed.',
    mainApp: 'Updates what it shows.',
    data: memberData({ changed: SOMETHING }),
    example: example(
      {
        id: '01a1ffc3-2ae5-7037-9e72-222c162ddc99',
        sequence: 7,
        subject: ANN_ID,
        time: '2026-11-21T20:19:03.013Z',
        requestId: '01a1ffc3-2ae4-75e7-8fee-c78a34a44a54',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
        data: { member: ann(2, true), changed: ['title'], previous: { title: 'Baker' } },
      },
      'PUT',
    ),
  },
  'team_member.deprovisioned': {
    when: 'No longer active, deleted while active, or the connection or account ended; `reason` says which.',
    mainApp: '**Ends the sessions.**',
    data: memberData({
      member: memberWho(false),
      changed: ACTIVE_AMONG_OTHERS,
      previous: previously(true),
      reasons: REASONS,
      linked: LINKED,
    }),
    example: example(
      {
        id: '01a1ffc3-2b28-7640-805f-8da17fd06fcc',
        sequence: 8,
        subject: ANN_ID,
        time: '2026-11-21T20:19:03.080Z',
        requestId: '01a1ffc3-2b24-776b-913f-1515271ac234',
        data: {
          member: ann(3, false),
          changed: ['active'],
          previous: { active: true },
          reason: 'deactivated',
        },
      },
      'PATCH',
    ),
  },
  'team_member.reactivated': {
    when: 'Active again.',
    mainApp:
      'Lets the person in again, and invites who was not invited yet; without the roles when `identity` says that it is another person.',
    data: memberData({
      member: memberWho(true),
      changed: ACTIVE_AMONG_OTHERS,
      previous: previously(false),
      linked: LINKED,
      identity: IDENTITY,
    }),
    example: example(
      {
        id: '01a1ffc3-2b3d-7753-8db5-af54e56dc357',
        sequence: 9,
        subject: ANN_ID,
        time: '2026-11-21T20:19:03.100Z',
        requestId: '01a1ffc3-2b3a-75ae-95a4-e4e5c1c55509',
        data: {
          member: ann(4, true, { emails: [WORK_EMAIL, HOME_EMAIL] }),
          changed: ['active', 'emails'],
          previous: { active: false, emails: [WORK_EMAIL] },
        },
      },
      'PATCH',
    ),
  },
  'team_member.deleted': {
    when: 'Removed for good; `member` is the last state.',
    mainApp: 'Removes the person from the team.',
    data: memberData({
      member: memberWho(false),
      changed: NOTHING,
      previous: NO_VALUES,
      reasons: ['deleted', 'account_closed'],
    }),
    example: example(
      {
        id: '01a1ffc3-2b52-704d-be27-c6b179a59afb',
        sequence: 11,
        subject: ANN_ID,
        time: '2026-11-21T20:19:03.122Z',
        requestId: '01a1ffc3-2b51-7083-8014-034885cf1822',
        data: {
          member: ann(6, false, { emails: [WORK_EMAIL, HOME_EMAIL] }),
          changed: [],
          previous: {},
          reason: 'deleted',
        },
      },
      'DELETE',
    ),
  },
  'team_member.erased': {
    when: 'What was known of the person is gone for good, from earlier events as well.',
    mainApp: 'Deletes what it knows of the person.',
    data: closedObject({
      account: defined('EventAccount'),
      member: closedObject({ id: MEMBER_ID }),
      actor: defined('EventActor'),
      request: defined('EventRequest'),
    }),
    example: {
      id: '01a1ffd0-1b60-7c55-9e3a-2f4d6a8b0c1e',
      sequence: 12,
      subject: ANN_ID,
      time: '2026-11-21T20:33:10.112Z',
      requestId: '01a1ffd0-1b5f-7b1d-8a77-6e5d4c3b2a19',
      data: {
        account: { id: 'acme' },
        member: { id: ANN_ID },
        actor: { kind: 'app', serviceTokenId: '01a1ffc3-0bd9-7b44-a1c2-93d4e5f60718' },
        request: { id: '01a1ffd0-1b5f-7b1d-8a77-6e5d4c3b2a19', method: 'POST', bulkIndex: null },
      },
    },
  },
} as const satisfies Readonly<Record<`team_member.${string}`, EventEntry>>;
