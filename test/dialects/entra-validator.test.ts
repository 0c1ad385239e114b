/** Microsoft's SCIM Validator: bodies and long PATCHes of its recorded runs, with attributes we must drop. */
import { CORE_USER, ENTERPRISE_USER, openTranscript, where } from '../support/scim/transcript.ts';

const validator = openTranscript('entra', {
  always: {
    'Content-Type': 'application/scim+json; charset=utf-8',
    Accept: 'application/scim+json',
    ADSCIMVersion: '2.0',
  },
});

describe('The SCIM Validator creates', () => {
  test('a member with a role whose flag is text: the role is dropped, the rest is kept', async () => {
    const answer = await validator.post('/Users', {
      userName: 'shaniya@bauch.co.uk',
      active: true,
      displayName: 'BDFAIMDWZXYA',
      emails: [{ type: 'work', value: 'camille@hermannokuneva.ca', primary: true }],
      name: { givenName: 'Sadye', familyName: 'Keaton' },
      addresses: [{ type: 'work', primary: true, country: 'Belize' }],
      phoneNumbers: [
        { type: 'work', value: '56-357-7743', primary: true },
        { type: 'mobile', value: '56-357-7743' },
        { type: 'fax', value: '56-357-7743' },
      ],
      [ENTERPRISE_USER]: { manager: { value: 'GZFDHGRKQLCG' } },
      roles: [{ primary: 'True', display: 'RAJBJMKHJSNI', value: 'OGCIACGFVVRR', type: 'IJAQSLXCMJPC' }],
      schemas: [CORE_USER, ENTERPRISE_USER],
    });
    answer
      .is(201, {
        userName: 'shaniya@bauch.co.uk',
        name: { givenName: 'Sadye', familyName: 'Keaton' },
        addresses: [{ type: 'work', primary: true, country: 'Belize' }],
        phoneNumbers: [{ type: 'work' }, { type: 'mobile' }, { type: 'fax' }],
        [ENTERPRISE_USER]: { manager: { value: 'GZFDHGRKQLCG' } },
      })
      .lacks('roles');
    expect(answer.text).not.toContain('OGCIACGFVVRR');
    validator.remember('Shaniya', answer);
  });

  test('a member of whom it sends only the userName', async () => {
    const answer = await validator.post('/Users', {
      userName: 'eleanore@boyercorwin.biz',
      schemas: [CORE_USER],
    });
    answer.is(201, { userName: 'eleanore@boyercorwin.biz', active: true });
    validator.remember('Eleanore', answer);
  });
});

describe('The SCIM Validator updates', () => {
  test('adding sub-attributes of entries that do not exist yet creates them, save for roles', async () => {
    const answer = await validator.patch(
      validator.path('Eleanore'),
      { op: 'add', path: 'active', value: true },
      { op: 'add', path: 'displayName', value: 'RJEXKNFYZKXS' },
      { op: 'add', path: 'title', value: 'AQRBJVCQOVZL' },
      { op: 'add', path: 'emails[type eq "work"].value', value: 'broderick@blick.name' },
      { op: 'add', path: 'emails[type eq "work"].primary', value: true },
      { op: 'add', path: 'name.givenName', value: 'Terrence' },
      { op: 'add', path: 'name.familyName', value: 'Brandi' },
      { op: 'add', path: 'roles[primary eq "True"].display', value: 'TQBJFQYVJCAG' },
      { op: 'add', path: 'roles[primary eq "True"].value', value: 'UOYTUVLKIPND' },
      { op: 'add', path: `${ENTERPRISE_USER}:employeeNumber`, value: 'LXDAHKZRQYLX' },
    );
    answer
      .is(200, {
        displayName: 'RJEXKNFYZKXS',
        title: 'AQRBJVCQOVZL',
        name: { givenName: 'Terrence', familyName: 'Brandi' },
        emails: [{ type: 'work', value: 'broderick@blick.name', primary: true }],
        [ENTERPRISE_USER]: { employeeNumber: 'LXDAHKZRQYLX' },
      })
      .lacks('roles');
    (await validator.get(`/Users${where('emails.value eq "broderick@blick.name"')}`)).lists([
      validator.id('Eleanore'),
    ]);
  });

  test('replacing what a filtered path does not find adds it', async () => {
    const answer = await validator.patch(validator.path('Eleanore'), {
      op: 'Replace',
      path: 'phoneNumbers[type eq "mobile"].value',
      value: '+1 425 555 0100',
    });
    answer.is(200, { phoneNumbers: [{ type: 'mobile', value: '+1 425 555 0100' }] });
  });

  test('several operations on one attribute are applied in their order', async () => {
    const answer = await validator.patch(
      validator.path('Eleanore'),
      { op: 'remove', path: 'externalId' },
      { op: 'add', path: 'externalId', value: 'one-81' },
      { op: 'replace', path: 'externalId', value: 'two-81' },
    );
    answer.is(200, { externalId: 'two-81' });
  });
});

describe('The SCIM Validator cleans up', () => {
  test.each([
    ['Eleanore', 'eleanore@boyercorwin.biz'],
    ['Shaniya', 'shaniya@bauch.co.uk'],
  ])('deletes %s', async (name, userName) => {
    (await validator.delete(validator.path(name))).is(204);
    await validator.expectGone(name, userName);
  });
});

describe('The SCIM Validator, as the main app sees it', () => {
  test('each member has one life, one event for each change', async () => {
    expect(await validator.histories()).toEqual({
      Shaniya: ['provisioned', 'deprovisioned: deleted', 'deleted'],
      Eleanore: ['provisioned', 'updated', 'updated', 'updated', 'deprovisioned: deleted', 'deleted'],
    });
  });

  test('no event carries a role', async () => {
    const events = [
      ...(await validator.eventsAbout('Shaniya')),
      ...(await validator.eventsAbout('Eleanore')),
    ];
    expect(JSON.stringify(events)).not.toMatch(/OGCIACGFVVRR|RAJBJMKHJSNI|UOYTUVLKIPND|TQBJFQYVJCAG|"roles"/);
  });

  test('the operations on one attribute have its last value and its first', async () => {
    const [, , , updated] = await validator.eventsAbout('Eleanore');
    expect(updated?.data).toMatchObject({ member: { externalId: 'two-81' }, previous: { externalId: null } });
    expect(updated?.data.changed).toEqual(['externalId']);
  });
});
