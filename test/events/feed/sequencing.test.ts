/** Positions follow the commits: no reader waits for more than what was committed before, and nothing is forgotten. */
import type { BackgroundLoops } from '../../../src/base/background-loop.ts';
import { Sequencing } from '../../../src/events/feed/sequencing.ts';
import { backgroundLoops } from '../../support/background-loops.ts';
import { waitUntil } from '../../support/wait-until.ts';

const SIZE = 10;
const SOON_MS = 400;

/** Commits that wait for their positions; a batch sees those that were there when it began. */
class Commits {
  committed = 0;
  numbered = 0;
  batches = 0;
  outcome: 'works' | 'busy' | 'fails' = 'works';
  onBatch: () => void = () => undefined;

  readonly size = SIZE;

  async run(): Promise<number | undefined> {
    this.batches += 1;
    const seen = Math.min(this.committed, this.numbered + SIZE);
    this.onBatch();
    await new Promise(resolve => setImmediate(resolve));
    if (this.outcome === 'fails') throw new Error('no database');
    if (this.outcome === 'busy') return undefined;
    const given = seen - this.numbered;
    this.numbered = seen;
    return given;
  }
}

describe('sequencing', () => {
  let commits: Commits;
  let loops: BackgroundLoops;
  let sequencing: Sequencing;

  beforeEach(() => {
    commits = new Commits();
    loops = backgroundLoops();
    sequencing = new Sequencing(commits, loops);
  });

  afterEach(() => loops.stop());

  function commit(count = 1): void {
    commits.committed += count;
    sequencing.wake();
  }

  test('settles what was committed before, also when a batch that began earlier is under way', async () => {
    commit();
    const earlier = sequencing.catchUp();
    commit();
    await sequencing.catchUp();
    expect(commits.numbered).toBe(2);
    await earlier;
  });

  test('settles more than one batch holds', async () => {
    commit(3 * SIZE + 1);
    await sequencing.catchUp();
    expect(commits.numbered).toBe(3 * SIZE + 1);
  });

  test('regression: settling does not wait for what is committed meanwhile, or steady writers would hold up every reader', async () => {
    commits.onBatch = () => commit();
    commit();
    await sequencing.catchUp();
    expect(commits.batches).toBeLessThan(5);
    commits.onBatch = () => undefined;
  });

  test('settling gives up when another instance is at it for too long, or the database fails', async () => {
    for (const outcome of ['busy', 'fails'] as const) {
      commits.outcome = outcome;
      commit();
      await sequencing.catchUp();
    }
    expect(commits.numbered).toBe(0);
    commits.outcome = 'works';
    await sequencing.catchUp();
    expect(commits.numbered).toBe(2);
  });

  test('settling costs nothing when nothing was committed', async () => {
    await sequencing.catchUp();
    commit();
    await sequencing.catchUp();
    const { batches } = commits;
    await sequencing.catchUp();
    expect(commits.batches).toBe(batches);
  });

  test('a commit is numbered without being asked for, at whatever moment it comes', async () => {
    loops.start();
    for (let round = 0; round < 300; round += 1) {
      for (let turns = round % 4; turns > 0; turns -= 1) await Promise.resolve();
      if (round % 3 === 0) await new Promise(resolve => setImmediate(resolve));
      commit();
      if (round % 10 === 0)
        await waitUntil('the last commit', SOON_MS, () => commits.numbered === commits.committed);
    }
    await waitUntil('all commits', SOON_MS, () => commits.numbered === commits.committed);
  });

  test('what others commit is seen by the clock, and all of it', async () => {
    loops.start();
    await waitUntil('the first look', SOON_MS, () => commits.batches > 0);
    commits.committed += 2 * SIZE + 5;
    await waitUntil('the commits of others', 10_000, () => commits.numbered === commits.committed);
  });
});
