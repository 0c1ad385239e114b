import { setImmediate as nextTurn } from 'node:timers/promises';
import { TokenUse, type TokenUseRecord } from '../../src/accounts/tokens/use.ts';
import { backgroundLoops } from '../support/background-loops.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { waitUntil } from '../support/wait-until.ts';

const SECOND_MS = 1_000;

/** Notes of uses, on a clock that the test moves. */
function startTokenUse() {
  const clock = new FakeClock();
  const written: TokenUseRecord[][] = [];
  const store = {
    isBroken: false,
    attempts: 0,
    /** What happens while uses are being written. */
    meanwhile: () => {},
    recordUses: async (uses: readonly TokenUseRecord[]) => {
      store.attempts += 1;
      store.meanwhile();
      if (store.isBroken) throw new Error('the database is away');
      written.push([...uses]);
    },
  };
  const loops = backgroundLoops({ clock });
  const use = new TokenUse({
    store,
    now: () => clock.now(),
    monotonicNow: () => clock.now(),
    loops,
  });
  loops.start();
  return { clock, loops, use, store, written };
}

test('uses are written together, the last one of each token, a second later', async () => {
  const { clock, loops, use, written } = startTokenUse();
  const at = clock.now();
  use.note('a', '203.0.113.9');
  use.note('b', undefined);
  use.note('a', '203.0.113.10');
  expect(written).toEqual([]);
  clock.advance(SECOND_MS);
  await waitUntil('the uses are written', 10_000, () => written.length > 0);
  expect(written).toEqual([
    [
      { tokenId: 'a', at, from: '203.0.113.10' },
      { tokenId: 'b', at, from: null },
    ],
  ]);
  await loops.stop();
});

test('a busy token is written once a minute, and another one at once', async () => {
  const { clock, loops, use, written } = startTokenUse();
  for (let second = 0; second < 130; second += 1) {
    use.note('busy', '203.0.113.9');
    if (second === 30) use.note('late', '203.0.113.9');
    clock.advance(SECOND_MS);
    await new Promise(resolve => setImmediate(resolve));
  }
  const writes = written.flatMap(uses => uses.map(({ tokenId, at }) => [tokenId, at / SECOND_MS]));
  expect(writes).toEqual([
    ['busy', 1],
    ['late', 31],
    ['busy', 61],
    ['busy', 121],
  ]);
  await loops.stop();
});

test('what could not be written is written later', async () => {
  const { clock, loops, use, store, written } = startTokenUse();
  store.isBroken = true;
  use.note('a', '203.0.113.9');
  clock.advance(SECOND_MS);
  await waitUntil('the next attempt is planned', 10_000, () => store.attempts === 1 && clock.scheduled === 1);
  expect(written).toEqual([]);
  store.isBroken = false;
  clock.advance(SECOND_MS);
  await waitUntil('the use is written', 10_000, () => written.length > 0);
  expect(written.flat()).toMatchObject([{ tokenId: 'a', from: '203.0.113.9' }]);
  await loops.stop();
});

test('stopping writes what is still waiting, and leaves nothing planned', async () => {
  const { clock, loops, use, written } = startTokenUse();
  use.note('a', '203.0.113.9');
  clock.advance(SECOND_MS);
  await waitUntil('the use is written', 10_000, () => written.length > 0);
  use.note('a', '203.0.113.10');
  await loops.stop();
  expect(written.flat().map(({ from }) => from)).toEqual(['203.0.113.9', '203.0.113.10']);
  expect(clock.scheduled).toBe(0);
});

test('a use that comes while the one before is being written is written in its turn', async () => {
  const { clock, loops, use, store, written } = startTokenUse();
  store.meanwhile = () => {
    store.meanwhile = () => {};
    use.note('a', '203.0.113.10');
  };
  use.note('a', '203.0.113.9');
  clock.advance(SECOND_MS);
  await waitUntil('the first use is written', 10_000, () => written.length === 1 && clock.scheduled === 1);
  clock.advance(58 * SECOND_MS);
  await nextTurn();
  expect(written).toHaveLength(1);
  await waitUntil('the second use is written', 10_000, () => {
    clock.advance(SECOND_MS);
    return written.length === 2;
  });
  expect(written.flat().map(({ from }) => from)).toEqual(['203.0.113.9', '203.0.113.10']);
  await loops.stop();
});
