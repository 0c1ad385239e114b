import type { Request, Response } from 'express';
import { bodyCollector, checkMediaType, parseBody } from '../../../http/request/body.ts';
import { LARGEST_BODY_BYTES } from '../../schema/discovery.ts';
import { SCIM_MEDIA_TYPE } from '../error.ts';
import { contextOf } from '../request-context.ts';
import type { Step } from './step.ts';

/** What `takeBody` leaves for the request's turn. */
interface UnparsedBody {
  readonly bytes: Buffer;
  readonly charset: string | undefined;
}

declare global {
  namespace Express {
    interface Locals {
      body?: UnparsedBody;
    }
  }
}

/** Some clients do not name one. */
const BODY_MEDIA_TYPES = [SCIM_MEDIA_TYPE, 'application/json', ''];
const collectBody = bodyCollector(LARGEST_BODY_BYTES);

/** 413 and 415: reads the body, which is parsed in the request's turn. */
export const takeBody: Step = async (request, response, { limits }) => {
  if (!['POST', 'PUT', 'PATCH'].includes(request.method)) return undefined;
  const charset = checkMediaType(request, BODY_MEDIA_TYPES);
  const bytes = await collectBody(request, response);
  limits.charge(contextOf(request).account.id, { parsedBytes: bytes.length });
  response.locals.body = { bytes, charset };
  return undefined;
};

/** @throws RollcallError `invalidSyntax` */
export async function parseTaken(request: Request, { locals }: Response): Promise<void> {
  if (locals.body) request.body = await parseBody(locals.body.bytes, locals.body);
}
