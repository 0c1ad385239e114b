/** One service, a small and a large account: what is indexed must not slow down as an account grows. */

import { enterAt, fillDirectory } from '../directory.ts';
import { type Comparison, compare } from '../measure/compare.ts';
import { CURSOR_PAGE, FILTER_BY_USER_NAME, FIRST_PAGE } from '../scenarios.ts';
import { startRollcall } from '../servers/rollcall.ts';
import type { Suite } from './suite.ts';

const SMALL = 1_000;
const BUDGET = 0.8;
/** How far in the deep page lies. */
const DEEP = 0.9;
const FIRST = 'first page';

export const scaleSuite: Suite = {
  name: 'scale',
  about: 'filter and first page of a large account, beside an account of 1,000 in the same service',
  run: async bench => {
    const { options, say } = bench;
    const rollcall = await startRollcall(bench, 'scale.db');
    const [smallName, largeName] = [memberCount(SMALL), memberCount(options.scale)];
    say(`seeding accounts of ${smallName} and ${largeName}`);
    const small = await fillDirectory(await rollcall.addAccount('small', smallName), SMALL);
    const large = await fillDirectory(await rollcall.addAccount('large', largeName), options.scale);
    const comparisons: Comparison[] = [];
    for (const work of [FILTER_BY_USER_NAME, FIRST_PAGE]) {
      say(`measuring ${work.name}`);
      comparisons.push(await compare(work, [large, small], { [smallName]: BUDGET }, options));
    }
    const deep = await enterAt(large, Math.floor(options.scale * DEEP));
    say(`measuring ${CURSOR_PAGE.name}`);
    comparisons.push(
      await compare(CURSOR_PAGE, [deep, { ...large, name: FIRST }], { [FIRST]: BUDGET }, options),
    );
    const title = `Rollcall at ${largeName} beside ${smallName}: ${options.connections} connections, medians of ${options.rounds} rounds`;
    return { suite: 'scale', title, subject: 'large', comparisons };
  },
};

const memberCount = (count: number): string => `${count.toLocaleString('en-US')} members`;
