/** Events tell every change of a member exactly, and nothing else. */
import fc from 'fast-check';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { CORE_USER, type Json, PATCH_OP } from '../support/scim/scim-client.ts';
import { patchOperation, userAttributes } from '../support/scim/user-arbitraries.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { AccountWriter, type AskedRequest } from './account-writer.ts';
import { expectContiguous } from './event-form.ts';
import { EventSchemas, fetchSchema } from './event-schemas.ts';
import { attributesOf, foldChanges, foldEvents, isSame } from './member-state.ts';

const RUNS = { SQLite: 50, PostgreSQL: 12 } as const;
const SEARCH_MS = 60_000;
const LIMIT_MS = 120_000;
const A_TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

type Action =
  | { readonly kind: 'create'; readonly userName: string; readonly attributes: Json }
  /** `who` counts through the members created so far, deleted ones included. */
  | { readonly kind: 'put'; readonly who: number; readonly userName: string; readonly attributes: Json }
  | { readonly kind: 'patch'; readonly who: number; readonly operations: readonly Json[] }
  | { readonly kind: 'setActive'; readonly who: number; readonly active: boolean }
  | { readonly kind: 'delete'; readonly who: number };
type Step = Action & { readonly isBulk: boolean };

const who = fc.nat(3);
/** Few, so that they collide; the last three are one name, folded. */
const userName = fc.constantFrom('ann', 'bo@example.com', 'Zo\u00eb', 'zo\u00eb', 'ZOE\u0308');
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('create' as const), userName, attributes: userAttributes }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('put' as const), who, userName, attributes: userAttributes }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('patch' as const),
      who,
      operations: fc.array(patchOperation, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('setActive' as const), who, active: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), who }) },
);
const step: fc.Arbitrary<Step> = fc
  .tuple(action, fc.nat(4))
  .map(([chosen, choice]) => ({ ...chosen, isBulk: choice === 4 }));
const first = fc.record({
  kind: fc.constant('create' as const),
  userName,
  attributes: userAttributes,
  isBulk: fc.constant(false),
});

describe.each(databaseKinds())('the events of an account, on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let serviceToken: string;
  const schemas = new EventSchemas(fetchSchema);

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url });
    serviceToken = await service.serviceToken();
  });

  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  test(
    'tell each change once and exactly, nothing when nothing changes, and add up to the members as they are',
    () =>
      fc.assert(
        fc.asyncProperty(first, fc.array(step, { maxLength: 12 }), async (created, steps) => {
          const writer = await AccountWriter.open(service, serviceToken, schemas);
          const ids: string[] = [];
          for (const one of [created, ...steps]) await play(writer, ids, one);
          const events = await service.events(writer.accountId);
          expectContiguous(events);
          expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
          const memberEvents = events.filter(({ type }) => type.startsWith('team_member.'));
          const published = foldEvents(memberEvents);
          const stored = [...(await writer.members())].map(([id, user]) => [
            id,
            { attributes: attributesOf(user), version: versionOf(user) },
          ]);
          expect(Object.fromEntries(published)).toEqual(Object.fromEntries(stored));
          const changed = foldChanges(memberEvents);
          expect([...changed.keys()]).toEqual([...published.keys()]);
          for (const [id, attributes] of changed)
            expect(isSame(attributes, published.get(id)?.attributes)).toBe(true);
          writer.close();
        }),
        { numRuns: RUNS[kind.name], interruptAfterTimeLimit: SEARCH_MS },
      ),
    LIMIT_MS,
  );
});

/** Sends the request of a step; PUT and (de)activation are repeated, which must change nothing. */
async function play(writer: AccountWriter, ids: string[], step: Step): Promise<void> {
  const { isBulk } = step;
  if (step.kind === 'create') {
    const { createdId } = await writer.send({ method: 'POST', body: userOf(step), isBulk });
    if (createdId !== undefined) ids.push(createdId);
    return;
  }
  const id = ids[step.who % Math.max(1, ids.length)] ?? '01890000-0000-7000-8000-000000000000';
  switch (step.kind) {
    case 'put':
      return await twice(writer, { method: 'PUT', id, body: userOf(step), isBulk });
    case 'setActive': {
      const operation = { op: 'replace', path: 'active', value: step.active };
      return await twice(writer, { method: 'PATCH', id, body: patchOf([operation]), isBulk });
    }
    case 'patch':
      await writer.send({ method: 'PATCH', id, body: patchOf(step.operations), isBulk });
      return;
    case 'delete':
      await writer.send({ method: 'DELETE', id, isBulk });
  }
}

/** The second time in another order, which means the same: lists are sets. */
async function twice(writer: AccountWriter, request: AskedRequest): Promise<void> {
  const once = await writer.send({ ...request, traceparent: A_TRACE });
  const again = request.body === undefined ? request : { ...request, body: reordered(request.body) };
  expect(await writer.send(again)).toEqual(once);
}

function reordered(user: Json): Json {
  const turned = Object.entries(user)
    .reverse()
    .map(([name, value]) => [
      name,
      Array.isArray(value) && countPrimary(value) < 2 ? value.toReversed() : value,
    ]);
  return Object.fromEntries(turned) as Json; // the same entries
}

/** Of several that claim to be primary the first is it, so their order matters. */
const countPrimary = (elements: readonly Json[]): number =>
  elements.filter(({ primary }) => primary === true).length;

const userOf = ({ userName, attributes }: { userName: string; attributes: Json }): Json => ({
  schemas: [CORE_USER],
  userName,
  ...attributes,
});

const patchOf = (operations: readonly Json[]): Json => ({ schemas: [PATCH_OP], Operations: operations });

const versionOf = ({ meta }: Json): number => Number(String((meta as Json)['version']).slice(3, -1)); // W/"…"
