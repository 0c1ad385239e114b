import { HttpConnection } from '../support/network/http-connection.ts';
import type { Json } from '../support/scim/scim-client.ts';

/** Every member of an account, page by page. @param url of the service, without a path */
export async function readMembers(url: string, token: string): Promise<readonly Json[]> {
  const connection = new HttpConnection(`${url}/scim/v2`, token);
  const users: Json[] = [];
  for (let total = 1; users.length < total; ) {
    const page = await connection.send('GET', `/Users?count=1000&startIndex=${users.length + 1}`);
    expect(page.status).toBe(200);
    users.push(...(page.body['Resources'] as Json[])); // a ListResponse
    total = Number(page.body['totalResults']);
  }
  connection.close();
  return users;
}
