import { databaseKinds } from '../../support/database/databases.ts';
import { type Json, SCIM_ERROR, type ScimClient } from '../../support/scim/scim-client.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { type AccountScene, SAML, startAccountScene } from './account-scene.ts';

const INACTIVE = { ...SAML, status: 'inactive' };

describe.each(databaseKinds())('the connection of an account on $name', kind => {
  let scene: AccountScene;

  beforeAll(async () => {
    scene = await startAccountScene(kind);
  });

  afterAll(() => scene.close());

  const types = async (id: string) => (await scene.connectionEvents(id)).map(({ type }) => type);

  async function expectRefused(scim: ScimClient, detail: string | RegExp): Promise<void> {
    const answer = await scim.get('/Users');
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({
      schemas: [SCIM_ERROR],
      status: '403',
      detail: expect.stringMatching(detail),
    });
  }

  test.each([
    ['no single sign-on', undefined, 'has no single sign-on'],
    ['OpenID Connect', { protocol: 'oidc' }, 'signs in with OpenID Connect'],
    ['SAML that is not active', INACTIVE, 'has SAML SSO that is not active'],
  ])('is not enabled with %s, and the refusal says what to do', async (_, sso, words) => {
    await scene.control.send('PUT', '/accounts/unready', sso ? { sso } : { sso: { protocol: 'none' } });
    const answer = await scene.control.send('POST', '/accounts/unready/scim/enable');
    expect(answer.status).toBe(409);
    const detail = String(answer.body['detail']);
    for (const part of [words, 'SAML SSO', 'PUT /v1/accounts/unready', 'REQUIRE_SAML_SSO=false']) {
      expect(detail).toContain(part);
    }
    expect(await scene.control.expect(200, 'GET', '/accounts/unready')).toMatchObject({
      connection: { state: 'disabled' },
    });
    expect(await types('unready')).toEqual([]);
  });

  test('is enabled with all that the IT admin needs, and the token is shown once', async () => {
    await scene.control.expect(201, 'PUT', '/accounts/enabled', { sso: SAML, identityProvider: 'jumpcloud' });
    const answer = await scene.control.send('POST', '/accounts/enabled/scim/enable', { label: 'JumpCloud' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { token, tokenId, ...rest } = answer.body;
    expect(rest).toEqual({
      baseUrl: `${scene.service.url}/scim/v2`,
      guide: {
        identityProvider: 'jumpcloud',
        label: 'JumpCloud',
        steps: expect.arrayContaining([expect.stringContaining('"Token": <token>')]),
        mappings: expect.arrayContaining([{ attribute: 'userName', from: 'Company Email' }]),
        notes: expect.any(Array),
      },
    });
    expect((await scene.provider('enabled', token).get('/Users')).status).toBe(200);
    const tokens = await scene.control.send('GET', '/accounts/enabled/tokens');
    expect(tokens.body).toMatchObject({ data: [{ id: tokenId, label: 'JumpCloud', state: 'active' }] });
    expect(tokens.text).not.toContain(String(token));
    expect(await types('enabled')).toEqual(['connection.enabled', 'connection.token_issued']);
  });

  test('has its guide again, without a token', async () => {
    await scene.control.expect(201, 'PUT', '/accounts/guided', { sso: SAML, identityProvider: 'okta' });
    const { body, text } = await scene.control.send('GET', '/accounts/guided/scim/guide');
    expect(body).toMatchObject({
      baseUrl: `${scene.service.url}/scim/v2`,
      identityProvider: 'okta',
      label: 'Okta',
      steps: expect.arrayContaining([
        expect.objectContaining({
          fields: expect.arrayContaining([
            { label: 'SCIM connector base URL', value: `${scene.service.url}/scim/v2`, kind: 'paste' },
            { label: 'Authorization', value: '<token>', kind: 'paste' },
          ]),
        }),
      ]),
    });
    expect(text).not.toMatch(/eyJ|\{\w+\}/);
    expect((await scene.control.send('GET', '/accounts/unknown/scim/guide')).status).toBe(404);
    expect((await scene.control.send('POST', '/accounts/guided/scim/guide')).status).toBe(405);
  });

  test("has a free address of the account's domain for JumpCloud's test user in its guide", async () => {
    const policies = { allowedEmailDomains: ['acorn.example'] };
    await scene.control.expect(201, 'PUT', '/accounts/tried', { sso: SAML, identityProvider: 'jumpcloud' });
    const testUser = async () => {
      const { body } = await scene.control.send('GET', '/accounts/tried/scim/guide');
      const steps = body['steps'] as { fields: { label: string; value: string }[] }[]; // as documented
      return steps.flatMap(({ fields }) => fields).find(({ label }) => label === 'Test User Email')?.value;
    };
    expect(await testUser()).toBe('<an address that is free>');
    await scene.control.expect(201, 'POST', '/accounts/tried/members', { userName: 'ann@birch.example' });
    expect(await testUser()).toMatch(/^scim-test-[0-9a-f]{4}@birch\.example$/);
    await scene.control.expect(200, 'PUT', '/accounts/tried', { policies });
    const address = await testUser();
    expect(address).toMatch(/^scim-test-[0-9a-f]{4}@acorn\.example$/);
    expect(await testUser()).toBe(address);
    await scene.control.expect(201, 'POST', '/accounts/tried/members', { userName: address });
    const another = await testUser();
    expect(another).toMatch(/@acorn\.example$/);
    expect(another).not.toBe(address);
  });

  test('is not enabled twice', async () => {
    await scene.connect('twice');
    const answer = await scene.control.send('POST', '/accounts/twice/scim/enable');
    expect(answer).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('enabled already') },
    });
    expect(await types('twice')).toHaveLength(2);
  });

  test('is suspended and resumed; the identity provider reads why, and its token stays', async () => {
    const scim = await scene.connect('paused');
    const suspended = await scene.control.expect(200, 'POST', '/accounts/paused/scim/suspend', {
      reason: 'the contract is being renewed',
    });
    expect(suspended).toMatchObject({
      connection: { state: 'suspended', reason: 'the contract is being renewed' },
    });
    await expectRefused(scim, /suspended.*the contract is being renewed.*must resume it/);
    // Again with the same words: nothing new.
    await scene.control.expect(200, 'POST', '/accounts/paused/scim/suspend', {
      reason: 'the contract is being renewed',
    });
    const resumed = await scene.control.expect(200, 'POST', '/accounts/paused/scim/resume');
    expect(resumed).toMatchObject({ connection: { state: 'enabled', reason: null } });
    await scene.control.expect(200, 'POST', '/accounts/paused/scim/resume');
    expect((await scim.get('/Users')).status).toBe(200);
    const events = await scene.connectionEvents('paused');
    expect(events.slice(2)).toEqual([
      {
        type: 'connection.suspended',
        data: {
          account: { id: 'paused' },
          reason: 'the contract is being renewed',
          actor: { kind: 'app', serviceTokenId: expect.any(String) },
        },
      },
      {
        type: 'connection.resumed',
        data: { account: { id: 'paused' }, actor: { kind: 'app', serviceTokenId: expect.any(String) } },
      },
    ]);
  });

  test('is suspended without words as well, and only the service itself says sso_inactive', async () => {
    const scim = await scene.connect('wordless');
    await scene.control.expect(200, 'POST', '/accounts/wordless/scim/suspend');
    await expectRefused(scim, /^SCIM is suspended for this account; an administrator/);
    const answer = await scene.control.send('POST', '/accounts/wordless/scim/suspend', {
      reason: 'sso_inactive',
    });
    expect(answer.status).toBe(400);
  });

  test('is suspended at once when SAML SSO turns inactive, and goes on when it is active again', async () => {
    const scim = await scene.connect('signed-on');
    expect(await scene.control.expect(200, 'PUT', '/accounts/signed-on', { sso: INACTIVE })).toMatchObject({
      connection: { state: 'suspended', reason: 'sso_inactive' },
    });
    await expectRefused(scim, /SAML single sign-on is not active/);
    expect(await scene.control.send('POST', '/accounts/signed-on/scim/resume')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('SAML SSO') },
    });
    await scene.control.expect(200, 'PUT', '/accounts/signed-on', { sso: SAML });
    expect((await scim.get('/Users')).status).toBe(200);
    await scene.control.expect(200, 'PUT', '/accounts/signed-on', { sso: { protocol: 'oidc' } });
    await expectRefused(scim, /SAML single sign-on is not active/);
    const events = (await scene.connectionEvents('signed-on')).slice(2);
    expect(events.map(({ type, data }) => [type, data['reason']])).toEqual([
      ['connection.suspended', 'sso_inactive'],
      ['connection.resumed', undefined],
      ['connection.suspended', 'sso_inactive'],
    ]);
  });

  test('stays suspended by the one who suspended it, with SSO or without', async () => {
    const scim = await scene.connect('held');
    await scene.control.expect(200, 'POST', '/accounts/held/scim/suspend', { reason: 'audit' });
    for (const sso of [INACTIVE, SAML]) await scene.control.expect(200, 'PUT', '/accounts/held', { sso });
    await expectRefused(scim, /audit/);
    await scene.control.expect(200, 'POST', '/accounts/held/scim/resume');
    expect((await scim.get('/Users')).status).toBe(200);
    // Suspended by SSO first, and then by an operator: SSO alone does not let it go on.
    await scene.control.expect(200, 'PUT', '/accounts/held', { sso: INACTIVE });
    await scene.control.expect(200, 'POST', '/accounts/held/scim/suspend', { reason: 'audit' });
    await scene.control.expect(200, 'PUT', '/accounts/held', { sso: SAML });
    await expectRefused(scim, /audit/);
  });

  test('is disabled only by a choice of what happens to the members', async () => {
    await scene.connect('undecided');
    for (const body of [undefined, {}, { members: 'whatever' }]) {
      const answer = await scene.control.send('POST', '/accounts/undecided/scim/disable', body);
      expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining('"members"') } });
    }
    expect(await types('undecided')).toHaveLength(2);
  });

  test('is disabled keeping the members, who stay as they are', async () => {
    const scim = await scene.connect('keeping');
    await scim.create({ userName: 'ann@example.com' });
    const disabled = await scene.control.expect(200, 'POST', '/accounts/keeping/scim/disable', {
      members: 'keep',
    });
    expect(disabled).toMatchObject({ connection: { state: 'disabled' }, offboarding: null });
    await expectRefused(scim, /switched off for this account; .*must enable it/);
    await scene.control.expect(200, 'POST', '/accounts/keeping/scim/disable', { members: 'keep' });
    expect((await scene.service.memberEvents('keeping')).map(({ type }) => type)).toEqual([
      'team_member.provisioned',
    ]);
    expect((await scene.connectionEvents('keeping')).at(-1)).toMatchObject({
      type: 'connection.disabled',
      data: { members: 'keep' },
    });
    for (const action of ['suspend', 'resume']) {
      expect((await scene.control.send('POST', `/accounts/keeping/scim/${action}`)).status).toBe(409);
    }
  });

  test('is disabled deprovisioning the members of the identity provider, and no others', async () => {
    const scim = await scene.connect('leaving');
    const ann = await scim.create({ userName: 'ann@example.com' });
    const bo = await scim.create({ userName: 'bo@example.com' });
    await scim.create({ userName: 'cy@example.com', active: false });
    await scene.control.expect(201, 'POST', '/accounts/leaving/members', { email: 'dee@example.com' });
    await scene.control.expect(200, 'PATCH', `/accounts/leaving/members/${bo.id}`, { protected: true });
    const { length: before } = await scene.service.memberEvents('leaving');
    const answer = await scene.control.send(
      'POST',
      '/accounts/leaving/scim/disable',
      { members: 'deprovision' },
      { 'x-request-id': 'deadbeef-0000-4000-8000-000000000001' },
    );
    expect(answer.status).toBe(200);
    await waitUntil('the members have left', 5_000, async () => {
      const { offboarding } = await scene.control.expect(200, 'GET', '/accounts/leaving');
      return offboarding === null;
    });
    const published = (await scene.service.memberEvents('leaving')).slice(before);
    expect(published).toMatchObject([
      {
        type: 'team_member.deprovisioned',
        subject: ann.id,
        correlationid: 'deadbeef-0000-4000-8000-000000000001',
        data: {
          reason: 'connection_removed',
          changed: ['active'],
          previous: { active: true },
          member: { active: false, userName: 'ann@example.com' },
          actor: { kind: 'app', serviceTokenId: expect.any(String) },
          request: { id: 'deadbeef-0000-4000-8000-000000000001', method: 'POST' },
        },
      },
    ]);
    const members = await scene.control.expect(200, 'GET', '/accounts/leaving/members');
    expect((members['data'] as Json[]).map(({ userName, active }) => [userName, active])).toEqual([
      ['ann@example.com', false],
      ['bo@example.com', true],
      ['cy@example.com', false],
      ['dee@example.com', true],
    ]);
  });

  test('leaves no member active whose creation was under way when it was disabled', async () => {
    const scim = await scene.connect('overtaken');
    const creations = Array.from({ length: 40 }, (_, index) =>
      scim.post('/Users', { userName: `person-${index}@example.com` }),
    );
    await scene.control.expect(200, 'POST', '/accounts/overtaken/scim/disable', { members: 'deprovision' });
    const statuses = (await Promise.all(creations)).map(({ status }) => status);
    expect(new Set([...statuses, 201, 403])).toEqual(new Set([201, 403]));
    await waitUntil('the members have left', 5_000, async () => {
      const { offboarding } = await scene.control.expect(200, 'GET', '/accounts/overtaken');
      return offboarding === null;
    });
    const active = await scene.control.expect(200, 'GET', '/accounts/overtaken/members?active=true');
    expect(active).toMatchObject({ data: [] });
    const types = (await scene.service.events('overtaken')).map(({ type }) => type);
    const after = types.slice(types.indexOf('connection.disabled') + 1);
    expect(new Set([...after, 'team_member.deprovisioned'])).toEqual(new Set(['team_member.deprovisioned']));
    expect(after).toHaveLength(statuses.filter(status => status === 201).length);
  });

  test('can deprovision the members after it was disabled keeping them', async () => {
    const scim = await scene.connect('second-thoughts');
    await scim.create({ userName: 'ann@example.com' });
    await scene.control.expect(200, 'POST', '/accounts/second-thoughts/scim/disable', { members: 'keep' });
    await scene.control.expect(200, 'POST', '/accounts/second-thoughts/scim/disable', {
      members: 'deprovision',
    });
    await waitUntil('the member has left', 5_000, async () =>
      (await scene.service.memberEvents('second-thoughts')).some(
        ({ type }) => type === 'team_member.deprovisioned',
      ),
    );
  });

  test('is enabled again with a new token alone: tokens of an earlier time have ended', async () => {
    const before = await scene.connect('again');
    await scene.control.expect(200, 'POST', '/accounts/again/scim/disable', { members: 'keep' });
    expect((await before.get('/Users')).status).toBe(403);
    const { token } = await scene.control.expect(200, 'POST', '/accounts/again/scim/enable');
    expect((await before.get('/Users')).status).toBe(401);
    expect((await scene.provider('again', token).get('/Users')).status).toBe(200);
    expect((await types('again')).slice(2)).toEqual([
      'connection.disabled',
      'connection.enabled',
      'connection.token_revoked',
      'connection.token_issued',
    ]);
  });

  test('that is suspended is not enabled but resumed', async () => {
    await scene.connect('resumable');
    await scene.control.expect(200, 'POST', '/accounts/resumable/scim/suspend');
    expect(await scene.control.send('POST', '/accounts/resumable/scim/enable')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Resume it') },
    });
  });

  test('tells in the log why a request was refused', async () => {
    const scim = await scene.connect('logged');
    await scene.control.expect(200, 'POST', '/accounts/logged/scim/suspend', { reason: 'secret words' });
    await scim.get('/Users');
    const line = scene.service
      .logText()
      .split('\n')
      .findLast(text => text.includes('"accountId":"logged"') && text.includes('403'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ error: 'forbidden', connectionFault: 'suspended' });
    expect(scene.service.logText()).not.toContain('secret words');
  });

  test('moves to another identity provider, which finds the same people and takes them over', async () => {
    const okta = await scene.connect('moving', { identityProvider: 'okta' });
    const ann = await okta.create({ userName: 'ann@example.com', externalId: '00u1' });
    const bo = await okta.create({ userName: 'bo@example.com', externalId: '00u2' });
    await scene.control.expect(200, 'PUT', '/accounts/moving', { identityProvider: 'entra' });
    const { token } = await scene.control.expect(201, 'POST', '/accounts/moving/tokens', { label: 'Entra' });
    const entra = scene.provider('moving', token);
    const found = await entra.get(`/Users?filter=${encodeURIComponent('userName eq "ANN@example.com"')}`);
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: ann.id, externalId: '00u1' }] });
    await entra.patch(ann.path, { op: 'Replace', path: 'externalId', value: 'entra-1' });
    await entra.put(bo.path, { userName: 'bo@example.com', externalId: 'entra-2', active: true });
    for (const [{ path, id }, externalId] of [
      [ann, 'entra-1'],
      [bo, 'entra-2'],
    ] as const) {
      expect((await entra.get(path)).body).toMatchObject({ id, externalId, active: true });
    }
    const events = await scene.service.events('moving');
    expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, index) => index + 1));
    expect(events.slice(-2)).toMatchObject([
      {
        type: 'team_member.updated',
        data: {
          changed: ['externalId'],
          previous: { externalId: '00u1' },
          actor: { identityProvider: 'entra' },
        },
      },
      { type: 'team_member.updated', data: { changed: ['externalId'], previous: { externalId: '00u2' } } },
    ]);
    // Entra's connection test reads the list of groups, which Okta's did as well; JumpCloud's does not.
    expect((await entra.get('/Groups')).status).toBe(200);
    await scene.control.expect(200, 'PUT', '/accounts/moving', { identityProvider: 'jumpcloud' });
    expect((await entra.get('/Groups')).status).toBe(501);
  });
});

describe.each(databaseKinds())('without the rule of SAML SSO, on $name,', kind => {
  test('any account can be enabled, and SSO that ends suspends nothing', async () => {
    const scene = await startAccountScene(kind, { environment: { REQUIRE_SAML_SSO: 'false' } });
    try {
      await scene.control.expect(201, 'PUT', '/accounts/free');
      const { token } = await scene.control.expect(200, 'POST', '/accounts/free/scim/enable');
      for (const sso of [{ protocol: 'oidc' }, { protocol: 'none' }]) {
        await scene.control.expect(200, 'PUT', '/accounts/free', { sso });
        expect((await scene.provider('free', token).get('/Users')).status).toBe(200);
      }
    } finally {
      await scene.close();
    }
  });
});
