/** How an endpoint and its secrets stand in the database: lists as JSON, headers and keys sealed. */
import type { Endpoint, SignatureScheme, SigningSecret } from '../../webhooks/endpoint.ts';
import type { SecretBox } from '../../webhooks/sender/secret-box.ts';
import type { Database, Transaction } from '../database/database.ts';
import { Columns, NOTHING, sql } from '../database/sql.ts';

export const ENDPOINT_COLUMNS = new Columns<keyof Endpoint>([
  'id',
  'url',
  'description',
  'status',
  'disabledReason',
  'types',
  'accounts',
  'signature',
  'batchMax',
  'maxInFlight',
  'timeoutMs',
  'headers',
  'consecutiveFailures',
  'failingSince',
  'failingSinceUptime',
  'nextProbeAt',
  'createdAt',
  'updatedAt',
]);

export const SELECT_ENDPOINT = sql`SELECT ${ENDPOINT_COLUMNS.selected} FROM webhook_endpoints`;

export interface EndpointRow extends Omit<Endpoint, 'types' | 'accounts' | 'headers'> {
  readonly types: string;
  readonly accounts: string | null;
  readonly headers: string;
}

const NO_HEADERS = '';

// The casts below trust what this file itself wrote into those columns.

export const toEndpoint = (row: EndpointRow, secrets: SecretBox): Endpoint => ({
  ...row,
  types: JSON.parse(row.types) as string[],
  accounts: row.accounts === null ? null : (JSON.parse(row.accounts) as string[]),
  headers: openHeaders(row, secrets),
});

export function fromEndpoint(endpoint: Endpoint, secrets: SecretBox): EndpointRow {
  const { id, types, accounts, headers } = endpoint;
  const hasHeaders = Object.keys(headers).length > 0;
  return {
    ...endpoint,
    types: JSON.stringify(types),
    accounts: accounts && JSON.stringify(accounts),
    headers: hasHeaders ? secrets.seal(Buffer.from(JSON.stringify(headers)), headersContext(id)) : NO_HEADERS,
  };
}

/**
 * Reads an endpoint and holds its row until the transaction ends. The lock lets others refer to the row meanwhile:
 * new lanes, dead letters.
 */
export async function lockEndpoint(
  trx: Transaction,
  dialect: Database['dialect'],
  secrets: SecretBox,
  id: string,
): Promise<Endpoint | undefined> {
  const [row] = await trx.all<EndpointRow>(
    sql`${SELECT_ENDPOINT} WHERE id = ${id} ${dialect === 'postgres' ? sql`FOR NO KEY UPDATE` : NOTHING}`,
  );
  return row && toEndpoint(row, secrets);
}

/** Apart from the endpoint's secrets, so that the one cannot be put in the place of the other. */
const headersContext = (endpointId: string): string => `${endpointId}:headers`;

function openHeaders({ id, headers }: EndpointRow, secrets: SecretBox): Record<string, string> {
  return headers === NO_HEADERS
    ? {}
    : (JSON.parse(secrets.open(headers, headersContext(id)).toString()) as Record<string, string>);
}

/** The endpoint's secrets that sign at this time, the newest first. */
export async function openSecrets(
  on: Transaction,
  secrets: SecretBox,
  endpointId: string,
  now: number,
): Promise<readonly SigningSecret[]> {
  const rows = await on.all<{ scheme: string; sealed: string }>(
    sql`SELECT scheme, sealed FROM endpoint_secrets
         WHERE endpoint_id = ${endpointId} AND (expires_at IS NULL OR expires_at > ${now}) ORDER BY created_at DESC, id DESC`,
  );
  return rows.map(({ scheme, sealed }) => ({
    scheme: scheme as SignatureScheme,
    key: secrets.open(sealed, endpointId),
  }));
}
