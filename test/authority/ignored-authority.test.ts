/**
 * Design §2.5: no request through /scim/v2 can store, return, emit or change an authority attribute. Requests in
 * which such attributes hide are sent beside the same requests without them, and must do the same and no more.
 */
import fc from 'fast-check';
import { databaseKinds, type FreshDatabase } from '../support/databases.ts';
import { CORE_USER, type Json, PATCH_OP } from '../support/scim-client.ts';
import { patchOperation, userAttributes } from '../support/user-arbitraries.ts';
import { AuthorityProbe, type Directory, type ProbedAnswer } from './authority-probe.ts';
import {
  CANONICAL_NAMES,
  copyOf,
  type HiddenAttribute,
  hiddenAttribute,
  type MutableJson,
} from './hidden-attribute.ts';
import { Attempts, hideInObject } from './hide-in-object.ts';
import { hideInOperations } from './hide-in-patch.ts';

const RUNS = { SQLite: 250, PostgreSQL: 50 } as const;
const LIMIT_MS = 120_000;

interface Change {
  readonly method: 'PUT' | 'PATCH';
  readonly attributes: Json;
  readonly operations: readonly Json[];
  readonly hidden: readonly HiddenAttribute[];
}

const hidden = fc.array(hiddenAttribute, { minLength: 1, maxLength: 4 });
const change: fc.Arbitrary<Change> = fc.record({
  method: fc.constantFrom('PUT', 'PATCH'),
  attributes: userAttributes,
  operations: fc.array(patchOperation, { maxLength: 3 }),
  hidden,
});
const scenario = fc.record({
  attributes: userAttributes,
  hidden,
  changes: fc.array(change, { minLength: 1, maxLength: 4 }),
});

describe.each(databaseKinds())('authority attributes hidden in requests, on $name', kind => {
  let database: FreshDatabase;
  let probe: AuthorityProbe;

  beforeAll(async () => {
    database = await kind.create();
    probe = await AuthorityProbe.start(database);
  });

  afterAll(async () => {
    await probe.stop();
    await database.drop();
  });

  test(
    'change nothing, appear nowhere, and are named in the access log, while the honest rest is applied',
    () =>
      fc.assert(
        fc.asyncProperty(scenario, async ({ attributes, hidden, changes }) => {
          const [attacked, honest] = [await probe.openDirectory(), await probe.openDirectory()];
          const ids = await create(attacked, honest, attributes, hidden);
          for (const step of changes) await apply(attacked, honest, ids, step);
          await expectSameState(attacked, honest, ids);
          await probe.expectNothingLeaked();
          probe.closeDirectory(attacked);
          probe.closeDirectory(honest);
        }),
        { numRuns: RUNS[kind.name] },
      ),
    LIMIT_MS,
  );

  async function create(
    attacked: Directory,
    honest: Directory,
    attributes: Json,
    hidden: readonly HiddenAttribute[],
  ): Promise<readonly [string, string]> {
    const { clean, loaded, attempts } = loadBody(attributes, hidden);
    const answer = await probe.send(attacked, 'POST', '/Users', loaded);
    const expected = await probe.send(honest, 'POST', '/Users', clean);
    expect(expected.status).toBe(201);
    expectSameAnswer(answer, expected, attempts);
    return [String(answer.body['id']), String(expected.body['id'])];
  }

  async function apply(
    attacked: Directory,
    honest: Directory,
    [attackedId, honestId]: readonly [string, string],
    step: Change,
  ): Promise<void> {
    const { clean, loaded, attempts } =
      step.method === 'PUT'
        ? loadBody(step.attributes, step.hidden)
        : loadPatch(step.operations, step.hidden);
    const answer = await probe.send(attacked, step.method, `/Users/${attackedId}`, loaded);
    const isEmpty = step.method === 'PATCH' && step.operations.length === 0;
    const expected = isEmpty
      ? await probe.send(honest, 'GET', `/Users/${honestId}`)
      : await probe.send(honest, step.method, `/Users/${honestId}`, clean);
    expect(expected.status).toBe(200);
    expectSameAnswer(answer, expected, attempts);
  }

  function loadBody(attributes: Json, hidden: readonly HiddenAttribute[]) {
    const clean = { schemas: [CORE_USER], userName: 'ann@example.com', ...attributes };
    const loaded = copyOf(clean);
    const attempts = new Attempts();
    for (const one of hidden) hideInObject(loaded, one, probe.markers, attempts);
    return { clean, loaded, attempts };
  }

  function loadPatch(operations: readonly Json[], hidden: readonly HiddenAttribute[]) {
    const clean = { schemas: [PATCH_OP], Operations: operations };
    const honest = operations.map(copyOf);
    const loadedOperations: MutableJson[] = [...honest];
    const attempts = new Attempts();
    for (const one of hidden) hideInOperations(loadedOperations, honest, one, probe.markers, attempts);
    return { clean, loaded: { ...clean, Operations: loadedOperations }, attempts };
  }

  /** Also by GET, in a list, and in what the main app is told. */
  async function expectSameState(
    attacked: Directory,
    honest: Directory,
    [attackedId, honestId]: readonly [string, string],
  ): Promise<void> {
    const [one, expected] = await Promise.all([
      probe.send(attacked, 'GET', `/Users/${attackedId}`),
      probe.send(honest, 'GET', `/Users/${honestId}`),
    ]);
    expect(comparable(one.body)).toEqual(comparable(expected.body));
    const list = await probe.send(attacked, 'GET', '/Users?attributes=roles,groups,password,userName');
    expect(list.body).toMatchObject({ totalResults: 1, Resources: [{ userName: 'ann@example.com' }] });
    const told = await probe.memberEvents(attacked);
    const expectedTold = await probe.memberEvents(honest);
    expect(told.events.map(comparableEvent)).toEqual(expectedTold.events.map(comparableEvent));
  }
});

function expectSameAnswer(answer: ProbedAnswer, expected: ProbedAnswer, attempts: Attempts): void {
  expect(answer.status === 201 ? 201 : 200).toBe(answer.status);
  expect(comparable(answer.body)).toEqual(comparable(expected.body));
  const missing = [...attempts.certain].filter(name => !answer.ignored.includes(name));
  const allowed = new Set([...attempts.certain, ...attempts.possible]);
  const surplus = answer.ignored.filter(name => !allowed.has(name) || !CANONICAL_NAMES.includes(name));
  expect({ missing, surplus }).toEqual({ missing: [], surplus: [] });
}

/** A User without what differs between two accounts. */
function comparable({ id: _id, meta, ...attributes }: Json): Json {
  return { ...attributes, version: (meta as Json)['version'] }; // every User has one
}

/** An event without what differs between two accounts. */
function comparableEvent({ type, sequence, data }: Json): Json {
  const { member, changed, previous, reason } = data as Json; // of an event about a member
  const { id: _id, ...state } = member as Json;
  return { type, sequence, state, changed, previous, reason };
}
