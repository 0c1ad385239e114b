/** RFC 7644 §3.4.2.2 and §3.12: filters that cannot be answered; never a 5xx, never the whole directory. */
import { type Answer, refusal } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'suite');

beforeAll(async () => {
  await client.create({ userName: 'ann@example.com' });
});

const ask = (filter: string): Promise<Answer> => client.get(`/Users?filter=${encodeURIComponent(filter)}`);

describe('an unknown attribute is refused and named', () => {
  test.each([
    ['favouriteColour eq "blue"', /favouriteColour/],
    ['not (favouriteColour eq "blue")', /favouriteColour/],
    ['userName pr or favouriteColour pr', /favouriteColour/],
    ['name.colour eq "x"', /name\.colour/],
    ['emails.colour eq "x"', /emails\.colour/],
    ['emails[colour eq "x"]', /emails\.colour/],
    ['colours[type eq "x"]', /colours/],
    ['emails[type eq "x"].colour eq "y"', /emails\.colour/],
    ['userName.givenName eq "x"', /userName\.givenName/],
    ['name.givenName.first eq "x"', /name\.givenName\.first/],
    ['urn:example:params:scim:custom:role eq "x"', /urn:example/],
    ['urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "x"', /Group/],
    ['password eq "secret"', /password/],
    ['roles.value eq "owner"', /roles\.value/],
    ['groups.value eq "x"', /groups\.value/],
    ['userType eq "Employee"', /userType/],
    ['entitlements pr', /entitlements/],
    ['__proto__ eq "x"', /__proto__/],
    ['constructor pr', /constructor/],
    ['toString.length eq 1', /toString/],
    ['account_id eq "account-2"', /account_id/],
    ['search pr', /search/],
  ])('%s', async (filter, detail) => {
    expect(await ask(filter)).toMatchObject(refusal(400, 'invalidFilter', detail));
  });
});

describe('a malformed filter is refused', () => {
  test.each([
    '',
    '   ',
    'userName',
    'userName eq',
    'userName eq "x',
    'userName eq x"',
    "userName eq 'x y'",
    'userName is "x"',
    'userName = "x"',
    'userName eq "x" "y"',
    'userName eq "x" and',
    'and userName eq "x"',
    'userName eq "x" xor userName eq "y"',
    'userName eq "x" userName eq "y"',
    'eq "x"',
    '"x" eq userName',
    '"userName" eq "x"',
    'pr',
    'userName pr "x"',
    'not userName eq "x"',
    'not',
    'not ()',
    '()',
    '(userName eq "x"',
    'userName eq "x")',
    '((userName eq "x")',
    ')(',
    'emails[type eq "work"',
    'emails type eq "work"]',
    'emails[]',
    'emails[type]',
    '[type eq "work"]',
    'emails[type eq "work"]value eq "x"',
    'emails[type eq "work"].value',
    'emails[type eq "work"].value.more eq "x"',
    'userName eq "a\\x"',
    'userName eq "\\u12"',
    'userName eq "line\nbreak"',
    'userName eq [1]',
    'userName eq {"a":1}',
    '%',
    '\\',
    '😀',
    'userName eq "x"; DROP TABLE members',
    'userName eq "x" -- \'',
  ])('%j', async filter => {
    expect(await ask(filter)).toMatchObject(refusal(400, 'invalidFilter', /filter/i));
  });
});

describe('a comparison that does not fit the type is refused', () => {
  test.each([
    'active gt true',
    'active co "tr"',
    'active sw "t"',
    'active eq "maybe"',
    'active eq 1',
    'emails.primary lt false',
    'emails[primary eq "perhaps"]',
    'meta.created eq "yesterday"',
    'meta.created gt "2011-13-45T00:00:00Z"',
    'meta.created gt 5',
    'meta.created co "2011"',
    'name eq "Ann"',
    'addresses eq "Weg 1"',
    'title gt null',
    'title co null',
    'meta.resourceType gt "User"',
    'userName[value eq "x"]',
    'emails[emails[type eq "x"]]',
  ])('%s', async filter => {
    expect(await ask(filter)).toMatchObject(refusal(400, 'invalidFilter'));
  });
});

describe('a filter beyond the limits is refused at once, and says which limit', () => {
  const nested = (depth: number, open: string) => `${open.repeat(depth)}userName pr${')'.repeat(depth)}`;
  const terms = (count: number, word: string) =>
    Array.from({ length: count }, (_, index) => `id eq "${index}"`).join(` ${word} `);

  const values = (count: number) =>
    Array.from({ length: count }, (_, index) => `value eq "${index}"`).join(' or ');
  const valuePaths = (count: number) =>
    `userName pr or ${Array.from({ length: count }, (_, index) => `emails[value eq "${index}"]`).join(' or ')}`;
  const presences = (count: number) =>
    Array.from({ length: count }, () => 'emails[value pr and type pr]').join(' or ');

  test.each([
    ['10,000 characters', () => `userName eq "${'x'.repeat(10_000)}"`],
    ['41 parentheses', () => nested(41, '(')],
    ['41 negations', () => nested(41, 'not (')],
    ['1,000 parentheses', () => nested(1_000, '(')],
    ['301 terms with or', () => terms(301, 'or')],
    ['301 terms with and', () => terms(301, 'and')],
    ['8,193 characters', () => 'userName pr'.padEnd(8_193)],
    ['21 value paths', () => valuePaths(21)],
    ['21 values in one value path', () => `userName pr or emails[${values(21)}]`],
    ['21 values in two value paths', () => `emails[${values(20)}] or phoneNumbers[value eq "1"]`],
    ['a trailing value behind 20 in brackets', () => `emails[${values(20)}].value eq "1"`],
  ])('%s', async (_what, filter) => {
    expect(await ask(filter())).toMatchObject(refusal(400, 'invalidFilter', /\d/));
  });

  test.each([
    ['40 parentheses', () => nested(40, '(')],
    ['40 negations', () => nested(40, 'not (')],
    ['41 groups side by side', () => Array.from({ length: 41 }, () => '(userName pr)').join(' and ')],
    [
      '41 value paths side by side',
      () => `userName pr or ${Array.from({ length: 41 }, () => 'name[givenName pr]').join(' or ')}`,
    ],
    ['300 terms with or', () => `${terms(299, 'or')} or userName pr`],
    ['8,192 characters', () => 'userName pr'.padEnd(8_192)],
    ['20 values in one value path', () => `userName pr or emails[${values(20)}]`],
    ['20 value paths that ask for presence alone', () => `userName pr or ${presences(20)}`],
    [
      '16 groups that a normal form would expand to 65,536',
      () => Array.from({ length: 16 }, () => '(userName pr or title pr)').join(' and '),
    ],
    ['20 value paths', () => valuePaths(20)],
    [
      '20 value paths with a text search',
      () =>
        `userName pr or ${Array.from({ length: 20 }, (_, index) => `emails[type co "${index}"]`).join(' or ')}`,
    ],
  ])('while %s are answered', async (_what, filter) => {
    expect(await ask(filter())).toMatchObject({ status: 200, body: { totalResults: 1 } });
  });
});

describe('texts no database stores are refused', () => {
  test.each([
    ['NUL', 'userName eq "a\\u0000b"'],
    ['half a surrogate pair', 'userName eq "a\\ud800b"'],
    ['half a surrogate pair in a value path', 'emails[value co "\\udc00"]'],
    ['half a surrogate pair as an id', 'id eq "\\ud800"'],
    ['NUL as a sub-attribute', 'emails[type eq "\\u0000"].value eq "x"'],
  ])('%s', async (_what, filter) => {
    expect(await ask(filter)).toMatchObject(refusal(400, 'invalidFilter'));
  });
});

test('a refusal repeats no value of the filter', async () => {
  const { text } = await ask('userName eq "correct-horse-battery" and');
  expect(text).not.toContain('correct-horse');
});
