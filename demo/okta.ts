/**
 * Okta as it really behaves: it reads two people to test the connection, sends a random password along, reads
 * a person before it writes the whole of them back, and never deletes anybody.
 */
import type { DemoAccount } from './demo-service.ts';
import {
  CORE_GROUP,
  CORE_USER,
  errorOf,
  IdentityProvider,
  type LogEntry,
  listOf,
  type Person,
  type Stage,
  searchFor,
} from './identity-provider.ts';
import { deprovisioned, type ExpectedEvent, provisioned, reactivated, updated } from './team-event.ts';

type Json = Readonly<Record<string, unknown>>;

const HEADERS = {
  always: {
    Accept: 'application/scim+json',
    'Accept-Charset': 'utf-8',
    'User-Agent': 'Okta SCIM Client 1.0.0',
  },
  writing: { 'Content-Type': 'application/scim+json; charset=utf-8' },
};
const PAGE = '&startIndex=1&count=100';
/** Never used for anything; the main app looks for it in every event. */
const RANDOM_PASSWORD = 'secret-1mz050nq';

export class Okta {
  readonly #client: IdentityProvider;

  constructor(account: DemoAccount, stage: Stage) {
    this.#client = new IdentityProvider('Okta', account, HEADERS, stage);
  }

  get sent(): number {
    return this.#client.sent;
  }

  async testConnection(): Promise<void> {
    await this.#client.send({
      does: 'reads two people: none yet',
      method: 'GET',
      path: '/Users?startIndex=1&count=2',
      status: 200,
      answer: { ...listOf(), startIndex: 1 },
    });
    await this.#client.send({
      does: 'reads the groups: an empty list contents it',
      method: 'GET',
      path: '/Groups?startIndex=1&count=100',
      status: 200,
      answer: listOf(),
    });
  }

  async assign(person: Person): Promise<string> {
    await this.#client.send(lookup(person, `looks ${person.givenName} up: nobody there`, []));
    return this.#client.create(create(person, `assigns ${person.givenName}, sending a password too`), person);
  }

  /** Everybody of a team, each looked up first; told in one line. */
  async assignTeam(team: readonly Person[], does: string): Promise<void> {
    const exchanges = team.flatMap(person => [lookup(person, '', []), create(person, '')]);
    await this.#client.sendTogether(does, `${team.length} × GET, POST /Users`, exchanges);
  }

  /** @param previous what the change replaces, as the event must say it */
  async update(id: string, person: Person, change: Json, does: string, previous: Json): Promise<void> {
    await this.#readAndWrite(id, person, change, does, [updated(person.userName, previous)]);
  }

  async deactivate(id: string, person: Person, does: string): Promise<void> {
    const event = deprovisioned(person.userName, 'deactivated');
    await this.#readAndWrite(id, person, { active: false }, does, [event]);
  }

  async reactivate(id: string, person: Person, does: string): Promise<void> {
    await this.#client.send(
      lookup(person, `looks ${person.givenName} up: still there, inactive`, [{ id, active: false }]),
    );
    await this.#readAndWrite(id, person, { active: true }, does, [reactivated(person.userName)]);
  }

  async pushGroup(displayName: string): Promise<void> {
    const filter = encodeURIComponent(`displayName eq "${displayName}"`);
    await this.#client.send({
      does: `looks for a group “${displayName}”: none`,
      method: 'GET',
      path: `/Groups?filter=${filter}${PAGE}`,
      status: 200,
      answer: listOf(),
    });
    await this.#client.send({
      does: 'pushes that group: refused',
      method: 'POST',
      path: '/Groups',
      body: { schemas: [CORE_GROUP], displayName, members: [] },
      status: 501,
      answer: errorOf(501),
    });
  }

  /** Tries to see somebody of another company. */
  async pryInto(id: string, person: Person): Promise<void> {
    await this.#client.send(lookup(person, `looks for ${person.givenName} by name: nobody there`, []));
    await this.#client.send({
      does: `asks for ${person.givenName} by id: not found`,
      method: 'GET',
      path: `/Users/${id}`,
      status: 404,
      answer: errorOf(404),
    });
  }

  async #readAndWrite(
    id: string,
    { givenName, userName }: Person,
    change: Json,
    does: string,
    events: readonly ExpectedEvent[],
  ): Promise<void> {
    const path = `/Users/${id}`;
    const whole = await this.#client.send({
      does: `reads ${givenName}`,
      method: 'GET',
      path,
      status: 200,
      answer: { id, userName },
    });
    const { roles: _neverAnswered, ...answered } = change;
    await this.#client.send({
      does,
      method: 'PUT',
      path,
      body: { ...whole, ...change, groups: [], password: RANDOM_PASSWORD },
      status: 200,
      answer: { id, userName, ...answered },
      events,
    });
  }
}

const lookup = ({ userName }: Person, does: string, found: readonly Json[]): LogEntry => ({
  does,
  method: 'GET',
  path: searchFor(userName) + PAGE,
  status: 200,
  answer: listOf(...found),
});

const create = ({ givenName, familyName, userName, externalId, title }: Person, does: string): LogEntry => ({
  does,
  method: 'POST',
  path: '/Users',
  body: {
    schemas: [CORE_USER],
    userName,
    name: { givenName, familyName },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: `${givenName} ${familyName}`,
    locale: 'en-US',
    externalId,
    ...(title === undefined ? {} : { title }),
    groups: [],
    password: RANDOM_PASSWORD,
    active: true,
  },
  status: 201,
  answer: { userName, active: true, title },
  events: [provisioned(userName)],
});
