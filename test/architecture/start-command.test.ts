/** The flags of V8 that keep the heap small after a burst are the same wherever the service is started. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (name: string): string => readFileSync(join(import.meta.dirname, '../..', name), 'utf8');
const flagsIn = (text: string): string[] => text.match(/--[a-z-]+=\d+/g) ?? [];

test('npm start, the installed command and the image start Node with the same limits of the heap', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } };
  const flags = flagsIn(scripts.start);
  expect(flags).toEqual([
    expect.stringMatching('^--max-semi-space-size='),
    expect.stringMatching('^--heap-growing-percent='),
  ]);
  const [shebang = ''] = read('bin/rollcall.js').split('\n');
  expect(flagsIn(shebang)).toEqual(flags);
  const command =
    read('Dockerfile')
      .split('\n')
      .find(line => line.startsWith('CMD ')) ?? '';
  expect(flagsIn(command)).toEqual(flags);
});
