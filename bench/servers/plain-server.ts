/**
 * The baseline `plain`: scimmy and scimmy-routers over the same table, the way their documentation shows.
 * Two things are helped along so that the comparison is fair: `count` and `startIndex` reach the library on
 * Express 5, and a page is cut in SQL instead of in memory.
 */
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { type Attributes, type MemberRow, MemberTable } from '../member-table.ts';

const PORT = Number(process.env['PORT']);
const HOST = process.env['HOST'] ?? '127.0.0.1';
const DEFAULT_COUNT = 100;

const table = new MemberTable(process.env['DATABASE_PATH'] ?? 'plain.db');

/** What the library makes of a stored member; it validates the shape itself. */
type User = SCIMMY.Schemas.User;

SCIMMY.Resources.declare(SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false))
  .ingress((resource, instance) => {
    // The library hands over its own meta and, on an update, the id; neither is an attribute to store.
    const { meta: _meta, id: _id, ...attributes } = instance as unknown as Attributes; // its accessors spread like fields
    const row = resource.id ? table.change(resource.id, () => attributes) : table.create(attributes);
    return userOf(row, resource.id);
  })
  .egress(resource => {
    if (resource.id) return userOf(table.find(resource.id), resource.id);
    const wanted = userNameIn(resource.filter);
    if (wanted !== undefined) return table.findByUserName(wanted).map(row => userOf(row, row.id));
    const { startIndex = 1, count = DEFAULT_COUNT } = resource.constraints ?? {};
    const users = table.page(startIndex - 1, count).map(row => userOf(row, row.id));
    // The documented way to tell the total: a mostly sparse array of that length.
    users.length = table.count();
    return users;
  });

function userOf(row: MemberRow | undefined, id: string | undefined): User {
  if (!row) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
  const meta = {
    created: new Date(row.created_at),
    lastModified: new Date(row.modified_at),
    version: `W/"${row.version}"`,
  };
  return {
    ...(JSON.parse(row.attributes) as Omit<User, 'id' | 'meta'>),
    id: row.id,
    meta,
  } as unknown as User; // stored by ingress
}

/** The value of `userName eq "…"`, when that is the whole filter. */
function userNameIn(filter: SCIMMY.Types.Filter | undefined): string | undefined {
  const [only, ...alternatives] = (filter ?? []) as readonly Readonly<Record<string, unknown>>[]; // a Filter is an array of expressions
  const comparison = only?.['userName'];
  if (alternatives.length > 0 || !Array.isArray(comparison) || comparison[0] !== 'eq') return undefined;
  return String(comparison[1]);
}

const app = express();
app.disable('x-powered-by');
app.get('/healthz', (_request, response) => void response.json({}));
// In Express 5 `query` is a getter that parses anew each time, so what the router writes to it is lost
// (scimmyjs/scimmy-routers#36).
app.use((request, _response, next) => {
  Object.defineProperty(request, 'query', {
    value: { ...request.query },
    writable: true,
    configurable: true,
  });
  next();
});
app.use(
  '/scim/v2',
  new SCIMMYRouters({ type: 'bearer', handler: () => 'bench', baseUri: () => `http://${HOST}:${PORT}` }),
);
app.listen(PORT, HOST);
