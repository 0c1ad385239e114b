/**
 * The baseline `bare`: what Express 5 and better-sqlite3 can do at best with the same rows and the same JSON.
 * No SCIM library, no authentication, no log, no events; stored text is completed with id and meta and sent.
 */
import express, { type Response } from 'express';
import { type Attributes, type MemberRow, MemberTable } from '../member-table.ts';

const PORT = Number(process.env['PORT']);
const HOST = process.env['HOST'] ?? '127.0.0.1';
const USERS = '/scim/v2/Users';
const LOCATION = `http://${HOST}:${PORT}${USERS}`;
const MEDIA_TYPE = 'application/scim+json';
const DEFAULT_COUNT = 100;

const table = new MemberTable(process.env['DATABASE_PATH'] ?? 'bare.db');
const app = express();
app.disable('etag');
app.disable('x-powered-by');

app.get('/healthz', (_request, response) => send(response, 200, '{}'));

app.get(`${USERS}/:id`, (request, response) => sendMember(response, 200, table.find(request.params.id)));

app.get(USERS, (request, response) => {
  const { filter, startIndex, count } = request.query;
  const wanted = typeof filter === 'string' ? /^userName eq "([^"]*)"$/.exec(filter)?.[1] : undefined;
  if (wanted !== undefined) {
    const rows = table.findByUserName(wanted);
    sendPage(response, rows.length, 1, rows);
  } else {
    const start = Number(startIndex ?? 1);
    sendPage(response, table.count(), start, table.page(start - 1, Number(count ?? DEFAULT_COUNT)));
  }
});

const parseBody = express.json({ type: [MEDIA_TYPE, 'application/json'] });

app.post(USERS, parseBody, (request, response) => {
  const attributes = request.body as Attributes; // a baseline trusts its client
  sendMember(response, 201, table.create(attributes));
});

app.patch(`${USERS}/:id`, parseBody, (request, response) => {
  const { Operations } = request.body as { Operations: { path: string; value: unknown }[] }; // likewise
  const row = table.change(String(request.params['id']), attributes => {
    const edited = { ...attributes };
    for (const { path, value } of Operations) edited[path] = value;
    return edited;
  });
  sendMember(response, 200, row);
});

app.listen(PORT, HOST);

/** One write with a known length: the least that Node can send. */
function send(response: Response, status: number, text: string): void {
  response
    .writeHead(status, { 'Content-Type': MEDIA_TYPE, 'Content-Length': Buffer.byteLength(text) })
    .end(text);
}

function sendMember(response: Response, status: number, row: MemberRow | undefined): void {
  if (row) send(response, status, memberText(row));
  else send(response, 404, '{"status":"404"}');
}

function sendPage(response: Response, total: number, start: number, rows: readonly MemberRow[]): void {
  const schema = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"]';
  const resources = rows.map(memberText).join();
  send(
    response,
    200,
    `${schema},"totalResults":${total},"startIndex":${start},"itemsPerPage":${rows.length},"Resources":[${resources}]}`,
  );
}

function memberText({ id, attributes, version, created_at, modified_at }: MemberRow): string {
  const created = new Date(created_at).toISOString();
  const modified = new Date(modified_at).toISOString();
  const meta = `{"resourceType":"User","created":"${created}","lastModified":"${modified}","location":"${LOCATION}/${id}","version":"W/\\"${version}\\""}`;
  return `${attributes.slice(0, -1)},"id":"${id}","meta":${meta}}`;
}
