import { isAsExpected, seenIn } from '../../src/self-test/sight.ts';

const USER = { userName: 'ann@example.com', active: true, name: { givenName: 'Ann', familyName: 'Baker' } };
const at = (target: string) => ({ target });

test.each([
  ['an empty list of users', '/Users?startIndex=1', { status: 200, body: { totalResults: 0 } }, 'no one'],
  ['a list of one', '/Users', { status: 200, body: { totalResults: 1 } }, 'one person'],
  ['a longer list', '/Users', { status: 200, body: { totalResults: 7 } }, '7 people'],
  ['an empty list of groups', '/Groups', { status: 200, body: { totalResults: 0 } }, 'no groups'],
  ['an active person', '/Users/1', { status: 200, body: USER }, 'active'],
  ['an inactive person', '/Users/1', { status: 200, body: { ...USER, active: false } }, 'inactive'],
  ['what is not there', '/Users/1', { status: 404, body: {} }, 'not there'],
  ['a refusal', '/Users', { status: 409, body: {} }, 'refused'],
  ['a deletion', '/Users/1', { status: 204, body: undefined }, ''],
])('%s is seen as such', (_, target, answer, sight) => {
  expect(seenIn(at(target), answer, {})).toEqual({ status: answer.status, sight });
});

test('an attribute that must not be shown, and a value that should be another, are named', () => {
  const shown = seenIn(
    at('/Users/1'),
    { status: 200, body: { ...USER, password: 'x' } },
    { lacks: ['password', 'roles'] },
  );
  expect(shown.sight).toBe('shows password');
  const other = seenIn(
    at('/Users/1'),
    { status: 200, body: USER },
    { holds: { name: { givenName: 'Bo' }, userName: USER.userName } },
  );
  expect(other.sight).toBe('another name');
  const same = seenIn(at('/Users/1'), { status: 200, body: USER }, { holds: { name: { givenName: 'Ann' } } });
  expect(isAsExpected({ status: 200, sight: 'active' }, same)).toBe(true);
  expect(isAsExpected({ status: 201, sight: 'active' }, same)).toBe(false);
  expect(isAsExpected({ status: 200, sight: 'active' }, other)).toBe(false);
});
