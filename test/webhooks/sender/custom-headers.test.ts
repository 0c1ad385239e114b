import { RollcallError } from '../../../src/base/errors.ts';
import { checkCustomHeaders } from '../../../src/webhooks/sender/custom-headers.ts';

function refusalOf(headers: unknown): RollcallError {
  try {
    checkCustomHeaders(headers);
  } catch (error) {
    if (error instanceof RollcallError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

test('headers are accepted, their names in lower case', () => {
  expect(checkCustomHeaders({ Authorization: 'Bearer a.b-c==', 'X-Api-Key': '"k" 1' })).toEqual({
    authorization: 'Bearer a.b-c==',
    'x-api-key': '"k" 1',
  });
  expect(checkCustomHeaders(undefined)).toEqual({});
  expect(checkCustomHeaders({})).toEqual({});
});

test('twenty headers are the most, and 4,096 characters the longest value', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, 'v'.repeat(4_096)]));
  expect(Object.keys(checkCustomHeaders(many(20)))).toHaveLength(20);
  expect(refusalOf(many(21)).message).toContain('at most 20');
  expect(refusalOf({ 'x-long': 'v'.repeat(4_097) }).message).toContain('x-long');
});

test.each([
  'Host',
  'content-type',
  'Content-Length',
  'content-encoding',
  'Transfer-Encoding',
  'connection',
  'keep-alive',
  'TE',
  'trailer',
  'upgrade',
  'expect',
  'accept-encoding',
  'proxy-authorization',
  'webhook-id',
  'Webhook-Signature',
  'traceparent',
  'user-agent',
  'scim-previous-sequence',
])('%s is not for the owner of an endpoint to set', name => {
  const refused = refusalOf({ [name]: 'x' });
  expect(refused.code).toBe('badRequest');
  expect(refused.message).toContain(name.toLowerCase());
});

test.each([
  ['an empty name', { '': 'x' }],
  ['a space in a name', { 'x y': 'x' }],
  ['a colon in a name', { 'x:': 'x' }],
  ['a line break in a name', { 'x\r\ny': 'x' }],
  ['a letter beyond ASCII in a name', { 'x-é': 'x' }],
  ['a name of 129 characters', { ['x'.repeat(129)]: 'x' }],
  ['one name in two spellings', { 'X-Key': 'a', 'x-key': 'b' }],
  ['an empty value', { 'x-key': '' }],
  ['a line break in a value', { 'x-key': 'secret\r\nhost: evil' }],
  ['a NUL in a value', { 'x-key': 'secret\u0000' }],
  ['a tab in a value', { 'x-key': 'secret\tsecret' }],
  ['a letter beyond ASCII in a value', { 'x-key': 'secret-é' }],
  ['a space at the end of a value', { 'x-key': 'secret ' }],
  ['a number as a value', { 'x-key': 1 }],
  ['null as a value', { 'x-key': null }],
  ['a list as a value', { 'x-key': ['secret'] }],
  ['a list instead of an object', [['x-key', 'secret']]],
  ['a text instead of an object', 'x-key: secret'],
  ['null instead of an object', null],
])('refuses %s in words that never repeat a value', (_what, headers) => {
  const refused = refusalOf(headers);
  expect(refused.code).toBe('badRequest');
  expect(refused.message).toContain('"headers"');
  expect(refused.message).not.toContain('secret');
});

test('a name that means something to JavaScript is a name like any other', () => {
  const checked = checkCustomHeaders(JSON.parse('{"__proto__":"a","constructor":"b"}'));
  expect(Object.entries(checked)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
});
