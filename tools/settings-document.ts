/** What the documents say of the settings, made from their table. */
import type { Setting } from '../src/config/setting.ts';
import { SETTINGS } from '../src/config/settings.ts';

const settings: readonly Setting<unknown>[] = Object.values(SETTINGS);

/** The rows of docs/configuration.md. */
export function settingsTable(): string {
  const rows = settings.map(
    ({ name, meaning, otherwise, default: fallback }) =>
      `| \`${name}\` | ${fallback === '' ? (otherwise ?? '') : `\`${fallback}\``} | ${meaning} |`,
  );
  return ['| setting | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** `.env.example`: every setting with its default, commented out. */
export function envExample(): string {
  const blocks = settings.map(({ name, reader, meaning, otherwise, default: fallback }) => {
    const unset = otherwise === undefined ? [] : [`# Without it: ${plain(otherwise)}.`];
    return [`# ${plain(meaning)}.`, `# It must be ${reader.remedy}.`, ...unset, `#${name}=${fallback}`].join(
      '\n',
    );
  });
  const head = [
    '# The settings of Rollcall, with their defaults. Made by `npm run catalogue`; do not edit.',
    '# Copy this file to rollcall.env, and give that to `docker run --env-file` or to `node --env-file`.',
  ].join('\n');
  return `${[head, ...blocks].join('\n\n')}\n`;
}

/** Markdown without its links. */
const plain = (text: string): string => text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
