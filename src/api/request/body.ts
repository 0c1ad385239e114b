/** Bodies of the control API: JSON, read within limits of their own and judged by a schema. */

import type { Request, Response } from 'express';
import type { z } from 'zod';
import { RollcallError } from '../../base/errors.ts';
import { isObject, type JsonObject } from '../../base/json-object.ts';
import { fields, parseWith, type Schema } from '../../base/schema.ts';
import { bodyCollector, type CollectBody, checkMediaType, parseBody } from '../../http/request/body.ts';

/** How a route reads the bodies of its requests. */
export interface BodySchema<Value> {
  readonly schema: Schema;
  /** Whether an empty body is one without fields. */
  readonly mayBeEmpty: boolean;
  readonly collect: CollectBody;
  /** @throws RollcallError `badRequest` */
  readonly parse: (value: JsonObject) => Value;
}

const LARGEST_BODY_BYTES = 65_536;

/** An object of few fields; an empty body stands for `{}`. */
export const jsonBody = <Wanted extends Schema>(schema: Wanted): BodySchema<z.output<Wanted>> => ({
  schema,
  mayBeEmpty: true,
  collect: bodyCollector(LARGEST_BODY_BYTES),
  parse: value => parseWith(schema, value),
});

/** The body of an action that says all there is to say. */
export const nothing = jsonBody(fields({}));

/**
 * @param recheck judges the token again: it may have been revoked while the body arrived
 * @throws RollcallError `badRequest`, `invalidSyntax`, `payloadTooLarge`, `unsupportedMediaType`, and what `recheck` throws
 */
export async function readBody<Value>(
  { collect, mayBeEmpty, parse }: BodySchema<Value>,
  request: Request,
  response: Response,
  recheck: () => Promise<unknown>,
): Promise<Value> {
  const isLate = !request.complete;
  const bytes = await collect(request, response);
  if (isLate) await recheck();
  if (bytes.length === 0) {
    if (mayBeEmpty) return parse({});
    throw new RollcallError('badRequest', 'The request needs a JSON body, and it is empty.');
  }
  const charset = checkMediaType(request, ['application/json']);
  const value = await parseBody(bytes, { charset });
  if (isObject(value)) return parse(value);
  throw new RollcallError('badRequest', 'The body must be a JSON object.');
}
