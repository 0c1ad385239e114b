/** Whatever the main app and an identity provider do to members in turn: events tell all of it, and the rules hold. */
import fc from 'fast-check';
import { expectContiguous } from '../../events/event-form.ts';
import { EventSchemas, fetchSchema } from '../../events/event-schemas.ts';
import { foldChanges, foldEvents, isSame } from '../../events/member-state.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import { ENTERPRISE_USER, type Json } from '../../support/scim/scim-client.ts';
import { patchOperation, userAttributes } from '../../support/scim/user-arbitraries.ts';
import { type MemberAccount, type MemberScene, startMemberScene } from './member-scene.ts';

const RUNS = { SQLite: 40, PostgreSQL: 12 } as const;
const SEARCH_MS = 50_000;
const LIMIT_MS = 110_000;
const UNKNOWN_ID = '01890000-0000-7000-8000-000000000000';

const who = fc.nat(3);
/** Few, so that they collide; the last two are one name, folded. */
const userName = fc.constantFrom('ann', 'bo@example.com', 'cy@example.org', 'zo\u00eb', 'ZOE\u0308');
const word = fc.constantFrom('Ann', 'Bo', '日本');
const address = fc.constantFrom('ann@example.com', 'Ann@Example.com', 'cy@example.org');

/** What the main app says of a member: some of it null, some of it wrong. */
const description: fc.Arbitrary<Json> = fc
  .record(
    {
      active: fc.boolean(),
      protected: fc.boolean(),
      title: fc.option(word),
      displayName: fc.oneof({ weight: 9, arbitrary: word }, { weight: 1, arbitrary: fc.constant(7) }),
      externalId: fc.option(fc.constantFrom('e-1', 'e-2')),
      name: fc.option(fc.record({ givenName: word, familyName: word }, { requiredKeys: [] })),
      email: address,
      [ENTERPRISE_USER]: fc.option(fc.record({ department: word })),
      roles: fc.constant('owner'),
    },
    { requiredKeys: [] },
  )
  .map(({ roles, ...rest }) => (rest.title === 'Bo' && roles ? { ...rest, roles } : rest));

type Action =
  | { readonly kind: 'add'; readonly userName: string; readonly member: Json }
  | { readonly kind: 'import'; readonly members: readonly Json[] }
  | { readonly kind: 'change'; readonly who: number; readonly member: Json }
  | { readonly kind: 'remove' | 'erase' | 'scimDelete'; readonly who: number }
  | { readonly kind: 'scimCreate'; readonly userName: string; readonly attributes: Json }
  | { readonly kind: 'scimPut'; readonly who: number; readonly userName: string; readonly attributes: Json }
  | { readonly kind: 'scimSame'; readonly who: number }
  | { readonly kind: 'scimPatch'; readonly who: number; readonly operations: readonly Json[] };

const kindOf = <Kind extends Action['kind']>(kind: Kind): fc.Arbitrary<Kind> => fc.constant(kind);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: kindOf('add'), userName, member: description }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: kindOf('import'),
      members: fc.array(
        fc.tuple(userName, description).map(([name, member]) => ({ ...member, userName: name })),
        { maxLength: 4 },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kindOf('change'), who, member: description }) },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('remove'), who }) },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('erase'), who }) },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('scimDelete'), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kindOf('scimCreate'), userName, attributes: userAttributes }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kindOf('scimPut'), who, userName, attributes: userAttributes }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('scimSame'), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kindOf('scimPatch'),
      who,
      operations: fc.array(patchOperation, { minLength: 1, maxLength: 2 }),
    }),
  },
);

const policies = fc.constantFrom(
  [],
  ['link=never'],
  ['link=allowedDomains', 'allowedEmailDomains=example.com'],
);

describe.each(databaseKinds())('members whom two parties look after, on $name', kind => {
  let scene: MemberScene;
  let token: string;
  const schemas = new EventSchemas(fetchSchema);

  beforeAll(async () => {
    scene = await startMemberScene(kind);
    token = await scene.service.serviceToken();
  });

  afterAll(() => scene.close());

  const play = async (account: MemberAccount, ids: readonly string[], step: Action): Promise<number> => {
    const { scim, path } = account;
    const id = ('who' in step ? ids[step.who % Math.max(1, ids.length)] : undefined) ?? UNKNOWN_ID;
    const control = async (method: string, target: string, body?: unknown): Promise<number> =>
      (await scene.control.send(method, path + target, body)).status;
    switch (step.kind) {
      case 'add':
        return control('POST', '', { ...step.member, userName: step.userName });
      case 'import': {
        const body = step.members.map(member => `${JSON.stringify(member)}\n`).join('');
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
        const response = await fetch(`${scene.service.url}/v1${path}/import`, {
          method: 'POST',
          headers,
          body,
        });
        expect(await response.text()).toContain('"summary"');
        return response.status;
      }
      case 'change':
        return control('PATCH', `/${id}`, step.member);
      case 'remove':
        return control('DELETE', `/${id}`);
      case 'erase':
        return control('POST', `/${id}/erase`);
      case 'scimCreate':
        return (await scim.post('/Users', { userName: step.userName, ...step.attributes })).status;
      case 'scimPut':
        return (await scim.put(`/Users/${id}`, { userName: step.userName, ...step.attributes })).status;
      case 'scimSame': {
        const { status, body } = await scim.get(`/Users/${id}`);
        return status === 200 ? (await scim.put(`/Users/${id}`, body)).status : status;
      }
      case 'scimPatch':
        return (await scim.patch(`/Users/${id}`, ...step.operations)).status;
      case 'scimDelete':
        return (await scim.delete(`/Users/${id}`)).status;
    }
  };

  const readMembers = async ({ path }: MemberAccount): Promise<ReadonlyMap<string, Json>> => {
    const { data } = await scene.control.expect(200, 'GET', `${path}?limit=1000`);
    return new Map((data as Json[]).map(member => [String(member['id']), member])); // as it is documented
  };

  /** What the identity provider may not do to whom it found there. */
  const expectRespect = (before: Json, after: Json | undefined, rules: readonly string[]): void => {
    if (before['managedBy'] === 'app' && rules.includes('link=never')) expect(after).toEqual(before);
    if (before['protected'] !== true) return;
    expect(after).toBeDefined();
    if (before['active'] === true) expect(after?.['active']).toBe(true);
    const fold = (text: unknown) => String(text).normalize('NFC').toLowerCase();
    expect(fold(after?.['userName'])).toBe(fold(before['userName']));
    expect(fold(after?.['email'])).toBe(fold(before['email']));
  };

  test(
    'are as the events tell, each of which fits its schema, and a refused request changes and tells nothing',
    () =>
      fc.assert(
        fc.asyncProperty(
          policies,
          fc.array(action, { minLength: 3, maxLength: 14 }),
          async (rules, steps) => {
            const account = await scene.open(rules);
            const ids: string[] = [];
            let before = await readMembers(account);
            let published = 0;
            for (const step of steps) {
              const status = await play(account, ids, step);
              expect(status).toBeLessThan(500);
              const after = await readMembers(account);
              const news = await account.published(published);
              published += news.length;
              if (status >= 400) expect({ news, after }).toEqual({ news: [], after: before });
              if (step.kind.startsWith('scim')) {
                for (const [id, member] of before) expectRespect(member, after.get(id), rules);
              }
              ids.push(...[...after.keys()].filter(id => !ids.includes(id)));
              before = after;
            }
            const events = await scene.service.events(account.accountId);
            expectContiguous(events);
            // Only of a removed member may an event say whether they were protected.
            const present = JSON.stringify(events, (key, value: unknown) =>
              key === 'former' ? undefined : value,
            );
            expect(present).not.toMatch(/owner|roles|"protected"/);
            for (const event of events) {
              expect(await schemas.faultsOf(event as unknown as Json)).toEqual([]); // an event is an object
            }
            const stored = [...before].map(([id, member]) => {
              const { id: _, email: _email, version, managedBy: _by, ...rest } = member;
              const {
                protected: _protected,
                createdAt: _created,
                modifiedAt: _modified,
                ...attributes
              } = rest;
              return [id, { attributes, version }];
            });
            const memberEvents = events.filter(({ type }) => type.startsWith('team_member.'));
            const folded = foldEvents(memberEvents);
            expect(Object.fromEntries(folded)).toEqual(Object.fromEntries(stored));
            for (const [id, attributes] of foldChanges(memberEvents)) {
              expect(isSame(attributes, folded.get(id)?.attributes)).toBe(true);
            }
            for (const [id, { managedBy }] of before) {
              const last = memberEvents.findLast(({ subject }) => subject === id);
              expect(last?.data.member['managedBy']).toBe(managedBy);
            }
          },
        ),
        { numRuns: RUNS[kind.name], interruptAfterTimeLimit: SEARCH_MS },
      ),
    LIMIT_MS,
  );
});
