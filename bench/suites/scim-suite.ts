/** Rollcall beside the same work without it (`bare`), and done the usual way (`plain`). */
import { join } from 'node:path';
import { type Directory, fillDirectory } from '../directory.ts';
import { type Comparison, compare } from '../measure/compare.ts';
import { CREATE, FILTER_BY_USER_NAME, FIRST_PAGE, GET_BY_ID, PATCH, type Work } from '../scenarios.ts';
import { startRollcall } from '../servers/rollcall.ts';
import type { BenchContext, Suite } from './suite.ts';

/** POST comes last, because it alone lets the tables grow. */
const WORKS: readonly { readonly work: Work; readonly budgets: Readonly<Record<string, number>> }[] = [
  { work: GET_BY_ID, budgets: { bare: 0.45, plain: 4.5 } },
  { work: FILTER_BY_USER_NAME, budgets: { bare: 0.45, plain: 4.5 } },
  { work: FIRST_PAGE, budgets: { bare: 0.9, plain: 25 } },
  { work: PATCH, budgets: { bare: 1.5, plain: 3.5 } },
  { work: CREATE, budgets: { bare: 1.5, plain: 3.5 } },
];

export const scimSuite: Suite = {
  name: 'scim',
  about:
    'the five kinds of SCIM work, beside express + better-sqlite3 (bare) and scimmy as documented (plain)',
  run: async bench => {
    const { options, say } = bench;
    const rollcall = await startRollcall(bench, 'scim.db');
    const accounts = [
      await rollcall.addAccount('bench', 'rollcall'),
      await startBaseline(bench, 'bare'),
      await startBaseline(bench, 'plain'),
    ];
    const directories: Directory[] = [];
    for (const account of accounts) {
      say(`seeding ${account.name} with ${options.members} members`);
      directories.push(await fillDirectory(account, options.members));
    }
    const comparisons: Comparison[] = [];
    for (const { work, budgets } of WORKS) {
      say(`measuring ${work.name}`);
      comparisons.push(await compare(work, directories, budgets, options));
    }
    const { members, connections, rounds } = options;
    const title = `Rollcall beside bare and plain: ${members.toLocaleString('en-US')} members, ${connections} connections, medians of ${rounds} rounds`;
    return { suite: 'scim', title, subject: 'rollcall', comparisons };
  },
};

async function startBaseline(
  { directory, servers }: BenchContext,
  name: 'bare' | 'plain',
): Promise<Pick<Directory, 'name' | 'target' | 'pid'>> {
  const { host, port, pid } = await servers.start({
    name,
    args: [join(import.meta.dirname, `../servers/${name}-server.ts`)],
    env: { DATABASE_PATH: join(directory, `${name}.db`) },
  });
  return { name, pid, target: { host, port, headers: {} } };
}
