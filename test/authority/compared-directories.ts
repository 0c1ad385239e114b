/**
 * Two accounts that get the same requests, save that in those of the first something is hidden: what the
 * hidden attributes do is the difference between the two.
 */
import type { Json } from '../support/scim/scim-client.ts';
import type { AuthorityProbe, Directory, ProbedAnswer } from './authority-probe.ts';
import { CANONICAL_NAMES } from './hidden-attribute.ts';
import type { Attempts } from './hide-in-object.ts';
import { loadRequest, USER_NAME, type WantedRequest } from './loaded-request.ts';

export class ComparedDirectories {
  readonly #probe: AuthorityProbe;
  readonly #attacked: Directory;
  readonly #honest: Directory;
  #attackedPath = '/Users';
  #honestPath = '/Users';

  private constructor(probe: AuthorityProbe, attacked: Directory, honest: Directory) {
    this.#probe = probe;
    this.#attacked = attacked;
    this.#honest = honest;
  }

  /** @param policies of the account that is attacked */
  static async open(probe: AuthorityProbe, policies: readonly string[] = []): Promise<ComparedDirectories> {
    const attacked = await probe.openDirectory(policies);
    return new ComparedDirectories(probe, attacked, await probe.openDirectory());
  }

  close(): void {
    this.#probe.closeDirectory(this.#attacked);
    this.#probe.closeDirectory(this.#honest);
  }

  /** Both answers are the same success, and the access log names what was ignored. */
  async send(wanted: WantedRequest): Promise<void> {
    const { method, clean, loaded, attempts } = loadRequest(wanted, this.#probe.markers);
    const answer = await this.#probe.sendAs(this.#attacked, wanted, this.#attackedPath, loaded);
    const expected =
      clean === undefined
        ? await this.#probe.send(this.#honest, 'GET', this.#honestPath)
        : await this.#probe.sendAs(this.#honest, wanted, this.#honestPath, clean);
    expect({ honest: expected.status }).toEqual({ honest: method === 'POST' ? 201 : 200 });
    expect({ status: answer.status, ...comparable(answer.body) }).toEqual({
      status: expected.status,
      ...comparable(expected.body),
    });
    expectNamed(answer, attempts);
    if (method === 'POST') {
      this.#attackedPath = `/Users/${String(answer.body['id'])}`;
      this.#honestPath = `/Users/${String(expected.body['id'])}`;
    }
  }

  /** Both are in the same state, also by GET, in a list, and in the events for the main app. */
  async expectAlike(): Promise<void> {
    const one = await this.#probe.send(this.#attacked, 'GET', this.#attackedPath);
    const expected = await this.#probe.send(this.#honest, 'GET', this.#honestPath);
    expect(comparable(one.body)).toEqual(comparable(expected.body));
    const asked = '/Users?attributes=roles,groups,entitlements,userType,password,userName';
    const list = await this.#probe.send(this.#attacked, 'GET', asked);
    expect(list.body).toMatchObject({ totalResults: 1 });
    expect(list.body['Resources']).toEqual([
      { id: one.body['id'], schemas: one.body['schemas'], userName: USER_NAME },
    ]);
    const published = await this.#probe.memberEvents(this.#attacked);
    const expectedEvents = await this.#probe.memberEvents(this.#honest);
    expect(published.map(comparableEvent)).toEqual(expectedEvents.map(comparableEvent));
  }
}

function expectNamed({ ignored }: ProbedAnswer, { certain, possible }: Attempts): void {
  const missing = [...certain].filter(name => !ignored.includes(name));
  const surplus = ignored.filter(
    name => !(certain.has(name) || possible.has(name)) || !CANONICAL_NAMES.includes(name),
  );
  expect({ missing, surplus }).toEqual({ missing: [], surplus: [] });
}

/** A User without what differs between two accounts; an error as it is. */
function comparable({ id: _id, meta, ...attributes }: Json): Json {
  return { ...attributes, version: (meta as Json | undefined)?.['version'] }; // meta of a User is an object
}

/** An event without what differs between two accounts. */
function comparableEvent({ type, sequence, data }: Json): Json {
  const { member, changed, previous, reason } = data as Json; // of an event about a member
  const { id: _id, ...state } = member as Json;
  return { type, sequence, state, changed, previous, reason };
}
