import { execFile } from 'node:child_process';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..');

interface Run {
  readonly exitCode: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

function runDemo(...args: readonly string[]): Promise<Run> {
  const command = [join(FOLDER, 'demo', 'demo.ts'), ...args];
  return new Promise(resolve => {
    execFile(process.execPath, command, { cwd: FOLDER, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ exitCode: error ? error.code : 0, stdout, stderr }),
    );
  });
}

test('the demo plays the main job without pauses, finds nothing wrong, and says so in plain words', async () => {
  const { exitCode, stdout, stderr } = await runDemo('--fast');

  for (const line of [
    /✓ Everything happened as it should\./,
    /JumpCloud +updates it, with “emails”: null +200 {2}PUT \/Users\/‹firstname›/,
    /main app +acorn #5 +deprovisioned +firstname lastname is removed → throw the unsent invitation away/,
    /main app +acorn #8 +updated +Ann Miller: job title changed from Baker to Head Baker → nothing to do/,
    /main app +birch #5 +deprovisioned +Otto Lind is switched off → end Otto’s sessions now/,
    /Okta +asks for Ann by id: not found +404 {2}GET \/Users\/‹Ann›/,
    /events read, in order, none missing, none twice: acorn #1 to #20, birch #1 to #15/,
  ]) {
    expect(stdout).toMatch(line);
  }
  // A plain log carries no terminal codes.
  expect(stdout).not.toContain('\u001b');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
}, 70_000);

test('the demo refuses an option it does not know, and says which there are', async () => {
  const { exitCode, stderr } = await runDemo('--loud');

  expect(stderr).toContain('--fast');
  expect(exitCode).toBe(2);
});
