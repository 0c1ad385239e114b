/** Changes that compare much, or write much. */
import { randomUUID } from 'node:crypto';
import { sampleUser } from '../../../sample-users.ts';
import type { AttackRequest } from '../attack.ts';
import { cycle, type Kind } from '../kind.ts';
import { longText, longTextMember, needle, wideListMember } from '../large-members.ts';
import type { Scene } from '../scene.ts';

const USERS = '/scim/v2/Users';
const ACUTE_AND_DOT_BELOW = '\u0301\u0323';
/** Unicode's Stream-Safe limit for marks in a row. */
const STREAM_SAFE = 30;
const BULK_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

const range = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const patch = (id: string, operations: readonly object[]): AttackRequest => ({
  method: 'PATCH',
  path: `${USERS}/${id}?attributes=id`,
  body: JSON.stringify({ Operations: operations }),
});

/** PATCHes one of the given members after the other with the same operations. */
const patchEach =
  (idsOf: (scene: Scene) => readonly string[], operations: readonly object[]) => (scene: Scene) => {
    const id = cycle(idsOf(scene));
    return () => patch(id(), operations);
  };

const bulk = (operations: readonly object[]): AttackRequest => ({
  method: 'POST',
  path: '/scim/v2/Bulk',
  body: JSON.stringify({ schemas: [BULK_SCHEMA], Operations: operations }),
});

const filterOf = (terms: number): string =>
  range(terms, index => `display co "${needle(index % 90)}"`).join(' or ');
const newName = (): string => `${randomUUID()}@example.com`;

/** Makes a member of one large text for each connection, then compares that text with 299 others. */
function patchMarks(mark: string, marksInARow: number) {
  const text = `a${mark.repeat(marksInARow / mark.length)}`.repeat(Math.floor(8_000 / (marksInARow + 1)));
  return () => {
    const userName = newName();
    const member = {
      userName,
      emails: range(7, index => ({ value: `${index}.${userName}`, display: text })),
    };
    const operations = [{ op: 'remove', path: `emails[${filterOf(299)}]` }];
    let made = 0;
    // The id of a member is not known before it is made, so a bulk makes it and changes it by its bulkId.
    return () =>
      bulk([
        {
          method: 'POST',
          path: '/Users',
          bulkId: 'm',
          data: { ...member, userName: `${made++}.${userName}` },
        },
        { method: 'PATCH', path: '/Users/bulkId:m', data: { Operations: operations } },
      ]);
  };
}

export const CHANGE_KINDS: readonly Kind[] = [
  {
    name: 'PATCH by filter on lists of 1,000',
    requests: patchEach(
      ({ wideListIds }) => wideListIds,
      [{ op: 'remove', path: `emails[${filterOf(190)}]` }],
    ),
  },
  {
    name: 'PATCH by filter on long texts',
    isInShortForm: true,
    requests: patchEach(
      ({ longTextIds }) => longTextIds,
      range(40, () => ({ op: 'remove', path: `emails[${filterOf(290)}]` })),
    ),
  },
  {
    name: 'PATCH adding 1,000 values to 1,000',
    requests: patchEach(
      ({ ordinaryIds }) => ordinaryIds,
      [
        {
          op: 'replace',
          path: 'phoneNumbers',
          value: range(1_000, index => ({ value: `+49 30 ${index}`, type: 'work' })),
        },
        {
          op: 'add',
          path: 'phoneNumbers',
          value: range(1_000, index => ({ value: `+49 30 ${index}`, type: 'work' })),
        },
      ],
    ),
  },
  {
    name: 'PATCH by filter, 8,000 marks in a row',
    isInShortForm: true,
    requests: patchMarks(ACUTE_AND_DOT_BELOW, 7_998),
  },
  { name: 'PATCH by filter, 30 marks in a row', requests: patchMarks(ACUTE_AND_DOT_BELOW, STREAM_SAFE) },
  {
    name: 'PATCH of 95 operations by filter, large member',
    requests: patchEach(
      ({ wideListIds }) => wideListIds,
      range(95, index => ({
        op: 'replace',
        path: `emails[display ew "${needle(index)}" or value sw "${index}."].type`,
        value: index % 2 ? 'work' : 'home',
      })),
    ),
  },
  {
    name: 'PATCH of 1,000 operations, large member',
    isInShortForm: true,
    requests: patchEach(
      ({ longTextIds }) => longTextIds,
      range(1_000, index => ({ op: 'replace', path: 'displayName', value: `Name ${index}` })),
    ),
  },
  {
    name: 'PUT of members of 115 KB',
    requests: ({ longTextIds }) => {
      const id = cycle(longTextIds.map((each, index) => ({ id: each, index })));
      let revision = 0;
      return () => {
        const member = id();
        const body = longTextMember(`large.${member.index}@example.com`, ++revision);
        return { method: 'PUT', path: `${USERS}/${member.id}?attributes=id`, body };
      };
    },
  },
  {
    name: 'POST of large members',
    requests: () => {
      const bodyOf = cycle([longTextMember, wideListMember]);
      return () => ({ method: 'POST', path: `${USERS}?attributes=id`, body: bodyOf()(newName()) });
    },
  },
  {
    name: 'bulk of 1,000 new members',
    requests: () => {
      let number = 10_000_000;
      return () => bulk(range(1_000, () => ({ method: 'POST', path: '/Users', data: bulkMember(number++) })));
    },
  },
  {
    name: 'bulk of 1,000 changes of large members',
    isInShortForm: true,
    requests: ({ longTextIds }) => {
      const id = cycle(longTextIds);
      let revision = 0;
      return () =>
        bulk(
          range(1_000, () => ({
            method: 'PATCH',
            path: `/Users/${id()}`,
            data: { Operations: [{ op: 'replace', path: 'title', value: `Revision ${++revision} of it` }] },
          })),
        );
    },
  },
  {
    name: 'bulk of 8 large members',
    requests: () => () =>
      bulk(
        range(8, () => ({
          method: 'POST',
          path: '/Users',
          data: { userName: newName(), emails: [{ value: newName(), display: longText(8_000) }] },
        })),
      ),
  },
];

/** A thousand of these fit into a body of 1 MiB. */
function bulkMember(number: number): object {
  const { userName, externalId, name, displayName, emails } = JSON.parse(sampleUser(number)) as Record<
    string,
    unknown
  >;
  return { userName, externalId, name, displayName, emails };
}
