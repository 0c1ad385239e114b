/** Forms of pages: only our own pages may send them, and they are read like any other body. */
import express, { type Request, type RequestHandler } from 'express';
import type { z } from 'zod';
import { RollcallError } from '../base/errors.ts';
import { parseWith, type Schema } from '../base/schema.ts';

const LARGEST_FORM = '16kb';

/**
 * Refuses a form that another site had the browser send. A browser says where a request comes from; one that does not
 * name Fetch Metadata names an origin.
 * @param publicUrl the address at which browsers see the pages
 * @throws RollcallError `forbidden`
 */
export function requireSameOrigin(publicUrl: () => string): RequestHandler {
  return ({ method, headers }, _response, next) => {
    if (method === 'GET' || method === 'HEAD') return next();
    const site = headers['sec-fetch-site'];
    const isOwn =
      site === undefined ? headers.origin === new URL(publicUrl()).origin : site === 'same-origin';
    if (!isOwn) throw new RollcallError('forbidden', 'This form was not sent from a page of this service.');
    next();
  };
}

export const readForms: RequestHandler = express.urlencoded({ extended: false, limit: LARGEST_FORM });

/** @throws RollcallError `badRequest` that names every fault */
export const parseForm = <Wanted extends Schema>(schema: Wanted, request: Request): z.output<Wanted> =>
  parseWith(schema, request.body ?? {});
