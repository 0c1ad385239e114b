/** What the main app may ask of `/v1` for one account. */
import type { AttackRequest } from '../attack.ts';
import { always, cycle, type Kind } from '../kind.ts';
import { longTextMember } from '../large-members.ts';
import { ATTACKER } from '../scene.ts';

const ACCOUNT = `/v1/accounts/${ATTACKER}`;
const EVENTS = `/v1/events?account=${ATTACKER}`;

const get = (path: string): AttackRequest => ({ method: 'GET', path, as: 'control' });

/** 100 lines, 11 MB. */
function importOf(batch: number): string {
  return Array.from({ length: 100 }, (_, line) =>
    longTextMember(`import.${line}@example.com`, batch).replace(
      '"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],',
      '',
    ),
  ).join('\n');
}

export const CONTROL_KINDS: readonly Kind[] = [
  { name: '/v1 member lists of 1,000', requests: always(get(`${ACCOUNT}/members?limit=1000`)) },
  {
    name: '/v1 member lists, filtered',
    requests: always(get(`${ACCOUNT}/members?limit=1000&managedBy=app&active=false`)),
  },
  { name: 'snapshots', isInShortForm: true, requests: always(get(`${ACCOUNT}/snapshot`)) },
  {
    name: 'imports of large members',
    requests: () => {
      const bodies = cycle([importOf(1), importOf(2)]);
      return () => ({
        method: 'POST',
        path: `${ACCOUNT}/members/import`,
        body: bodies(),
        contentType: 'application/x-ndjson',
        as: 'control',
      });
    },
  },
  { name: 'feed pages of large events', isInShortForm: true, requests: always(get(`${EVENTS}&limit=1000`)) },
  {
    name: 'feed pages of a rare type',
    requests: always(get(`${EVENTS}&type=team_member.erased&limit=1000`)),
  },
  {
    name: 'streams from the beginning',
    leavesAfterMs: 2_000,
    requests: always(get(`/v1/events/stream?account=${ATTACKER}`)),
  },
  {
    name: '100 long polls',
    connections: 100,
    requests: always(get(`${EVENTS}&type=team_member.erased&wait=5`)),
  },
  {
    name: 'provisioning log, text not found',
    isInShortForm: true,
    requests: always(get(`${ACCOUNT}/provisioning-log?text=nowhere-to-be-found&limit=1000`)),
  },
  { name: 'provisioning log, large pages', requests: always(get(`${ACCOUNT}/provisioning-log?limit=1000`)) },
  {
    name: 'timelines of large members',
    requests: ({ longTextIds }) => {
      const id = cycle(longTextIds);
      return () => get(`${ACCOUNT}/members/${id()}/timeline?limit=1000`);
    },
  },
  {
    name: 'erasures of large members',
    requests: ({ longTextIds, wideListIds, ordinaryIds }) => {
      const id = cycle([...longTextIds, ...wideListIds, ...ordinaryIds]);
      return () => ({ method: 'POST', path: `${ACCOUNT}/members/${id()}/erase`, as: 'control' });
    },
  },
  {
    name: '8 webhook endpoints, receiver slow',
    slowEndpoints: 8,
    requests: ({ longTextIds }) => {
      const id = cycle(longTextIds);
      let revision = 0;
      return () => ({
        method: 'PATCH',
        path: `/scim/v2/Users/${id()}?attributes=id`,
        body: JSON.stringify({
          Operations: [{ op: 'replace', path: 'nickName', value: `Nick ${++revision}` }],
        }),
      });
    },
  },
];
