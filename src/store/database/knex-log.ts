/** knex would write warnings to standard output, which belongs to answers; what fails is thrown and logged by us. */
const ignore = (): void => undefined;

export const SILENT = { warn: ignore, error: ignore, deprecate: ignore, debug: ignore };
