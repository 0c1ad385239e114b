/**
 * One account's odd request must not keep the others waiting: the service is one thread, and a change holds the
 * account's lock. Each of these costs milliseconds when it is read in one pass, and many seconds when values are
 * compared pair by pair.
 */
import { type Answer, type Created, type Json, refusal } from '../support/scim/scim-client.ts';
import { openUntouchedDirectory } from './untouched-directory.ts';

const { accept, client } = openUntouchedDirectory();

let crowded: Created;

const emails = (count: number, from = 0): Json[] =>
  Array.from({ length: count }, (_, index) => ({ value: `e${from + index}@x.io` }));
const times = (count: number, operation: (index: number) => Json): Json[] =>
  Array.from({ length: count }, (_, index) => operation(index));

beforeAll(async () => {
  crowded = await client().create({ userName: 'crowded@example.com', emails: emails(1_000) });
  await accept();
});

const MOST_CPU_MS = 2_000;

/** Counts this process's work, which is the service's, and not what else the machine is doing meanwhile. */
async function promptly(ask: () => Promise<Answer>): Promise<Answer> {
  const before = process.cpuUsage();
  const answer = await ask();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(MOST_CPU_MS);
  return answer;
}

test('more values than the limit are refused before they are compared with each other', async () => {
  const answer = await promptly(() => client().post('/Users', { userName: 'm@x.io', emails: emails(2_500) }));
  expect(answer).toMatchObject(refusal(400, 'invalidValue', /emails.*1000/));
});

describe('a PATCH is answered promptly, although it', () => {
  test('replaces a long list by long lists', async () => {
    const operations = times(8, index => ({
      op: 'replace',
      path: 'emails',
      value: emails(900, index * 900),
    }));
    const back = { op: 'replace', path: 'emails', value: emails(1_000) };
    const answer = await promptly(() => client().patch(crowded.path, ...operations, back));
    expect(answer).toMatchObject({ status: 200, body: crowded.body });
  });

  test('adds many values that are there', async () => {
    const operations = times(600, () => ({ op: 'add', path: 'emails', value: emails(40, 950) }));
    const answer = await promptly(() => client().patch(crowded.path, ...operations));
    expect(answer).toMatchObject({ status: 200, body: crowded.body });
  });

  test('removes many values that are not there', async () => {
    const operations = times(300, () => ({ op: 'remove', path: 'emails', value: emails(40, 5_000) }));
    const answer = await promptly(() => client().patch(crowded.path, ...operations));
    expect(answer).toMatchObject({ status: 200, body: crowded.body });
  });

  test('has long filters in its paths', async () => {
    const terms = Array.from({ length: 290 }, (_, index) => `value co "z${index}"`).join(' or ');
    const operations = times(40, () => ({ op: 'remove', path: `emails[${terms}]` }));
    const answer = await promptly(() => client().patch(crowded.path, ...operations));
    expect([200, 400]).toContain(answer.status);
  });

  test('finds single values of a long list by filters', async () => {
    const operations = times(999, index => ({
      op: 'replace',
      path: `emails[value eq "e${index}@x.io"].type`,
      value: 'work',
    }));
    const { status, body } = await promptly(() => client().patch(crowded.path, ...operations));
    expect({ status, body }).toMatchObject({ status: 400, body: { scimType: 'tooMany' } });
  });

  test('sets one sub-attribute of all values again and again', async () => {
    const operations = times(150, () => ({ op: 'remove', path: 'emails.display' }));
    const answer = await promptly(() => client().patch(crowded.path, ...operations));
    expect(answer).toMatchObject({ status: 200, body: crowded.body });
  });
});

test('a filter of many value paths is answered or refused promptly, in a directory of long lists', async () => {
  for (let index = 0; index < 60; index += 1) {
    await client().create({ userName: `long-${index}@x.io`, emails: emails(1_000, index * 1_000) });
  }
  await accept();
  const paths = Array.from({ length: 149 }, (_, index) => `emails[value co "z${index}"]`).join(' or ');
  const answer = await promptly(() => client().get(`/Users?count=1&filter=${encodeURIComponent(paths)}`));
  expect([200, 400]).toContain(answer.status);
}, 120_000);
