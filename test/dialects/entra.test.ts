/**
 * Microsoft Entra ID: PATCH with capitalised operations, booleans as text in the default job, filtered paths,
 * and the other spelling of all of it when the tenant URL carries the flag aadOptscim062020.
 */
import { ENTRA_PLAY } from '../../src/self-test/plays/entra-play.ts';
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER, openTranscript, where } from '../support/scim/transcript.ts';

const entra = openTranscript('entra', ENTRA_PLAY.headers);

const MANAGER = `${ENTERPRISE_USER}:manager`;
const EMPLOYEE_NUMBER = `${ENTERPRISE_USER}:employeeNumber`;

describe('Entra tests the connection', () => {
  test('probes for a random user', async () => {
    const probe = 'filter=userName+eq+%22cf4d78e8-cc4f-4d5d-b8b9-183561c0104a%22';
    (await entra.get(`/Users?${probe}`)).listsNobody();
  });

  test('probes for a random group without its members', async () => {
    const filter = encodeURIComponent('displayName eq "7bd9ddf6-8cc5-4e0d-9c2b-5a2d3c4a5b6e"');
    (await entra.get(`/Groups?excludedAttributes=members&filter=${filter}`)).listsNobody();
  });

  test('discovers the schemas, none of them for groups', async () => {
    const answer = await entra.get('/Schemas');
    answer.lists([CORE_USER, ENTERPRISE_USER]);
  });

  test('the flag of the tenant URL may arrive as a query parameter without a value', async () => {
    const probe = 'filter=userName+eq+%22cf4d78e8-cc4f-4d5d-b8b9-183561c0104a%22';
    (await entra.get(`/Users?aadOptscim062020&${probe}`)).listsNobody();
  });

  test('a group is refused', async () => {
    const answer = await entra.post('/Groups', {
      schemas: [CORE_GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
      displayName: 'displayName',
      meta: { resourceType: 'Group' },
    });
    answer.refusesGroups();
  });
});

describe('Entra matches and creates', () => {
  test.each([
    ['userName', 'userName eq "enno@contoso.com"'],
    ['the work e-mail', 'emails[type eq "work"].value eq "enno@contoso.com"'],
  ])('finds nobody by %s', async (_name, filter) => {
    (await entra.get(`/Users${where(filter)}`)).listsNobody();
  });

  test('an unquoted value finds no member or is refused as a filter', async () => {
    const answer = await entra.get(`/Users${where('externalId eq jyoung')}`);
    if (answer.status === 200) answer.listsNobody();
    else answer.refuses(400, /./, 'invalidFilter');
  });

  test('creates a member from a body with an unused extension, its own meta and no roles', async () => {
    const answer = await entra.post('/Users', {
      schemas: [CORE_USER, ENTERPRISE_USER],
      externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
      userName: 'enno@contoso.com',
      active: true,
      emails: [{ primary: true, type: 'work', value: 'enno@contoso.com' }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Enno Tra', familyName: 'Tra', givenName: 'Enno' },
      roles: [],
    });
    answer
      .is(201, {
        userName: 'enno@contoso.com',
        active: true,
        externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
        name: { formatted: 'Enno Tra', familyName: 'Tra', givenName: 'Enno' },
      })
      .lacks('roles');
    entra.remember('Enno', answer);
  });

  test('creating the same userName again is refused as taken', async () => {
    const again = { schemas: [CORE_USER], userName: 'enno@contoso.com', active: true };
    (await entra.post('/Users', again)).refusesAsTaken();
  });

  test('finds the member by the userName in another case', async () => {
    (await entra.get(`/Users${where('userName eq "ENNO@CONTOSO.COM"')}`)).lists([entra.id('Enno')]);
  });

  test('reads the member', async () => {
    (await entra.get(entra.path('Enno'))).is(200, { id: entra.id('Enno'), active: true });
  });

  test('reading an unknown id answers 404', async () => {
    (await entra.get('/Users/5171a35d82074e068ce2')).refuses(404);
  });
});

describe('Entra updates', () => {
  test('replaces several attributes by path with capitalised operations', async () => {
    const answer = await entra.patch(
      entra.path('Enno'),
      { op: 'Replace', path: 'displayName', value: 'Pvlo' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'enno.work@contoso.com' },
      { op: 'Replace', path: 'name.givenName', value: 'Gtfd' },
      { op: 'Replace', path: 'name.familyName', value: 'Pkqf' },
      { op: 'Replace', path: 'externalId', value: 'Eqpj-1' },
      { op: 'Replace', path: EMPLOYEE_NUMBER, value: 'Eqpj' },
    );
    answer.is(200, {
      displayName: 'Pvlo',
      name: { givenName: 'Gtfd', familyName: 'Pkqf' },
      emails: [{ type: 'work', value: 'enno.work@contoso.com', primary: true }],
      externalId: 'Eqpj-1',
      [ENTERPRISE_USER]: { employeeNumber: 'Eqpj' },
    });
  });

  test('adds a single value', async () => {
    const answer = await entra.patch(entra.path('Enno'), { op: 'Add', path: 'nickName', value: 'Babs' });
    answer.is(200, { nickName: 'Babs' });
  });

  test('with the flag it mixes a filtered path and a pathless value with dotted and URN keys', async () => {
    const answer = await entra.patch(
      entra.path('Enno'),
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'enno.flag@contoso.com' },
      {
        op: 'replace',
        value: {
          displayName: 'Bjfe',
          'name.givenName': 'Kkom',
          'name.familyName': 'Unua',
          [EMPLOYEE_NUMBER]: 'Aklq',
        },
      },
    );
    answer
      .is(200, {
        displayName: 'Bjfe',
        name: { givenName: 'Kkom', familyName: 'Unua' },
        emails: [{ type: 'work', value: 'enno.flag@contoso.com' }],
        [ENTERPRISE_USER]: { employeeNumber: 'Aklq' },
      })
      .lacks('name.givenName', 'name.familyName', EMPLOYEE_NUMBER);
  });

  test('sets the manager as a plain string', async () => {
    const id = entra.id('Enno');
    const answer = await entra.patch(entra.path('Enno'), { op: 'Add', path: MANAGER, value: id });
    answer.is(200, { [ENTERPRISE_USER]: { manager: { value: id } } });
  });

  test('replaces the manager by an object', async () => {
    const manager = { value: 'CBEQXYNPNAZS' };
    const answer = await entra.patch(entra.path('Enno'), { op: 'replace', path: MANAGER, value: manager });
    answer.is(200, { [ENTERPRISE_USER]: { manager } });
  });

  test('removes the manager', async () => {
    const answer = await entra.patch(entra.path('Enno'), { op: 'remove', path: MANAGER });
    answer.is(200, { [ENTERPRISE_USER]: { employeeNumber: 'Aklq' } });
    expect(answer.text).not.toContain('"manager"');
  });

  test('renames the member by path', async () => {
    const rename = { op: 'Replace', path: 'userName', value: 'enno2@contoso.com' };
    (await entra.patch(entra.path('Enno'), rename)).is(200, { userName: 'enno2@contoso.com' });
  });

  test('renames the member without a path', async () => {
    const rename = { op: 'replace', value: { userName: 'enno3@contoso.com' } };
    const answer = await entra.patch(entra.path('Enno'), rename);
    answer.is(200, { id: entra.id('Enno'), userName: 'enno3@contoso.com' });
    (await entra.get(`/Users${where('userName eq "enno@contoso.com"')}`)).listsNobody();
  });
});

describe('Entra disables and enables', () => {
  test('disables with the text "False"', async () => {
    const answer = await entra.patch(entra.path('Enno'), { op: 'Replace', path: 'active', value: 'False' });
    answer.is(200, { active: false });
  });

  test('the disabled member is still read by id', async () => {
    (await entra.get(entra.path('Enno'))).is(200, { active: false });
  });

  test('the disabled member is still found by the filter', async () => {
    (await entra.get(`/Users${where('userName eq "enno3@contoso.com"')}`)).lists([entra.id('Enno')]);
  });

  test('enables with the text "True"', async () => {
    const answer = await entra.patch(entra.path('Enno'), { op: 'Replace', path: 'active', value: 'True' });
    answer.is(200, { active: true });
  });

  test('enabling again, as it does from time to time, changes nothing', async () => {
    const before = await entra.get(entra.path('Enno'));
    const answer = await entra.patch(entra.path('Enno'), { op: 'Replace', path: 'active', value: 'True' });
    answer.is(200, { active: true });
    expect(answer.version).toEqual(before.version);
  });

  test('with the flag it disables with a boolean', async () => {
    const answer = await entra.patch(entra.path('Enno'), { op: 'replace', path: 'active', value: false });
    answer.is(200, { active: false });
  });

  test('enables with text in a pathless value', async () => {
    const answer = await entra.patch(entra.path('Enno'), { op: 'Replace', value: { active: 'True' } });
    answer.is(200, { active: true });
  });
});

describe('Entra deletes', () => {
  test('deletes the member for good', async () => {
    (await entra.delete(entra.path('Enno'))).is(204);
  });

  test('the deleted member cannot be read, and the userName is free', async () => {
    (await entra.get(entra.path('Enno'))).refuses(404);
    await entra.expectGone('Enno', 'enno3@contoso.com');
  });

  test('deleting twice answers 404', async () => {
    (await entra.delete(entra.path('Enno'))).refuses(404);
  });
});

describe('Entra, as the main app sees it', () => {
  test('the member has one life, without the refused and the empty requests', async () => {
    expect(await entra.histories()).toEqual({
      Enno: [
        'provisioned',
        ...Array<string>(3).fill('updated'), // by path, nickName, with the flag
        ...Array<string>(3).fill('updated'), // manager set, replaced, removed
        ...Array<string>(2).fill('updated'), // renamed twice
        'deprovisioned: deactivated',
        'reactivated',
        'deprovisioned: deactivated',
        'reactivated',
        'deprovisioned: deleted',
        'deleted',
      ],
    });
  });

  test('one PATCH of six operations is one event that names all it changed', async () => {
    const [, updated] = await entra.eventsAbout('Enno');
    const changed = updated?.data.changed;
    expect(changed).toHaveLength(6);
    expect(changed).toEqual(
      expect.arrayContaining(['displayName', 'emails', 'name.givenName', 'name.familyName', 'externalId']),
    );
    expect(changed).toContain(EMPLOYEE_NUMBER);
  });
});
