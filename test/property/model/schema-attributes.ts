/** The attributes and sub-attributes that /Schemas declares: read from that JSON alone (RFC 7643 §7). */

import { HttpConnection } from '../../support/network/http-connection.ts';
import { CORE_USER, type Json } from '../../support/scim/scim-client.ts';
import { startTestService } from '../../support/test-service.ts';
import { listAt } from './resource-values.ts';

export interface SchemaAttribute {
  /** `title`, `emails.value`, `urn:…:enterprise:2.0:User:manager.value`: without the core URN, as clients write it. */
  readonly path: string;
  /** The same under its schema's URN. */
  readonly urnPath: string;
  /** The names that lead to it in a resource. */
  readonly steps: readonly string[];
  readonly type: 'text' | 'boolean' | 'complex';
  readonly isReference: boolean;
  readonly isList: boolean;
  /** What it is a sub-attribute of. */
  readonly parent: SchemaAttribute | undefined;
  readonly subAttributes: readonly SchemaAttribute[];
  readonly isCaseExact: boolean;
  readonly isReadOnly: boolean;
  readonly isRequired: boolean;
}

/** Every declared attribute, each followed by its sub-attributes; asked of a service of its own. */
export async function readSchemaAttributes(): Promise<readonly SchemaAttribute[]> {
  const service = await startTestService();
  const { baseUrl, token } = await service.addAccount();
  const connection = new HttpConnection(baseUrl, token);
  try {
    const { body } = await connection.send('GET', '/Schemas');
    return listAt(body, 'Resources').flatMap(schema => {
      const urn = String(schema['id']);
      return listAt(schema, 'attributes').flatMap(described => withSubAttributes(described, urn, undefined));
    });
  } finally {
    connection.close();
    await service.stop();
  }
}

function withSubAttributes(
  described: Json,
  urn: string,
  parent: SchemaAttribute | undefined,
): SchemaAttribute[] {
  const name = String(described['name']);
  const below: SchemaAttribute[] = [];
  const attribute: SchemaAttribute = {
    path: parent ? `${parent.path}.${name}` : urn === CORE_USER ? name : `${urn}:${name}`,
    urnPath: parent ? `${parent.urnPath}.${name}` : `${urn}:${name}`,
    steps: parent ? [...parent.steps, name] : urn === CORE_USER ? [name] : [urn, name],
    type: described['type'] === 'complex' || described['type'] === 'boolean' ? described['type'] : 'text',
    isReference: described['type'] === 'reference',
    isList: described['multiValued'] === true,
    parent,
    subAttributes: below,
    isCaseExact: described['caseExact'] === true,
    isReadOnly: described['mutability'] === 'readOnly',
    isRequired: described['required'] === true,
  };
  for (const sub of listAt(described, 'subAttributes')) below.push(...withSubAttributes(sub, urn, attribute));
  return [attribute, ...below];
}
