#!/usr/bin/env -S node --max-semi-space-size=8 --heap-growing-percent=50
// Plain JavaScript on purpose: an older Node cannot even read a .ts file, so it is told here what it needs.
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    'Rollcall needs Node.js 24 or newer; this is Node.js ' +
      process.versions.node +
      '. Run it through npm ("npm start", "npm run rollcall -- …"), which brings the right one.\n',
  );
  process.exit(1);
} else {
  // Compiling the sources is half of what a command takes. What is kept is run again, so it lies where only those who
  // install can write; for others nothing is kept.
  Promise.all([import('node:module'), import('node:url')])
    .then(([{ enableCompileCache }, { fileURLToPath }]) => {
      enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/rollcall', import.meta.url)));
      return import('../src/cli/cli.ts');
    })
    .then(cli => cli.main(process.argv))
    .then(
      code => {
        process.exitCode = code;
      },
      error => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
      },
    );
}
