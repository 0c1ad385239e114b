/** The schemas of events, without a token: they say nothing of any account, and `dataschema` in every event leads here. */
import express, { type Router } from 'express';
import { RollcallError } from '../../base/errors.ts';
import { EVENT_CATALOGUE } from '../../events/catalogue/catalogue.ts';
import { dataSchemaDocument, dataSchemaName, dataSchemaUrl } from '../../events/catalogue/event-schema.ts';
import { onlyMethods } from '../request/guards.ts';

/** They change with a new release of the service at most. */
const CACHING = 'public, max-age=3600';

/** @param publicUrl without a trailing slash */
export function schemaRoutes(publicUrl: () => string): Router {
  const router = express.Router();
  router
    .route('/events')
    .get((_request, response) => {
      const schemas = EVENT_CATALOGUE.map(({ type, when }) => {
        const data = dataSchemaUrl(type, publicUrl());
        return { type, when, data, event: `${data}#/$defs/event` };
      });
      response.set('Cache-Control', CACHING).json({ schemas });
    })
    .all(onlyMethods(['GET', 'HEAD']));
  router
    .route('/events/:name')
    .get((request, response) => {
      const entry = EVENT_CATALOGUE.find(({ type }) => dataSchemaName(type) === request.params.name);
      if (!entry) {
        throw new RollcallError(
          'notFound',
          `There is no schema of this name; ${publicUrl()}/schemas/events lists them all.`,
        );
      }
      // As a Buffer: Express would add a charset, which JSON does not have.
      response.set({ 'Cache-Control': CACHING, 'Content-Type': 'application/schema+json' });
      response.send(Buffer.from(JSON.stringify(dataSchemaDocument(entry, publicUrl()))));
    })
    .all(onlyMethods(['GET', 'HEAD']));
  return router;
}
