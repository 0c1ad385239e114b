/** RFC 7644 §3.4.2.2: how filters read and compare values: case, escapes, types, dates, synonyms. */
import { CORE_USER, ENTERPRISE_USER } from '../support/scim/scim-client.ts';
import {
  ALL_MEMBERS,
  ANN,
  BOB,
  CARL,
  EVE,
  NOT_FOUND,
  openFilterDirectory,
  ÄNNA,
} from './filter-directory.ts';

const { carl, client, finds } = openFilterDirectory();

describe('values are compared by the attribute: folded, unless it is case-exact', () => {
  finds([
    ['userName eq "ANN@EXAMPLE.COM"', [ANN]],
    ['userName eq "änna@example.com"', [ÄNNA]],
    ['userName eq "a\u0308nna@example.com"', [ÄNNA]],
    ['userName sw "änn"', [ÄNNA]],
    ['title eq "äPFEL & bIRNEN"', [ÄNNA]],
    ['title eq "a\u0308pfel & birnen"', [ÄNNA]],
    ['externalId eq "Ext-1"', [ANN]],
    ['externalId eq "ext-1"', [BOB]],
    ['externalId eq "EXT-1"', NOT_FOUND],
    ['externalId sw "Ext"', [ANN]],
    ['userName eq "anna@example.com"', NOT_FOUND],
  ]);

  test('an id is found as it is', async () => {
    expect(await client().find(`id eq "${carl().id}"`)).toEqual(['carl']);
    expect(await client().find(`id eq "${carl().id}" and userName eq "carl"`)).toEqual(['carl']);
    expect(await client().find(`id eq "${carl().id}x"`)).toEqual([]);
  });

  test('every attribute is case-exact exactly when the schema says so', async () => {
    const { body } = await client().get(`/Schemas/${CORE_USER}`);
    const attributes = body['attributes'] as { name: string; caseExact?: boolean }[]; // RFC 7643 §7
    const caseExactOf = (name: string) => attributes.find(attribute => attribute.name === name)?.caseExact;
    const found = await client().find('profileUrl eq "HTTPS://EXAMPLE.COM/ANN"');
    expect(found.length === 0).toBe(caseExactOf('profileUrl'));
    expect(caseExactOf('userName')).toBe(false);
  });
});

describe('texts are JSON strings, with their escapes', () => {
  finds([
    ['title eq "Größe \\"XL\\" \\\\ [x] (y) %_"', [EVE]],
    ['title co "\\u0047r\\u00f6\\u00dfe"', [EVE]],
    ['title co "\\" \\\\ ["', [EVE]],
    ['title co "[x] (y)"', [EVE]],
    ['title co ") or (userName pr"', NOT_FOUND],
    ['title co "\' OR 1=1 --"', NOT_FOUND],
    ['displayName co "\\ud83d\\ude00"', [ÄNNA]],
    ['title eq "Research and not Development"', NOT_FOUND],
    ['title co "and" or title co "BIRNEN"', [ÄNNA]],
  ]);
});

describe('booleans', () => {
  finds([
    ['active eq true', [ANN, CARL, EVE, ÄNNA]],
    ['active eq false', [BOB]],
    ['active ne true', [BOB]],
    ['active eq "true"', [ANN, CARL, EVE, ÄNNA]],
    ['active eq "False"', [BOB]],
    ['active eq False', [BOB]],
    ['active eq TRUE', [ANN, CARL, EVE, ÄNNA]],
    ['emails.primary eq true', [ANN]],
  ]);
});

describe('e-mail synonyms', () => {
  finds([
    ['emails.value eq "ANN@home.org"', [ANN]],
    ['emails eq "ann@home.org"', [ANN]],
    // the derived address: the primary one, else work, else the first, else a userName that is one
    ['email eq "ann@EXAMPLE.com"', [ANN]],
    ['email eq "ann@home.org"', NOT_FOUND],
    ['email eq "bob@work.org"', [BOB]],
    ['email eq "eve@example.com"', [EVE]],
    ['email eq "carl"', NOT_FOUND],
    ['emails.value eq "eve@example.com"', NOT_FOUND],
    ['userName eq "ann@home.org"', NOT_FOUND],
    ['email eq "ann+x@example.com"', NOT_FOUND],
  ]);
});

describe('meta', () => {
  finds([
    ['meta.created gt "2011-05-13T04:42:34Z"', ALL_MEMBERS],
    ['meta.lastModified ge "2011-05-13T04:42:34.123Z"', ALL_MEMBERS],
    ['meta.created lt "2011-05-13T04:42:34Z"', NOT_FOUND],
    ['meta.created lt "2911-05-13T04:42:34+02:00"', ALL_MEMBERS],
    ['meta.created gt 2011-05-13T04:42:34Z', ALL_MEMBERS],
    ['meta.resourceType eq "User"', ALL_MEMBERS],
    ['meta.resourceType eq "Group"', NOT_FOUND],
    ['META.CREATED GT "2011-05-13"', ALL_MEMBERS],
  ]);

  test('a member is found by the very moment of its creation, in any time zone', async () => {
    const { created } = carl();
    const elsewhere = new Date(Date.parse(created) + 2 * 3_600_000).toISOString().replace('Z', '+02:00');
    expect(await client().find(`meta.created eq "${created}"`)).toContain('carl');
    expect(await client().find(`meta.created eq "${elsewhere}"`)).toContain('carl');
    // Without a zone a time is UTC, wherever the service runs.
    expect(await client().find(`meta.created eq "${created.replace('Z', '')}"`)).toContain('carl');
    expect(await client().find(`meta.created gt "${created}"`)).not.toContain('carl');
    expect(await client().find(`meta.created ge "${created}" and userName eq "carl"`)).toEqual(['carl']);
  });
});

test('members are found by the extension they have, as in the RFC’s own example', async () => {
  expect(await client().find(`schemas eq "${ENTERPRISE_USER}"`)).toEqual([ANN, BOB]);
});

test('a bare word is read as text, as old authentik versions send it', async () => {
  expect(await client().find('userName eq carl')).toEqual([CARL]);
});

test.each([
  ['plus signs', 'filter=userName+eq+%22carl%22'],
  ['%20', 'filter=userName%20eq%20%22carl%22'],
  ['a parameter name in another case', 'FILTER=userName%20eq%20%22carl%22'],
  ['spaces around it', 'filter=%20%20userName%20%20eq%20%20%22carl%22%20'],
])('a filter is read from a query with %s', async (_what, query) => {
  expect((await client().get(`/Users?${query}`)).body).toMatchObject({ totalResults: 1 });
});
