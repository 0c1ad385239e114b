/** The seed of every random directory and question here: a failure repeats until another is set. */
export const PROPERTY_SEED = Number(process.env['PROPERTY_SEED'] ?? 7644);
