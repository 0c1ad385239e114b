/** The seed of every random directory and question here: a failure repeats until somebody sets another. */
export const PROPERTY_SEED = Number(process.env['PROPERTY_SEED'] ?? 7644);
