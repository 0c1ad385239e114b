import type { FreshDatabase } from '../database/databases.ts';
import stopPostgres from '../database/stop-postgres.ts';

export default async function tearDown(): Promise<void> {
  const { rollcallTestTemplates } = globalThis as unknown as {
    rollcallTestTemplates: readonly FreshDatabase[];
  }; // put there by global-setup.ts
  for (const template of rollcallTestTemplates) await template.drop();
  await stopPostgres();
}
