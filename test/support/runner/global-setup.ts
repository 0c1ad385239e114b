import { makeTemplates } from '../database/databases.ts';
import startPostgres from '../database/start-postgres.ts';
import { keepTemporaryFilesInMemory } from '../temporary-folder.ts';

export default async function setUp(): Promise<void> {
  keepTemporaryFilesInMemory();
  await startPostgres();
  Object.assign(globalThis, { rollcallTestTemplates: await makeTemplates() });
}
