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
  /** How many users were sent so far; the next one to create has this number. */
  sent: number;
}

const SEEDING_CONNECTIONS = 64;

/** Creates `count` members through the server's own API, so that every server holds the same. */
export async function fillDirectory(
  account: Pick<Directory, 'name' | 'target' | 'pid'>,
  count: number,
): Promise<Directory> {
  const ids: string[] = [];
  let sent = 0;
  await applyLoad({
    target: account.target,
    connections: SEEDING_CONNECTIONS,
    status: 201,
    next: () => (sent < count ? { method: 'POST', path: USERS_PATH, body: sampleUser(sent++) } : undefined),
    onAnswer: body => ids.push(idIn(body)),
  });
  return { ...account, ids, sent };
}

function idIn(body: string): string {
  const { id } = JSON.parse(body) as { id?: unknown }; // checked below
  if (typeof id === 'string' && id !== '') return id;
  throw new Error(`a created user has no id: ${body}`);
}
