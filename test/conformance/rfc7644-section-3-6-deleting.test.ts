/** RFC 7644 §3.6: deleting a User, for good and at once. */
import { type Created, refusal } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'test');
let ann: Created;

beforeEach(async () => {
  ann = await client.create({ userName: 'ann@example.com', title: 'Lead' });
});

const memberEvents = () => service.memberEvents(client.account.accountId);

test('a deletion is answered with 204 and nothing else', async () => {
  const answer = await client.delete(ann.path);
  expect(answer).toMatchObject({ status: 204, text: '' });
});

test.each(['GET', 'PUT', 'PATCH', 'DELETE'] as const)('afterwards %s is answered with 404', async method => {
  await client.delete(ann.path);
  const body =
    method === 'PUT'
      ? { userName: 'ann@example.com' }
      : method === 'PATCH'
        ? { Operations: [{ op: 'replace', path: 'active', value: true }] }
        : undefined;
  expect(await client.send(method, ann.path, body)).toMatchObject(refusal(404, undefined));
  expect(await memberEvents()).toHaveLength(3);
});

test('a deleted member is in no list and found by no filter', async () => {
  await client.delete(ann.path);
  expect((await client.get('/Users')).body).toMatchObject({ totalResults: 0, Resources: [] });
  expect(await client.find('userName eq "ann@example.com"')).toEqual([]);
  expect(await client.find('email eq "ann@example.com"')).toEqual([]);
  expect(await client.find(`id eq "${ann.id}"`)).toEqual([]);
});

test('the userName is free at once, for a member with another id', async () => {
  await client.delete(ann.path);
  const again = await client.create({ userName: 'ANN@example.com' });
  expect(again.id).not.toBe(ann.id);
  expect(await client.read(again.path)).not.toHaveProperty('title');
});

test('an active member is deprovisioned and then deleted, with its last state', async () => {
  await client.delete(ann.path);
  const [, deprovisioned, deleted] = await memberEvents();
  expect(deprovisioned).toMatchObject({
    type: 'team_member.deprovisioned',
    subject: ann.id,
    data: { reason: 'deleted', member: { id: ann.id, active: false, version: 2 } },
  });
  expect(deleted).toMatchObject({
    type: 'team_member.deleted',
    subject: ann.id,
    data: { member: { id: ann.id, userName: 'ann@example.com', title: 'Lead', version: 3 } },
  });
});

test('a deactivated member is deleted without being deprovisioned again', async () => {
  await client.patch(ann.path, { op: 'replace', path: 'active', value: false });
  await client.delete(ann.path);
  expect((await memberEvents()).map(event => [event.type, event.data.reason])).toEqual([
    ['team_member.provisioned', undefined],
    ['team_member.deprovisioned', 'deactivated'],
    ['team_member.deleted', 'deleted'],
  ]);
});

test('of two deletions at the same moment one is answered with 204 and one with 404', async () => {
  const answers = await Promise.all([client.delete(ann.path), client.delete(ann.path)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
  expect(await memberEvents()).toHaveLength(3);
});

test('a body of the request is ignored', async () => {
  expect((await client.send('DELETE', ann.path, { reason: 'left' })).status).toBe(204);
});

test('the list cannot be deleted', async () => {
  expect(await client.delete('/Users')).toMatchObject(refusal(405, undefined));
  expect(await client.read(ann.path)).toEqual(ann.body);
});

test('no other member is touched', async () => {
  const bob = await client.create({ userName: 'bob@example.com' });
  await client.delete(ann.path);
  expect(await client.read(bob.path)).toEqual(bob.body);
});
