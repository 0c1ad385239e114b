/** How an endpoint and its secrets stand in the database: lists as JSON, headers and keys sealed. */
import type { Endpoint, SignatureScheme, SigningSecret } from '../../webhooks/endpoint.ts';
import type { SecretBox } from '../../webhooks/sender/secret-box.ts';
import type { Database, Transaction } from '../database/database.ts';
import { Columns, NOTHING, sql } from '../database/sql.ts';

export const ENDPOINT_COLUMNS = new Columns([
  'id',
  'url',
  'description',
  'status',
  'disabled_reason',
  'types',
  'accounts',
  'signature',
  'batch_max',
  'max_in_flight',
  'timeout_ms',
  'headers',
  'consecutive_failures',
  'failing_since',
  'failing_since_uptime',
  'next_probe_at',
  'created_at',
  'updated_at',
]);

export const SELECT_ENDPOINT = sql`SELECT ${ENDPOINT_COLUMNS.names} FROM webhook_endpoints`;

export interface EndpointRow {
  id: string;
  url: string;
  description: string | null;
  status: string;
  disabled_reason: string | null;
  types: string;
  accounts: string | null;
  signature: string;
  batch_max: number;
  max_in_flight: number;
  timeout_ms: number;
  headers: string;
  consecutive_failures: number;
  failing_since: number | null;
  failing_since_uptime: number | null;
  next_probe_at: number | null;
  created_at: number;
  updated_at: number;
}

const NO_HEADERS = '';

// The casts below trust what this file itself wrote into those columns.

export function toEndpoint(row: EndpointRow, secrets: SecretBox): Endpoint {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    status: row.status as Endpoint['status'],
    disabledReason: row.disabled_reason,
    types: JSON.parse(row.types) as string[],
    accounts: row.accounts === null ? null : (JSON.parse(row.accounts) as string[]),
    signature: row.signature as SignatureScheme,
    batchMax: row.batch_max,
    maxInFlight: row.max_in_flight,
    timeoutMs: row.timeout_ms,
    headers: openHeaders(row, secrets),
    consecutiveFailures: row.consecutive_failures,
    failingSince: row.failing_since,
    failingSinceUptime: row.failing_since_uptime,
    nextProbeAt: row.next_probe_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function fromEndpoint(endpoint: Endpoint, secrets: SecretBox): EndpointRow {
  const names = Object.keys(endpoint.headers);
  return {
    id: endpoint.id,
    url: endpoint.url,
    description: endpoint.description,
    status: endpoint.status,
    disabled_reason: endpoint.disabledReason,
    types: JSON.stringify(endpoint.types),
    accounts: endpoint.accounts && JSON.stringify(endpoint.accounts),
    signature: endpoint.signature,
    batch_max: endpoint.batchMax,
    max_in_flight: endpoint.maxInFlight,
    timeout_ms: endpoint.timeoutMs,
    headers:
      names.length === 0
        ? NO_HEADERS
        : secrets.seal(Buffer.from(JSON.stringify(endpoint.headers)), headersContext(endpoint.id)),
    consecutive_failures: endpoint.consecutiveFailures,
    failing_since: endpoint.failingSince,
    failing_since_uptime: endpoint.failingSinceUptime,
    next_probe_at: endpoint.nextProbeAt,
    created_at: endpoint.createdAt,
    updated_at: endpoint.updatedAt,
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
