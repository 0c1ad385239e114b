/**
 * Clients that write RFC 7644 §3.10 in their own way: Microsoft's examples name the manager without its URN, old Azure
 * AD jobs box single values, connectors of identity governance join URN and attribute with a dot, small clients send
 * an e-mail as text and leave a plus in the address as it is.
 */
import { CORE_USER, ENTERPRISE_USER, openTranscript, where } from '../support/scim/transcript.ts';

const client = openTranscript('other', {
  always: { Accept: 'application/scim+json' },
  writing: { 'Content-Type': 'application/scim+json' },
});

const enterprise = (attributes: object) => ({ [ENTERPRISE_USER]: attributes });

async function create(name: string, attributes: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const answer = await client.post('/Users', {
    schemas: [CORE_USER],
    userName: `${name.toLowerCase()}@corp.example`,
    ...attributes,
  });
  client.remember(name, answer.is(201));
}

describe('a client that names enterprise attributes without their URN', () => {
  beforeAll(async () => {
    await create('Chief');
    await create('Joy', { department: null, manager: null });
  });

  test('asks whether the manager is set, sets it, and asks again', async () => {
    const filters = [
      `id eq "${client.id('Joy')}" and manager eq "${client.id('Chief')}"`,
      `id eq ${client.id('Joy')} and manager.value eq ${client.id('Chief')}`,
      `manager[value eq "${client.id('Chief')}"]`,
    ];
    for (const filter of filters) (await client.get(`/Users${where(filter)}`)).listsNobody();
    const value = [{ $ref: null, value: client.id('Chief') }];
    const answer = await client.patch(client.path('Joy'), { op: 'Add', path: 'manager', value });
    answer.is(200, enterprise({ manager: { value: client.id('Chief') } }));
    for (const filter of filters) {
      (await client.get(`/Users${where(filter, { attributes: 'id' })}`)).lists([client.id('Joy')]);
    }
  });

  test('changes, sorts by, selects and removes what it names', async () => {
    const path = client.path('Joy');
    const change = { department: 'Lab', costCenter: 'C-1', division: 'D', organization: 'O' };
    (await client.patch(path, { op: 'replace', value: change })).is(200, enterprise(change));
    (await client.get('/Users?sortBy=department&sortOrder=descending&attributes=department')).is(200, {
      Resources: expect.arrayContaining([expect.objectContaining(enterprise({ department: 'Lab' }))]),
    });
    const rest = await client.get(`${path}?excludedAttributes=department,costCenter,division,organization`);
    expect(Object.keys(rest.is(200).body?.[ENTERPRISE_USER] as object)).toEqual(['manager']);
    const { department: _gone, ...kept } = change;
    const removed = await client.patch(path, { op: 'remove', path: 'department' });
    removed.is(200, enterprise(kept));
    expect(removed.body?.[ENTERPRISE_USER]).not.toHaveProperty('department');
  });

  test('replaces a resource with flat attributes', async () => {
    const flat = { userName: 'joy@corp.example', department: 'Flat', manager: client.id('Chief') };
    (await client.put(client.path('Joy'), flat)).is(
      200,
      enterprise({ department: 'Flat', manager: { value: client.id('Chief') } }),
    );
  });

  test('is refused when it gives one attribute two values', async () => {
    const both = { userName: 'joy@corp.example', department: 'A', [ENTERPRISE_USER]: { department: 'B' } };
    (await client.put(client.path('Joy'), both)).refuses(400, /department.*twice/, 'invalidValue');
    const same = { userName: 'joy@corp.example', department: 'A', [ENTERPRISE_USER]: { department: 'A' } };
    (await client.put(client.path('Joy'), same)).is(200, enterprise({ department: 'A' }));
  });
});

describe('an empty value unassigns the manager, whatever else was said of it', () => {
  const before = { manager: { value: 'boss', $ref: 'https://idp.example/Users/boss' } };
  beforeAll(() => create('Report', enterprise(before)));

  test.each<[string, object]>([
    ['{"value": ""}', { path: 'manager', value: { value: '' } }],
    ['{"value": ""} in a list', { path: 'manager', value: [{ $ref: null, value: '' }] }],
    ['{"value": null}', { path: 'manager', value: { value: null } }],
    ['{}', { path: 'manager', value: {} }],
    ['""', { path: 'manager', value: '' }],
    ['"" at manager.value', { path: 'manager.value', value: '' }],
    ['{"value": ""} at manager.value', { path: `${ENTERPRISE_USER}:manager.value`, value: { value: '' } }],
    ['{"value": ""} without a path', { value: { manager: { value: '' } } }],
    ['"" below the URN', { value: { [`${ENTERPRISE_USER}:manager`]: '' } }],
    ['{} in the extension', { value: enterprise({ manager: {} }) }],
  ])('%s', async (_what, operation) => {
    const path = client.path('Report');
    for (const op of ['replace', 'Add']) {
      const set = await client.patch(path, { op: 'add', value: enterprise(before) });
      const gone = await client.patch(path, { op, ...operation });
      gone.is(200).lacks(ENTERPRISE_USER);
      expect(gone.version).not.toBe(set.version);
      const [event] = (await client.eventsAbout('Report')).slice(-1);
      expect(event?.data.changed).toEqual([
        `${ENTERPRISE_USER}:manager.$ref`,
        `${ENTERPRISE_USER}:manager.value`,
      ]);
      expect(event?.data.member).not.toHaveProperty([ENTERPRISE_USER]);
    }
  });
});

describe('an empty value in a list', () => {
  const [work, home] = [
    { value: 'w@corp.example', type: 'work' },
    { value: 'h@corp.example', type: 'home' },
  ];
  beforeAll(() => create('Listed', { emails: [work, home], name: { givenName: 'L' } }));

  test.each<[string, object, object[] | undefined]>([
    ['takes the element out', { path: 'emails[type eq "work"].value', value: '' }, [home]],
    [
      'takes it out as an object',
      { path: 'emails[type eq "work"]', value: { value: '', type: 'x' } },
      [home],
    ],
    ['takes it out without a path', { value: { 'emails[type eq "work"].value': '' } }, [home]],
    ['is no element of a new list', { path: 'emails', value: [{ value: '', type: 'work' }, home] }, [home]],
    ['empties the list', { path: 'emails', value: '' }, undefined],
  ])('%s', async (_what, operation, left) => {
    const path = client.path('Listed');
    await client.patch(path, { op: 'replace', path: 'emails', value: [work, home] });
    const answer = await client.patch(path, { op: 'Replace', ...operation });
    expect(answer.is(200).body?.['emails']).toEqual(left);
  });

  test('null unassigns one sub-attribute of an element that a filter finds', async () => {
    const path = client.path('Listed');
    const emails = [{ ...work, display: 'Work' }, home];
    await client.patch(path, { op: 'replace', path: 'emails', value: emails });
    const value = { display: null };
    const answer = await client.patch(path, { op: 'replace', path: 'emails[type eq "work"]', value });
    expect(answer.is(200).body?.['emails']).toEqual([work, home]);
  });

  test('and an empty name is none', async () => {
    for (const value of [{}, '']) {
      await client.patch(client.path('Listed'), { op: 'add', path: 'name.givenName', value: 'L' });
      (await client.patch(client.path('Listed'), { op: 'replace', value: { name: value } }))
        .is(200)
        .lacks('name');
    }
  });
});

describe('an old Azure AD job boxes single values', () => {
  beforeAll(() => create('Kim', { name: { givenName: 'Kim', familyName: 'Park' } }));
  const boxed = (value: unknown) => [{ $ref: null, value }];

  test('and deactivates so', async () => {
    const answer = await client.patch(
      client.path('Kim'),
      { op: 'Replace', path: 'displayName', value: boxed('Kim P') },
      { op: 'Replace', path: 'name.givenName', value: boxed('Kimberly') },
      { op: 'Replace', path: 'active', value: boxed('False') },
    );
    answer.is(200, {
      displayName: 'Kim P',
      name: { givenName: 'Kimberly', familyName: 'Park' },
      active: false,
    });
  });

  test('but a box that holds more than a value is refused', async () => {
    const value = { value: 'x', formatted: 'y' };
    (await client.patch(client.path('Kim'), { op: 'replace', path: 'title', value })).refuses(400, /title/);
  });
});

describe('a connector joins URN and attribute with a dot', () => {
  beforeAll(() => create('Dot', enterprise({ employeeNumber: '1' })));

  test('and changes, finds and selects so', async () => {
    const [number, active] = [`${ENTERPRISE_USER}.employeeNumber`, `${CORE_USER}.active`];
    const answer = await client.patch(
      client.path('Dot'),
      { op: 'replace', path: number, value: '56789' },
      { op: 'Replace', path: active, value: 'False' },
    );
    answer.is(200, { active: false, ...enterprise({ employeeNumber: '56789' }) });
    (await client.get(`/Users${where(`${number} eq "56789" and ${active} eq false`)}`)).lists([
      client.id('Dot'),
    ]);
    const selected = await client.get(`${client.path('Dot')}?attributes=${number},${CORE_USER}.meta.version`);
    selected.is(200, enterprise({ employeeNumber: '56789' })).lacks('userName', 'active');
    expect(Object.keys(selected.body?.['meta'] as object)).toEqual(['version']);
  });
});

describe('a small client knows one e-mail', () => {
  beforeAll(() => create('Eve', { emails: 'eve+tag@corp.example', phoneNumbers: [{ value: '+15551234' }] }));

  test('sends it as text', async () => {
    (await client.get(client.path('Eve'))).is(200, { emails: [{ value: 'eve+tag@corp.example' }] });
    const value = [{ value: 'eve+tag@corp.example', type: 'work' }];
    await client.patch(client.path('Eve'), { op: 'replace', path: 'emails', value });
  });

  test.each([
    'email eq "EVE+tag@corp.example"',
    'email.value eq "eve+tag@corp.example"',
    `${CORE_USER}:email.value sw "eve+"`,
    'email[type eq "work"].value eq "eve+tag@corp.example"',
    'email[value eq "eve+tag@corp.example" and type eq "work"]',
  ])('finds it by %s', async filter => {
    (await client.get(`/Users${where(filter)}`)).lists([client.id('Eve')]);
  });

  test('selects an attribute with a filter in its name', async () => {
    const attributes = encodeURIComponent('emails[type eq "work, or home"],emails[type eq "work"].value');
    const answer = await client.get(`${client.path('Eve')}?attributes=${attributes}`);
    answer.is(200, { emails: [{ value: 'eve+tag@corp.example', type: 'work' }] }).lacks('userName', 'active');
  });

  test('leaves the plus as it is where blanks are %20, and writes blanks as plus elsewhere', async () => {
    for (const query of [
      'filter=userName%20sw%20%22eve%22%20and%20emails.value%20eq%20%22eve+tag@corp.example%22',
      'filter=phoneNumbers.value%20eq%20%22+15551234%22&attributes=userName,+emails',
      'filter=phoneNumbers.value+eq+%22%2B15551234%22&attributes=userName,%20emails',
      'filter=email%20eq%20%22eve%2Btag@corp.example%22',
      'filter=email%20eq%20%22eve+tag@corp.example%22%20and%20meta.created%20gt%20%222011-05-13T04:42:34+02:00%22',
      'filter=email+eq+%22eve%2Btag@corp.example%22+and+meta.created+gt+%222011-05-13T04:42:34+02:00%22',
    ]) {
      (await client.get(`/Users?${query}`)).lists([client.id('Eve')]);
    }
  });
});
