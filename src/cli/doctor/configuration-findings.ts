/** What the doctor says of the settings, the keys among them, and of Node.js. */
import { ConfigError, type InspectedConfig, inspectConfig } from '../../config/config.ts';
import type { DevelopmentKey, SigningKey } from '../../config/keys.ts';
import { examineAccess } from './file-access.ts';
import { type Finding, findingsOf, type Report } from './finding.ts';

const LEAST_NODE = 24;
const LEAST_SECRET_BYTES = 32;
/** Random hexadecimal digits of this length practically always have more different ones. */
const LEAST_DIFFERENT_CHARACTERS = 10;

/** @returns the configuration as well, unless its settings have faults */
export async function examineConfiguration(): Promise<{
  readonly inspected: InspectedConfig | undefined;
  readonly findings: readonly Finding[];
}> {
  let inspected: InspectedConfig | undefined;
  const findings = await findingsOf('configuration', report => {
    try {
      inspected = inspectConfig();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const fault of error.faults) report('failure', fault);
      return;
    }
    const { config } = inspected;
    report('ok', 'It has no faults.');
    if (!config.production) {
      report('warning', 'NODE_ENV is not production: weak keys and plain http are let through.');
    }
    for (const warning of config.warnings)
      report('warning', `${warning.charAt(0).toUpperCase()}${warning.slice(1)}.`);
  });
  return { inspected, findings };
}

/** @param version such as `24.1.0` */
export function examineNode(version: string): Promise<readonly Finding[]> {
  return findingsOf('node', report => {
    const isEnough = Number(version.split('.')[0]) >= LEAST_NODE;
    if (isEnough) report('ok', `Node.js ${version}.`);
    else report('failure', `Rollcall needs Node.js ${LEAST_NODE} or newer; this is ${version}.`);
  });
}

/** The keys of the settings, and the files of those that are kept beside the database. */
export function examineKeys({ config, developmentKeys }: InspectedConfig): Promise<readonly Finding[]> {
  const { signingKeys, secretsKeys } = config;
  return findingsOf('keys', async report => {
    examineSetting('SIGNING_KEYS', 'signs', signingKeys, report);
    examineSetting('SECRETS_KEY', 'seals', secretsKeys, report);
    if (signingKeys.some(({ secret }) => secretsKeys.some(other => other.secret === secret))) {
      report('warning', 'SIGNING_KEYS and SECRETS_KEY hold the same secret; make one for each.');
    }
    for (const each of developmentKeys) await examineDevelopmentKey(each, report);
  });
}

async function examineDevelopmentKey(
  { setting, path, key, fault }: DevelopmentKey,
  report: Report,
): Promise<void> {
  if (fault !== undefined) report('failure', fault);
  else if (key === undefined) {
    report(
      'warning',
      `There is no ${setting.duty} yet: the first start makes one at ${path}. After a restore, put the old one there before.`,
    );
  } else await examineAccess(path, report);
}

/** The secret itself is never shown. */
function examineSetting(name: string, duty: string, keys: readonly SigningKey[], report: Report): void {
  if (keys.length === 0) return;
  for (const { keyId, secret } of keys) {
    const bytes = Buffer.byteLength(secret);
    if (bytes < LEAST_SECRET_BYTES) {
      report(
        'warning',
        `${name}: the secret ${keyId} has ${bytes} bytes; ${LEAST_SECRET_BYTES} or more are safe.`,
      );
    } else if (new Set(secret).size < LEAST_DIFFERENT_CHARACTERS) {
      report('warning', `${name}: the secret ${keyId} looks as if it could be guessed; make a random one.`);
    }
  }
  const others = keys.length === 1 ? '' : `, and ${keys.length - 1} more work still`;
  report('ok', `${name}: ${keys[0]?.keyId} ${duty}${others}.`);
}
