/** Which release this is, as package.json says. */
import { readFileSync } from 'node:fs';

/** Such as `0.1.0`. @throws Error when package.json is missing or damaged */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string; // npm insists on one
  };
  return version;
}
