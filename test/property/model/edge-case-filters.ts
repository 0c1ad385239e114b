/** Filters that have broken servers, each with its meaning as a plain function of a User. */
import { CORE_USER, ENTERPRISE_USER, type Json } from '../../support/scim/scim-client.ts';
import { byCodePoint, folded, isObject, listAt, valuesAt } from './resource-values.ts';

type Meaning = (user: Json) => boolean;

const DEEPEST = 39;
const MOST_TERMS = 300;
const MOST_LISTS = 20;

const titled =
  (holds: (title: string) => boolean): Meaning =>
  ({ title }) =>
    typeof title === 'string' && holds(title);

const anyEmail =
  (holds: (email: Json) => boolean): Meaning =>
  user =>
    listAt(user, 'emails').some(holds);

const isText =
  (name: string, text: string): Meaning =>
  object =>
    typeof object[name] === 'string' && folded(object[name]) === folded(text);

const isAssigned =
  (...steps: readonly string[]): Meaning =>
  user =>
    valuesAt(user, steps).some(isNonEmpty);
const isNonEmpty = (value: unknown): boolean =>
  isObject(value) ? Object.values(value).some(isNonEmpty) : value !== '' && value !== undefined;

const not =
  (meaning: Meaning): Meaning =>
  user =>
    !meaning(user);
const all: Meaning = () => true;
const none: Meaning = () => false;

const hasWork = anyEmail(isText('type', 'work'));
const isActive: Meaning = ({ active }) => active === true;
const hasTitle = isAssigned('title');

const wrapped = (filter: string, before: string, after: string, times: number): string =>
  before.repeat(times) + filter + after.repeat(times);

export const EDGE_CASE_FILTERS: readonly (readonly [filter: string, meaning: Meaning])[] = [
  // empty texts are texts, but not present
  ['title eq ""', titled(title => title === '')],
  ['title ne ""', not(titled(title => title === ''))],
  ['title co ""', titled(everybodyOf)],
  ['title sw "" and title ew ""', titled(everybodyOf)],
  ['not (title co "")', not(titled(everybodyOf))],
  ['title ge ""', titled(everybodyOf)],
  ['title lt ""', none],
  ['title le "" and not (title pr)', titled(title => title === '')],
  ['emails.value eq ""', anyEmail(isText('value', ''))],
  ['emails[value eq ""]', anyEmail(isText('value', ''))],
  // unassigned
  ['emails eq null', not(isAssigned('emails'))],
  ['emails ne null', isAssigned('emails')],
  ['emails pr', isAssigned('emails')],
  ['emails.value eq null', not(isAssigned('emails', 'value'))],
  ['emails[value eq null]', anyEmail(email => !isNonEmpty(email['value']))],
  ['emails[type eq null and value pr]', anyEmail(email => !email['type'] && isNonEmpty(email['value']))],
  [
    'emails[type eq "work"].value eq null',
    not(anyEmail(email => isText('type', 'work')(email) && isNonEmpty(email['value']))),
  ],
  ['addresses eq null', not(isAssigned('addresses'))],
  ['name eq null', not(isAssigned('name'))],
  ['name pr', isAssigned('name')],
  ['name[not (givenName pr)]', not(isAssigned('name', 'givenName'))],
  [`${ENTERPRISE_USER} pr`, isAssigned(ENTERPRISE_USER)],
  [`not (${ENTERPRISE_USER}:manager pr)`, not(isAssigned(ENTERPRISE_USER, 'manager'))],
  [`${ENTERPRISE_USER}:manager eq null`, not(isAssigned(ENTERPRISE_USER, 'manager'))],
  [`${ENTERPRISE_USER}:manager.displayName pr`, none],
  ['active eq null', none],
  ['active pr', all],
  // ne is the complement of eq; inside brackets it is that of one element
  ['emails ne "a@x.io"', not(anyEmail(isText('value', 'a@x.io')))],
  ['emails.value ne "A@x.io" and emails.value eq "a@x.io"', none],
  ['emails[value ne "a@x.io"]', anyEmail(not(isText('value', 'a@x.io')))],
  [
    'emails[type eq "work"].value ne "a@x.io"',
    not(anyEmail(email => isText('type', 'work')(email) && isText('value', 'a@x.io')(email))),
  ],
  ['not (emails[not (type eq "work")])', not(anyEmail(not(isText('type', 'work'))))],
  ['emails.primary ne true', not(anyEmail(({ primary }) => primary === true))],
  // one element, or several
  ['emails[type eq "work" and type eq "home"]', none],
  [
    'emails[type eq "work"] and emails[type eq "home"]',
    user => hasWork(user) && anyEmail(isText('type', 'home'))(user),
  ],
  [
    'emails[value eq "a@x.io" or type eq "home"]',
    anyEmail(email => isText('value', 'a@x.io')(email) || isText('type', 'home')(email)),
  ],
  [
    'emails[value eq "a@x.io" and not (type eq "work")]',
    anyEmail(email => isText('value', 'a@x.io')(email) && !isText('type', 'work')(email)),
  ],
  [
    'emails[not (value eq "a@x.io" and type eq "work")]',
    anyEmail(email => !(isText('value', 'a@x.io')(email) && isText('type', 'work')(email))),
  ],
  ['emails.display eq "a\\nb"', anyEmail(isText('display', 'a\nb'))],
  [
    'emails[(value co "@" or (display pr)) and not (primary eq "True")].type ew ""',
    anyEmail(
      ({ value, display, primary, type }) =>
        (String(value ?? '').includes('@') || isNonEmpty(display)) &&
        primary !== true &&
        typeof type === 'string',
    ),
  ],
  // the derived address: the primary one, else work, else the first, else a userName that is one
  ['email eq "2ND@x.io"', isText('userName', 'work-in-capitals')],
  ['email eq "3rd@x.io"', isText('userName', 'primary@without.a.value')],
  ['email eq "name@for.address"', isText('userName', 'name@for.address')],
  ['email eq "1st@x.io" or email eq "primary@without.a.value"', none],
  // the order of code points, not of UTF-16 units
  ['title gt "\\ue000"', titled(title => byCodePoint(folded(title), '\ue000') > 0)],
  ['title lt "\\ud83d\\ude00"', titled(title => byCodePoint(folded(title), '\u{1f600}') < 0)],
  [
    'nickName lt "\\ud83d\\ude00" and nickName ge "\\uff41"',
    ({ nickName }) =>
      typeof nickName === 'string' &&
      byCodePoint(folded(nickName), '\u{1f600}') < 0 &&
      byCodePoint(folded(nickName), '\uff41') >= 0,
  ],
  ['title sw "\\uffff"', titled(title => folded(title).startsWith('\uffff'))],
  ['title sw "\\ud7ff"', titled(title => folded(title).startsWith('\ud7ff'))],
  ['title sw "\\udbff\\udfff"', titled(title => folded(title).startsWith('\u{10ffff}'))],
  // letters whose cases are more than pairs
  ['title eq "i\\u0307"', titled(title => folded(title) === 'i\u0307')],
  ['title co "\\u03a3"', titled(title => folded(title).includes('\u03c3'))],
  ['externalId eq "\\u00c9"', none],
  ['externalId eq "E\\u0301"', ({ externalId }) => externalId === 'E\u0301'],
  [
    'externalId eq "e\\u0301" or externalId sw "E\\u0301"',
    ({ externalId }) => externalId === 'e\u0301' || externalId === 'E\u0301',
  ],
  // nothing in a text is syntax
  ['title eq ") or (userName pr"', titled(title => title === ') or (userName pr')],
  [
    'title eq "x\\" or userName pr or title eq \\""',
    titled(title => title === 'x" or userName pr or title eq "'),
  ],
  ['title co "\' OR 1=1"', titled(title => folded(title).includes("' or 1=1"))],
  ['title co "%" or title co "_" or title co "\\\\"', titled(title => /[%_\\]/.test(title))],
  ['title sw "?" or title sw "$1" or title sw ":name"', titled(title => /^(\?|\$1|:name)/i.test(title))],
  ['title eq "null" or title eq "true" or title eq "[]"', titled(title => /^(null|true|\[\])$/i.test(title))],
  // and before or, not before both
  ['title pr and active eq false or active eq true and title pr', hasTitle],
  ['active eq true or title pr and title eq "no title"', isActive],
  ['not (title pr) or active eq true and not (active eq true)', not(hasTitle)],
  ['not (active eq true) and title pr', user => !isActive(user) && hasTitle(user)],
  // up to the limits
  [wrapped('title pr', '(', ')', DEEPEST), hasTitle],
  [wrapped('title pr', 'not (', ')', DEEPEST), not(hasTitle)],
  [`emails[${wrapped('type eq "work"', '(', ')', DEEPEST - 1)}]`, hasWork],
  [
    Array.from({ length: MOST_TERMS }, (_, at) => `title eq "${at}"`).join(' or '),
    titled(title => /^[0-9]{1,2}$/.test(title)),
  ],
  [Array.from({ length: MOST_LISTS }, () => 'emails pr').join(' and '), isAssigned('emails')],
  // schemas are as they are listed
  [`schemas eq "${ENTERPRISE_USER}"`, ({ schemas }) => valuesAt(schemas, []).includes(ENTERPRISE_USER)],
  [`schemas ne "${ENTERPRISE_USER}"`, ({ schemas }) => !valuesAt(schemas, []).includes(ENTERPRISE_USER)],
  // times without a zone are UTC
  ['meta.created lt "2000-01-01T00:00:00"', none],
  // names
  [`${CORE_USER.toUpperCase()}:EMAILS[TYPE EQ "WORK"]`, hasWork],
  [`${CORE_USER}:meta.resourceType eq "user" and ${CORE_USER}:id pr`, all],
  ['meta.resourceType ne "User"', none],
  ['meta.created gt "2000-01-01" and meta.created lt "2999-12-31T23:59:59.999-11:30"', all],
  ['meta.version eq "W/\\"1\\""', ({ meta }) => isObject(meta) && meta['version'] === 'W/"1"'],
  ['id eq "unknown" or id sw "" and id ew "" and id co "-"', all],
];

function everybodyOf(_text: string): boolean {
  return true;
}
