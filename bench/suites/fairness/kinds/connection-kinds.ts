/** Connections that take or send nothing, or next to nothing. */
import { always, type Kind } from '../kind.ts';
import { longTextMember } from '../large-members.ts';
import { ATTACKER } from '../scene.ts';

const LARGE_LIST = `/scim/v2/Users?count=1000&filter=${encodeURIComponent('title sw "Revision"')}`;

export const CONNECTION_KINDS: readonly Kind[] = [
  {
    name: '40 lists of large members, never read',
    connections: 40,
    reads: 'never',
    requests: always({ method: 'GET', path: LARGE_LIST }),
  },
  {
    name: '40 feed pages, never read',
    connections: 40,
    reads: 'never',
    requests: always({ method: 'GET', path: `/v1/events?account=${ATTACKER}&limit=1000`, as: 'control' }),
  },
  {
    name: '300 slow bodies',
    connections: 300,
    bodyBytesPerSecond: 2_048,
    requests: () => {
      let number = 0;
      return () => ({
        method: 'POST',
        path: '/scim/v2/Users',
        body: longTextMember(`slow.${number++}@example.com`),
      });
    },
  },
];
