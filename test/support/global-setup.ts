import { makeTemplates } from './databases.ts';
import startPostgres from './start-postgres.ts';
import { keepTemporaryFilesInMemory } from './temporary-folder.ts';

export default async function setUp(): Promise<void> {
  keepTemporaryFilesInMemory();
  await startPostgres();
  Object.assign(globalThis, { rollcallTestTemplates: await makeTemplates() });
}
