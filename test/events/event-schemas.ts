/** The schemas of events as strangers use them: compiled by ajv in its strictest mode, and by the `cloudevents` package. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { CloudEvent } from 'cloudevents';
import type { Json } from '../support/scim/scim-client.ts';

export class EventSchemas {
  readonly #ajv = new Ajv2020({ strict: true, allErrors: true });
  readonly #load: (address: string) => Promise<Json>;
  readonly #known = new Map<string, Promise<Json>>();

  /** @param load gives the document at an address; it is asked once for each */
  constructor(load: (address: string) => Promise<Json>) {
    formats.default(this.#ajv);
    this.#load = load;
  }

  /** What about an event does not fit the document its `dataschema` names, its data or the whole; and what is no CloudEvent. */
  async faultsOf(event: Json): Promise<readonly string[]> {
    const address = String(event['dataschema']);
    await this.#learn(address);
    return [
      ...this.#faults(address, event['data']),
      ...this.#faults(`${address}#/$defs/event`, event),
      ...cloudEventFaults(event),
    ];
  }

  async #learn(address: string): Promise<void> {
    const known = this.#known.get(address);
    const loading = known ?? this.#load(address);
    this.#known.set(address, loading);
    const document = await loading;
    if (!this.#ajv.getSchema(address)) this.#ajv.addSchema(document);
  }

  #faults(key: string, value: unknown): readonly string[] {
    const validate: ValidateFunction | undefined = this.#ajv.getSchema(key);
    if (!validate) return [`there is no schema ${key}`];
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${key}: ${instancePath} ${String(message)} ${JSON.stringify(params)}`,
    );
  }
}

function cloudEventFaults(event: Json): readonly string[] {
  try {
    const isStrict = true;
    new CloudEvent(event, isStrict).validate();
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** Reads a schema without a token: it is public. */
export async function fetchSchema(address: string): Promise<Json> {
  const response = await fetch(address);
  expect({ address, status: response.status }).toEqual({ address, status: 200 });
  expect(response.headers.get('content-type')).toBe('application/schema+json');
  expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
  return (await response.json()) as Json; // a schema is an object
}
