import { openWebhooks } from '../../composition/commands.ts';
import { readConfig } from '../../config/config.ts';
import type { Endpoints } from '../../webhooks/endpoints.ts';

/** Runs a command on webhook endpoints, and lets go of the database. */
export async function withEndpoints(run: (endpoints: Endpoints) => Promise<void>): Promise<void> {
  const { endpoints, close } = await openWebhooks(readConfig());
  try {
    await run(endpoints);
  } finally {
    await close();
  }
}
