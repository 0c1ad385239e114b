/** Requests that reach for the other account: by its members' ids, locations and values. */
import { v7 as uuidv7 } from 'uuid';
import type { WireAnswer } from '../support/network/http-connection.ts';
import { CORE_USER, SCIM_ERROR } from '../support/scim/scim-client.ts';
import type { Tenant } from './tenant.ts';

const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'] as const;
const TARGETS = [
  (id: string) => `/Users/${id}`,
  (id: string) => `/users/${id}/`,
  (id: string) => `//Users//${id}?attributes=userName`,
  (id: string) => `/Users/${encodeURIComponent(id).replaceAll('-', '%2D')}`,
];

/** @param variant chooses what is tried */
export async function intrude(tenant: Tenant, variant: number): Promise<void> {
  const id = tenant.other.memberIds.at(-1 - (variant % 5));
  if (id === undefined) return;
  if (variant % 3 === 0) await expectUnknownInBulk(tenant, id, variant);
  else await expectUnknown(tenant, id, variant);
  const { lastPage } = tenant.other;
  if (lastPage !== undefined) {
    const answer = await tenant.send('GET', lastPage);
    expect(answer).toMatchObject({ status: 400, body: { schemas: [SCIM_ERROR], status: '400' } });
  }
  const filters = [
    `id eq "${id}"`,
    `displayName co "${tenant.other.marker}"`,
    `not (not (title sw "${tenant.other.marker}")) or id eq "${id}"`,
  ];
  const filter = encodeURIComponent(String(filters[variant % filters.length]));
  const found = await tenant.send('GET', `/Users?filter=${filter}`, undefined, {}, [id]);
  expect(found).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } });
}

/** A member of the other account is answered exactly like one that never existed. */
async function expectUnknown(tenant: Tenant, foreignId: string, variant: number): Promise<void> {
  const method = METHODS[variant % METHODS.length] ?? 'GET';
  const targetOf = TARGETS[variant % TARGETS.length] ?? String;
  // Whether a version fits must not be revealed either.
  const headers: Readonly<Record<string, string>> = variant % 2 === 0 ? { 'if-match': 'W/"1"' } : {};
  const ask = async (id: string): Promise<string> => {
    const answer = await tenant.send(method, targetOf(id), bodyOf(method), headers, [id]);
    expect(answer.status).toBe(404);
    if (method !== 'HEAD') expect(answer.body).toMatchObject({ schemas: [SCIM_ERROR], status: '404' });
    return describeAnswer(answer, id);
  };
  expect(await ask(foreignId)).toBe(await ask(uuidv7()));
}

async function expectUnknownInBulk(tenant: Tenant, foreignId: string, variant: number): Promise<void> {
  const method = (['PUT', 'PATCH', 'DELETE'] as const)[Math.floor(variant / 3) % 3] ?? 'PUT';
  const version = variant % 2 === 0 ? { version: 'W/"1"' } : {};
  const ask = async (id: string): Promise<string> => {
    const operation = { method, path: `/Users/${id}`, data: bodyOf(method), ...version };
    const answer = await tenant.send('POST', '/Bulk', { Operations: [operation] }, {}, [id]);
    expect(answer).toMatchObject({ status: 200, body: { Operations: [{ status: '404' }] } });
    return describeAnswer(answer, id);
  };
  expect(await ask(foreignId)).toBe(await ask(uuidv7()));
}

function bodyOf(method: (typeof METHODS)[number]): unknown {
  if (method === 'PUT') return { schemas: [CORE_USER], userName: 'w0-0@example.com' };
  if (method === 'PATCH') return { Operations: [{ op: 'replace', path: 'active', value: false }] };
  return undefined;
}

/** Everything a client sees of an answer, save the id it asked for itself and what differs each time. */
function describeAnswer({ status, headers, text }: WireAnswer, id: string): string {
  const { date: _date, 'x-request-id': _requestId, ...kept } = headers;
  return JSON.stringify({ status, kept, text: text.replaceAll(id, '{id}') });
}
