/** RFC 9865: cursor-based pagination, and index pagination beside it, while the directory changes. */
import { copyMember } from '../support/database/copied-members.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { startTestService, type TestAccount, type TestService } from '../support/test-service.ts';

interface Page {
  readonly totalResults: number;
  readonly itemsPerPage: number;
  readonly startIndex?: number;
  readonly nextCursor?: string;
  readonly previousCursor?: string;
  readonly Resources: readonly { readonly id: string; readonly userName: string }[];
}

describe.each(databaseKinds())('lists on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService;
  let account: TestAccount;

  beforeAll(async () => {
    fresh = await kind.create();
    service = await startTestService({ databaseUrl: fresh.url, environment: { LOG_LEVEL: 'error' } });
  });
  afterAll(async () => {
    await service.stop();
    await fresh.drop();
  });
  beforeEach(async () => {
    account = await service.addAccount();
  });

  const send = (path: string, method = 'GET', body?: object) =>
    fetch(account.baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${account.token}`, 'content-type': 'application/scim+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });

  async function page(query: string): Promise<Page> {
    const response = await send(`/Users?${query}`);
    if (response.status !== 200) throw new Error(await response.text());
    return (await response.json()) as Page;
  }

  async function fill(count: number, prefix = 'member'): Promise<void> {
    for (let made = 0; made < count; made += 1_000) {
      const size = Math.min(1_000, count - made);
      const response = await send('/Bulk', 'POST', {
        Operations: Array.from({ length: size }, (_, index) => ({
          method: 'POST',
          path: '/Users',
          data: {
            userName: `${prefix}-${String(made + index).padStart(6, '0')}`,
            title: `t${(made + index) % 3}`,
          },
        })),
      });
      const { Operations } = (await response.json()) as { Operations: { status: string }[] };
      expect(Operations.every(operation => operation.status === '201')).toBe(true);
    }
  }

  /** As `fill`, for thousands. */
  async function fillByCopying(count: number): Promise<void> {
    await fill(1);
    await copyMember(service.database, account.accountId, count);
  }

  async function walk(
    query: string,
    between: () => Promise<void> = () => Promise.resolve(),
  ): Promise<string[]> {
    const seen: string[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const found: Page = await page(`${query}&cursor=${next}`);
      seen.push(...found.Resources.map(member => member.userName));
      next = found.nextCursor;
      await between();
    }
    return seen;
  }

  test.each(['cursor', 'cursor='])('a bare "%s" asks for the first page', async start => {
    await fill(5);
    const first = await page(`${start}&count=2`);
    expect(first).toMatchObject({ totalResults: 5, itemsPerPage: 2 });
    expect(first.nextCursor).toMatch(/^[A-Za-z0-9._~-]+$/);
    expect(first).not.toHaveProperty('previousCursor');
    expect(first).not.toHaveProperty('startIndex');
  });

  test('without a cursor pages are by index, and the last page by cursor has no nextCursor', async () => {
    await fill(3);
    expect(await page('count=2')).toMatchObject({ startIndex: 1, itemsPerPage: 2, totalResults: 3 });
    expect(await page('count=2')).not.toHaveProperty('nextCursor');
    expect(await page('cursor&count=3')).not.toHaveProperty('nextCursor');
  });

  test.each([
    '',
    'sortBy=userName',
    'sortBy=userName&sortOrder=descending',
    'sortBy=title',
    'sortBy=title&sortOrder=descending',
    'sortBy=nickName',
    'sortBy=meta.created&sortOrder=descending',
    `filter=${encodeURIComponent('title eq "T1"')}&sortBy=emails`,
  ])('walks forth and back over the same members in the same order: %s', async query => {
    await fill(11);
    const whole = (await page(`${query}&count=100`)).Resources.map(member => member.userName);
    expect(await walk(`${query}&count=3`)).toEqual(whole);
    let current = await page(`${query}&cursor&count=3`);
    while (current.nextCursor !== undefined)
      current = await page(`${query}&cursor=${current.nextCursor}&count=3`);
    const backwards = [current.Resources.map(member => member.userName)];
    while (current.previousCursor !== undefined) {
      current = await page(`${query}&cursor=${current.previousCursor}&count=3`);
      backwards.unshift(current.Resources.map(member => member.userName));
    }
    expect(backwards.flat()).toEqual(whole);
  });

  test('a cursor is bound to its account and query, and nothing else is taken for one', async () => {
    await fill(4);
    const { nextCursor = '' } = await page('cursor&count=2');
    const refused = async (query: string, scimType: string) => {
      const response = await send(`/Users?${query}`);
      expect([query, response.status, ((await response.json()) as { scimType: string }).scimType]).toEqual([
        query,
        400,
        scimType,
      ]);
    };
    await refused(`cursor=${nextCursor}&count=2&sortBy=title`, 'invalidCursor');
    await refused(`cursor=${nextCursor}&filter=active%20eq%20true`, 'invalidCursor');
    await refused('cursor=made-up', 'invalidCursor');
    await refused(`cursor=${nextCursor.slice(0, -2)}`, 'invalidCursor');
    await refused('cursor=%00', 'invalidCursor');
    await refused('cursor&count=0', 'invalidCount');
    await refused('cursor&count=-1', 'invalidCount');
    await refused('cursor&count=many', 'invalidCount');
    const other = await service.addAccount();
    const foreign = await fetch(`${other.baseUrl}/Users?cursor=${nextCursor}&count=2`, {
      headers: { authorization: `Bearer ${other.token}` },
    });
    expect(foreign.status).toBe(400);
  });

  test('the count may change between pages, and more than the largest page gives the largest', async () => {
    await fillByCopying(1_100);
    const first = await page('cursor&count=5000');
    expect(first.itemsPerPage).toBe(1_000);
    expect((await page(`cursor=${first.nextCursor}&count=7`)).itemsPerPage).toBe(7);
  });

  test('.search pages by cursor too', async () => {
    await fill(3);
    const search = async (cursor: string) =>
      (await (await send('/Users/.search', 'POST', { cursor, count: 2, sortBy: 'userName' })).json()) as Page;
    const first = await search('');
    const second = await search(first.nextCursor ?? '');
    expect([...first.Resources, ...second.Resources].map(member => member.userName)).toEqual([
      'member-000000',
      'member-000001',
      'member-000002',
    ]);
  });

  test('ServiceProviderConfig declares both methods and the sizes that hold', async () => {
    const config = (await (await send('/ServiceProviderConfig')).json()) as { pagination: object };
    expect(config.pagination).toEqual({
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: 100,
      maxPageSize: 1_000,
    });
  });

  test('a cursor walk over thousands of members sees each that stayed exactly once, while others come, go and change names', async () => {
    const members = 6_000;
    await fillByCopying(members);
    const moving = await page(`count=1000&filter=${encodeURIComponent('userName sw "member-0012"')}`);
    expect(moving.totalResults).toBe(100);
    let step = 0;
    const touched = new Set<string>();
    const seen = await walk(`count=${members / 20}`, async () => {
      const victims = moving.Resources.slice(step * 4, step * 4 + 4);
      for (const [index, member] of victims.entries()) {
        touched.add(member.userName);
        const response =
          index % 2 === 0
            ? await send(`/Users/${member.id}`, 'DELETE')
            : await send(`/Users/${member.id}`, 'PATCH', {
                Operations: [{ op: 'replace', path: 'userName', value: `renamed-${step}-${index}` }],
              });
        expect(response.ok).toBe(true);
      }
      await fill(3, `new-${step}`);
      step += 1;
    });
    const stayed = seen.filter(userName => userName.startsWith('member-') && !touched.has(userName));
    expect(stayed).toHaveLength(members - touched.size);
    expect(new Set(seen).size).toBe(seen.length);
  }, 120_000);

  test('an index walk in the order of creation misses no member while others are added', async () => {
    await fill(500);
    const seen = new Set<string>();
    for (let startIndex = 1; startIndex <= 500; startIndex += 50) {
      for (const member of (await page(`startIndex=${startIndex}&count=50`)).Resources)
        seen.add(member.userName);
      await fill(5, `added-${startIndex}`);
    }
    expect([...seen].filter(userName => userName.startsWith('member-'))).toHaveLength(500);
  });
});
