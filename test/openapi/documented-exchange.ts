/** One request and its answer, held to what openapi.yaml says of them. */
import type { WireAnswer } from '../support/network/http-connection.ts';
import type { Json } from './api-description.ts';
import { type Caller, type DescribedService, description, SCIM } from './described-service.ts';

export interface Step {
  readonly as?: Caller;
  /** Instead of the documented path itself. */
  readonly target?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request and holds the answer to what is documented for this path, method and status. */
export async function exchangeWith(
  described: DescribedService,
  status: number,
  method: string,
  path: string,
  step: Step = {},
): Promise<Json> {
  const { as = path.startsWith(SCIM) ? 'scim' : 'control', target = path, body, headers = {} } = step;
  const answer = await described.connections[as].send(method, target, { body, headers });
  const asked = `${method} ${target}`;
  expect({ asked, status: answer.status, text: answer.text }).toMatchObject({ asked, status });
  const operation = description.operationsOf(path).find(candidate => candidate.method === method);
  const response = operation?.responses[String(status)] ?? operation?.responses['default'];
  if (!response) throw new Error(`${asked} answered ${status}, which is not documented`);
  expectDocumentedHeaders(asked, answer, response);
  expectDocumentedBody(asked, answer, response);
  return answer.body;
}

function expectDocumentedHeaders(asked: string, { headers }: WireAnswer, response: Json): void {
  const documented = Object.entries((response['headers'] ?? {}) as Json).map(
    ([name, header]) => [name, description.resolve(header)] as const,
  );
  for (const [name, header] of documented) {
    const value = headers[name.toLowerCase()];
    if (value !== undefined) {
      expect(description.faultsOf(value, header['schema'], `${asked} ${name}`)).toEqual([]);
    } else if (header['required'] === true) {
      throw new Error(`${asked} answered without the header ${name}`);
    }
  }
  // What every answer has is documented once, above the paths.
  expect({ asked, ...headers }).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cache-control': expect.any(String),
  });
  const telling =
    'allow cache-control content-location etag link location retry-after www-authenticate x-request-id'.split(
      ' ',
    );
  const names = documented.map(([name]) => name.toLowerCase());
  const isKnown = (name: string): boolean =>
    names.includes(name) || (name === 'cache-control' && headers[name] === 'no-store');
  expect({ asked, undocumented: telling.filter(name => name in headers && !isKnown(name)) }).toEqual({
    asked,
    undocumented: [],
  });
}

function expectDocumentedBody(asked: string, { headers, text, body }: WireAnswer, response: Json): void {
  const content = response['content'] as Json | undefined; // OpenAPI makes it an object
  if (!content) {
    expect({ asked, text }).toEqual({ asked, text: '' });
    return;
  }
  const [mediaType = ''] = String(headers['content-type']).split(';');
  expect({ asked, documented: Object.keys(content) }).toEqual({
    asked,
    documented: expect.arrayContaining([mediaType]),
  });
  const { schema } = content[mediaType] as Json; // as just checked
  expect(description.faultsOf(body, schema, asked)).toEqual([]);
}
