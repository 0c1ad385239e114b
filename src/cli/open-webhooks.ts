import { readConfig } from '../config.ts';
import type { Endpoints } from '../delivery/endpoints.ts';
import { openWebhooks } from '../service-commands.ts';

/** Runs a command on webhook endpoints, and lets go of the database. */
export async function withEndpoints(run: (endpoints: Endpoints) => Promise<void>): Promise<void> {
  const { endpoints, close } = await openWebhooks(readConfig());
  try {
    await run(endpoints);
  } finally {
    await close();
  }
}
