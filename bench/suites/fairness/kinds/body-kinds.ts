/** Bodies of 1 MiB that are as tedious to read as JSON can be. */
import { always, type Kind } from '../kind.ts';

const LARGEST_BODY = 1_048_576 - 1_024;

const post = (body: string) => always({ method: 'POST', path: '/scim/v2/Users', body });
const fill = (piece: string): string => piece.repeat(Math.floor(LARGEST_BODY / piece.length));

/** So many different short keys as fit. */
function manyKeys(): string {
  const parts: string[] = [];
  for (let length = 0, number = 0; length < LARGEST_BODY - 64; number += 1) {
    const part = `"k${number.toString(36)}":1`;
    parts.push(part);
    length += part.length + 1;
  }
  return `{"userName":"keys@example.com",${parts.join()}}`;
}

export const BODY_KINDS: readonly Kind[] = [
  { name: '1 MiB of different keys', isInShortForm: true, requests: post(manyKeys()) },
  {
    name: '1 MiB of nesting',
    requests: post(`{"userName":"nested@example.com","emails":${'['.repeat(LARGEST_BODY / 2)}`),
  },
  {
    name: '1 MiB of nesting within the limit',
    requests: post(
      `{"userName":"deep@example.com","emails":[${fill(`${'['.repeat(28)}${']'.repeat(28)},`).slice(0, -1)}]}`,
    ),
  },
  {
    name: '1 MiB of empty values',
    requests: post(`{"userName":"empty@example.com","emails":[${fill('{},').slice(0, -1)}]}`),
  },
  {
    name: '1 MiB of numbers',
    requests: post(`{"userName":"numbers@example.com","x":[${fill('1e9,').slice(0, -1)}]}`),
  },
  {
    name: '1 MiB of escapes',
    requests: post(`{"userName":"escapes@example.com","title":"${fill('\\u0061')}"}`),
  },
  {
    name: '1 MiB of combining marks',
    requests: post(
      `{"userName":"marks@example.com","displayName":"a${'\u0301'.repeat(LARGEST_BODY / 2 - 64)}"}`,
    ),
  },
];
