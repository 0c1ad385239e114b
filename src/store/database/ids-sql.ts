import type { Database } from './database.ts';

/** The rows whose ids a JSON array holds: one statement for any number of them. */
export const BY_IDS: Readonly<Record<Database['dialect'], string>> = {
  sqlite: 'id IN (SELECT value FROM json_each(?))',
  postgres: 'id IN (SELECT jsonb_array_elements_text(?::jsonb))',
};
