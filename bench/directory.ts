/** One account full of members behind a running server, and how it gets filled. */
import { applyLoad, type Target } from './load.ts';
import { sampleUser } from './sample-users.ts';

export const USERS_PATH = '/scim/v2/Users';

/** An account on a server, as the works see it. */
export interface Directory {
  /** As the table names it. */
  readonly name: string;
  readonly target: Target;
  /** Of the server, to read its CPU time. */
  readonly pid: number;
  /** Of the members that were seeded. */
  readonly ids: readonly string[];
  /** Where a page by cursor begins; empty for the first. */
  readonly cursor?: string;
  /** How many users were sent so far; the next one to create has this number. */
  sent: number;
}

const SEEDING_CONNECTIONS = 64;
/** The largest page. */
const STRIDE = 1_000;

/**
 * Creates `count` members through the server's own API, so that every server holds the same.
 * @param body the create request of the member with this number
 * @param connections fewer for large bodies, which must arrive in time
 */
export async function fillDirectory(
  account: Pick<Directory, 'name' | 'target' | 'pid'>,
  count: number,
  body: (number: number) => string = sampleUser,
  connections: number = SEEDING_CONNECTIONS,
): Promise<Directory> {
  const ids: string[] = [];
  let sent = 0;
  await applyLoad({
    target: account.target,
    connections,
    status: 201,
    next: () => (sent < count ? { method: 'POST', path: USERS_PATH, body: body(sent++) } : undefined),
    onAnswer: answer => ids.push(idIn(answer)),
  });
  return { ...account, ids, sent };
}

/** The same account, entered at a place so many members in, by following cursors there. */
export async function enterAt(directory: Directory, depth: number): Promise<Directory> {
  let cursor = '';
  for (let passed = 0; passed < depth; passed += STRIDE) {
    let found: string | undefined;
    let asked = false;
    await applyLoad({
      target: directory.target,
      connections: 1,
      status: 200,
      next: () => {
        if (asked) return undefined;
        asked = true;
        return {
          method: 'GET',
          path: `${USERS_PATH}?cursor=${cursor}&count=${Math.min(STRIDE, depth - passed)}&attributes=id`,
        };
      },
      onAnswer: body => {
        found = (JSON.parse(body) as { nextCursor?: string }).nextCursor;
      },
    });
    if (found === undefined) throw new Error(`there are fewer than ${depth} members`);
    cursor = found;
  }
  return { ...directory, name: `page at depth ${depth.toLocaleString('en-US')}`, cursor };
}

function idIn(body: string): string {
  const { id } = JSON.parse(body) as { id?: unknown }; // checked below
  if (typeof id === 'string' && id !== '') return id;
  throw new Error(`a created user has no id: ${body}`);
}
