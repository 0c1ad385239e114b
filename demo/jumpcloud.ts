/**
 * JumpCloud as it really behaves: its connection test creates and deletes a person, every update is a PUT of
 * the whole person, and an attribute that is left out of the mapping arrives as null.
 */
import type { DemoAccount } from './demo-service.ts';
import {
  CORE_GROUP,
  CORE_USER,
  ENTERPRISE_USER,
  errorOf,
  IdentityProvider,
  type LogEntry,
  listOf,
  type Person,
  type Stage,
  searchFor,
} from './identity-provider.ts';
import { deletedWhileActive, deprovisioned, provisioned, reactivated, updated } from './team-event.ts';

type Json = Readonly<Record<string, unknown>>;

const HEADERS = {
  always: { Accept: 'application/scim+json, application/json', 'Content-Type': 'application/scim+json' },
  writing: {},
};

/** The placeholders of JumpCloud's test person are JumpCloud's own. */
const TEST_PERSON: Person = {
  givenName: 'firstname',
  familyName: 'lastname',
  userName: 'jumpcloud-test@acorn.example',
  externalId: '66e2d689590450d073d2df3b',
};

export class JumpCloud {
  readonly #client: IdentityProvider;

  constructor(account: DemoAccount, stage: Stage) {
    this.#client = new IdentityProvider('JumpCloud', account, HEADERS, stage);
  }

  get sent(): number {
    return this.#client.sent;
  }

  async testConnection(): Promise<void> {
    const { userName, givenName, familyName, externalId } = TEST_PERSON;
    const name = { familyName, givenName };
    await this.#client.send(lookup(TEST_PERSON, 'looks for its test person: nobody there', []));
    const testPerson = {
      active: true,
      addresses: [
        {
          country: 'US',
          locality: 'locality',
          postalCode: '80027',
          primary: true,
          region: 'region',
          streetAddress: 'street-address',
          type: 'work',
        },
      ],
      displayName: 'displayname',
      emails: [{ primary: true, type: 'work', value: userName }],
      externalId,
      locale: 'en-US',
      name,
      phoneNumbers: [{ primary: true, type: 'work', value: 'tel:+1-555-555-5555' }],
      preferredLanguage: 'en-US',
      schemas: [CORE_USER, ENTERPRISE_USER],
      userName,
    };
    const id = await this.#client.create(
      create(testPerson, 'creates its test person', userName),
      TEST_PERSON,
    );
    const { addresses, displayName, emails, locale, phoneNumbers, preferredLanguage } = testPerson;
    await this.#client.send({
      does: 'updates it, with “emails”: null',
      method: 'PUT',
      path: `/Users/${id}`,
      body: { active: true, emails: null, id, name, schemas: [CORE_USER], userName },
      status: 200,
      answer: { id, userName, active: true, emails: undefined },
      events: [
        updated(userName, {
          addresses,
          displayName,
          emails,
          externalId,
          locale,
          phoneNumbers,
          preferredLanguage,
        }),
      ],
    });
    await this.#client.send({
      does: 'pushes a test group: refused',
      method: 'POST',
      path: '/Groups',
      body: { schemas: [CORE_GROUP], displayName: 'jumpcloud-test-group', members: [{ value: id }] },
      status: 501,
      answer: errorOf(501),
    });
    await this.remove(id, TEST_PERSON, 'deletes its test person');
  }

  async assign(person: Person): Promise<string> {
    await this.#client.send(lookup(person, `looks ${person.givenName} up: nobody there`, []));
    return this.#client.create(
      create(wholePerson(person), `assigns ${person.givenName}`, person.userName),
      person,
    );
  }

  /** Everybody of a team, each looked up first; told in one line. */
  async assignTeam(team: readonly Person[], does: string): Promise<void> {
    const exchanges = team.flatMap(person => [
      lookup(person, '', []),
      create(wholePerson(person), '', person.userName),
    ]);
    await this.#client.sendTogether(does, `${team.length} × GET, POST /Users`, exchanges);
  }

  /** @param previous what the change replaces, as the event must say it */
  async update(id: string, person: Person, does: string, previous: Json): Promise<void> {
    await this.#put(id, person, true, { does, events: [updated(person.userName, previous)] });
  }

  async deactivate(id: string, person: Person, does: string): Promise<void> {
    await this.#put(id, person, false, { does, events: [deprovisioned(person.userName, 'deactivated')] });
  }

  async deactivateAgain(id: string, person: Person, does: string): Promise<void> {
    await this.#put(id, person, false, { does, events: [] });
  }

  async reactivate(id: string, person: Person, does: string): Promise<void> {
    await this.#client.send(
      lookup(person, `looks ${person.givenName} up: still there, inactive`, [{ id, active: false }]),
    );
    await this.#put(id, person, true, { does, events: [reactivated(person.userName)] });
  }

  async remove(id: string, person: Person, does: string): Promise<void> {
    await this.#client.send({
      does,
      method: 'DELETE',
      path: `/Users/${id}`,
      status: 204,
      events: deletedWhileActive(person.userName),
    });
  }

  async #put(
    id: string,
    person: Person,
    active: boolean,
    { does, events }: Required<Pick<LogEntry, 'does' | 'events'>>,
  ): Promise<void> {
    await this.#client.send({
      does,
      method: 'PUT',
      path: `/Users/${id}`,
      // An update names the extension first in "schemas", as captured.
      body: { ...wholePerson(person), id, active, schemas: [ENTERPRISE_USER, CORE_USER] },
      status: 200,
      answer: { id, userName: person.userName, active, title: person.title },
      events,
    });
  }
}

function wholePerson({ givenName, familyName, userName, externalId, title, department }: Person) {
  return {
    active: true,
    addresses: [],
    displayName: `${givenName} ${familyName}`,
    emails: [{ primary: true, type: 'work', value: userName }],
    externalId,
    locale: 'en-US',
    name: { familyName, givenName },
    phoneNumbers: [],
    preferredLanguage: 'en-US',
    schemas: [CORE_USER, ENTERPRISE_USER],
    ...(title === undefined ? {} : { title }),
    ...(department === undefined ? {} : { [ENTERPRISE_USER]: { department } }),
    userName,
  };
}

const lookup = ({ userName }: Person, does: string, found: readonly Json[]): LogEntry => ({
  does,
  method: 'GET',
  path: searchFor(userName),
  status: 200,
  answer: listOf(...found),
});

const create = (body: Json, does: string, userName: string): LogEntry => ({
  does,
  method: 'POST',
  path: '/Users',
  body,
  status: 201,
  answer: { userName, active: true },
  events: [provisioned(userName)],
});
