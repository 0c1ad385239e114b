import { mutantsOf } from './mutant.ts';

const conformance = (name: string): readonly string[] => [`test/conformance/${name}.test.ts`];
const BULK = conformance('rfc7644-section-3-7-bulk');
const VERSIONS = conformance('rfc7644-section-3-14-versions');
const PATCHING = conformance('rfc7644-section-3-5-2-patching');
const DIALECTS = conformance('rfc7644-section-3-5-2-patch-dialects');
const REFUSED_PATCHES = conformance('rfc7644-section-3-5-2-refused-patches');
const OUTCOMES = conformance('rfc7644-section-3-5-2-patch-outcomes');
const CREATING = conformance('rfc7644-section-3-3-creating');
const ATTRIBUTES = conformance('rfc7643-section-2-attributes');
const VALUES = ['test/bad-input/values.test.ts'];
const IGNORED = ['test/authority/ignored-authority.test.ts'];
const LOG = ['test/provisioning-log/provisioning-log.test.ts'];

export const SCIM_MUTANTS = [
  ...mutantsOf('src/scim/schema/attributes.ts', LOG, [
    ['a password is an unknown attribute', "if (first === 'password') return { kind: 'password' };", ''],
  ]),
  ...mutantsOf('src/scim/bulk/bulk.ts', BULK, [
    [
      'an operation is done after failOnErrors was used up',
      'if (this.#errors >= this.#failOnErrors) return;\n    const context',
      'const context',
    ],
    ['an operation is done twice', 'this.#begun.has(operation) || ', ''],
    [
      'the version of an operation counts for nothing',
      'preconditions: { ifMatch: version, ifNoneMatch: undefined },',
      'preconditions: { ifMatch: undefined, ifNoneMatch: undefined },',
    ],
    ['a circle is never closed', 'await this.#completeCircles();', ''],
    [
      'a circle takes back what changed in between',
      'resolveReferences(onlyReferences(operation.data), this.#created)',
      'resolveReferences(operation.data, this.#created)',
    ],
    ['a reference to nothing is left out', 'if (!creator) {\n        throw', 'if (false) {\n        throw'],
    [
      'a location is no address',
      '|| !resolved.isWellFormed() || isReference(resolved)) return undefined;',
      ') return undefined;',
    ],
    ['an event does not tell its place in the request', 'bulkIndex: index,', 'bulkIndex: null,'],
  ]),
  ...mutantsOf(
    'src/scim/bulk/bulk.ts',
    ['test/bad-input/costs-of-large-members.test.ts'],
    [
      [
        'a bulk request writes large members without end',
        'if (this.#changed > LARGEST_BULK_CHANGE) {',
        'if (this.#changed < 0) {',
      ],
    ],
  ),
  ...mutantsOf('src/scim/bulk/request.ts', BULK, [
    [
      'there is one operation too many',
      'listed.length > MOST_BULK_OPERATIONS',
      'listed.length > MOST_BULK_OPERATIONS + 1',
    ],
    [
      'a bulkId may be used twice',
      'if (read.bulkId === undefined || !seen.has(read.bulkId)) {',
      'if (read.bulkId === undefined || seen.size >= 0) {',
    ],
    ['groups are taken in bulk', 'if (isGroups(requestedPath)) throw groupsRefused();', ''],
  ]),
  ...mutantsOf('src/scim/users/draft.ts', VALUES, [
    [
      'a member is measured in characters',
      'Buffer.byteLength(JSON.stringify(attributes)) > LARGEST_MEMBER_BYTES',
      'JSON.stringify(attributes).length > LARGEST_MEMBER_BYTES',
    ],
    [
      'a member is a byte too large',
      'Buffer.byteLength(JSON.stringify(attributes)) > LARGEST_MEMBER_BYTES',
      'Buffer.byteLength(JSON.stringify(attributes)) > LARGEST_MEMBER_BYTES + 1',
    ],
    [
      'a member is a byte too small',
      'Buffer.byteLength(JSON.stringify(attributes)) > LARGEST_MEMBER_BYTES',
      'Buffer.byteLength(JSON.stringify(attributes)) >= LARGEST_MEMBER_BYTES',
    ],
  ]),
  ...mutantsOf('src/scim/users/draft.ts', CREATING, [
    [
      'a member needs no userName',
      "typeof userName !== 'string' || userName.trim() === ''",
      "typeof userName !== 'string'",
    ],
    [
      'the extension is always listed',
      'schemas: extension ? [USER_URN, ENTERPRISE_URN] : [USER_URN],',
      'schemas: [USER_URN, ENTERPRISE_URN],',
    ],
  ]),
  ...mutantsOf('src/scim/users/requests.ts', CREATING, [
    [
      'who is created without active is inactive',
      'toMemberAttributes(readUserBody(body, context.ignored), true);\n    const member = await this.#members.create',
      'toMemberAttributes(readUserBody(body, context.ignored), false);\n    const member = await this.#members.create',
    ],
  ]),
  ...mutantsOf('src/scim/users/requests.ts', VERSIONS, [
    ['reading has no precondition', 'checkVersion(member, accepts);', ''],
  ]),
  ...mutantsOf('src/scim/users/body.ts', CREATING, [
    [
      'a group is taken for a User',
      'if (named.length > 0 && !named.some(',
      'if (named.length < 0 && !named.some(',
    ],
  ]),
  ...mutantsOf('src/scim/schema/values.ts', VALUES, [
    ['a list has one element too many', 'if (count > MOST_ELEMENTS)', 'if (count > MOST_ELEMENTS + 1)'],
    [
      'a text that no database stores is stored',
      "if (text.includes('\\0') || !text.isWellFormed()) {",
      'if (false) {',
    ],
    ['a long text is stored', 'if (text.length > longest) {', 'if (text.length > 10 * longest) {'],
  ]),
  ...mutantsOf('src/scim/schema/values.ts', ATTRIBUTES, [
    ['whatever is not false is true', "if (lower === 'false') return false;", 'return false;'],
    [
      'a value that is given twice is kept twice',
      'return texts.add(canonicalText(element)).size > size;',
      'return texts.add(canonicalText(element)).size >= size;',
    ],
  ]),
  ...mutantsOf(
    'src/scim/schema/values.ts',
    ['test/bad-input/costs-of-large-members.test.ts'],
    [['a number that lost digits is stored', '!Number.isSafeInteger(value) && !isExact(value)', 'false']],
  ),
  ...mutantsOf('src/scim/schema/values.ts', DIALECTS, [
    ['an empty manager stays', 'if (hasEmptyValue(attribute, value)) return undefined;', ''],
    ['a boxed scalar is refused', 'return isBox ? box[1] : value;', 'return value;'],
  ]),
  ...mutantsOf('src/scim/schema/attributes.ts', CREATING, [
    ['a role is an unknown attribute', "['roles', 'entitlements'", "['entitlements'"],
  ]),
  ...mutantsOf(
    'src/scim/schema/attributes.ts',
    ['test/dialects/flat-clients.test.ts'],
    [
      [
        'an enterprise attribute without its URN is unknown',
        'const attribute = core ?? ENTERPRISE_ATTRIBUTES.get(first);',
        'const attribute = core;',
      ],
      [
        'a dot behind a URN is no separator',
        "rest.startsWith(URN_SEPARATOR) || rest.startsWith('.')",
        'rest.startsWith(URN_SEPARATOR)',
      ],
    ],
  ),
  ...mutantsOf('src/scim/schema/ignored-attributes.ts', CREATING, [
    [
      'an account that refuses roles takes them',
      "if (this.#policy === 'reject') {",
      "if ((this.#policy as string) === 'refuse') {",
    ],
    ['an empty role is refused', 'if (isEmptyInside(value)) return;', ''],
  ]),
  ...mutantsOf('src/scim/schema/ignored-attributes.ts', LOG, [
    ['a value that stands for a name is logged', 'if (ATTRIBUTE_NAME.test(kept)) this', 'this'],
    [
      'eleven names are logged',
      'if (this.#unknownNames.size >= MOST_NAMES) return;',
      'if (this.#unknownNames.size > MOST_NAMES) return;',
    ],
    ['a long name is logged whole', '.slice(0, LONGEST_NAME)', ''],
  ]),
  ...mutantsOf('src/scim/patch/request.ts', REFUSED_PATCHES, [
    [
      'what is read-only is changed in silence',
      "case 'readOnly':\n      if (explicit) throw readOnly(target.path);",
      "case 'readOnly':",
    ],
    [
      '1,001 operations are taken',
      'operations.length > MOST_OPERATIONS',
      'operations.length > MOST_OPERATIONS + 1',
    ],
    [
      'two values for one place are taken',
      'if (values.has(place) && !isDeepStrictEqual(values.get(place), step.value)) throw givenTwice(step.path);',
      '',
    ],
    ['a change needs no value', "if (verb === 'remove' || value !== undefined) return;", 'return;'],
    [
      'removing without a path removes nothing in silence',
      "if (verb === 'remove') throw new RollcallError('noTarget'",
      "if (verb === 'remove' && value === 0) throw new RollcallError('noTarget'",
    ],
  ]),
  ...mutantsOf(
    'src/scim/patch/patch.ts',
    [...REFUSED_PATCHES, ...PATCHING],
    [
      [
        'the userName can be removed',
        "if (after === undefined && attribute.name === 'userName' && !extension) {",
        'if (false) {',
      ],
      [
        'removing active means active',
        'return toMemberAttributes(applySteps(attributes, steps, ignored), false);',
        'return toMemberAttributes(applySteps(attributes, steps, ignored), true);',
      ],
      [
        'a removed extension stays',
        "if (step.verb === 'removeExtension') draft = { ...draft, [step.extension]: undefined };",
        "if (step.verb === 'removeExtension') continue;",
      ],
    ],
  ),
  ...mutantsOf('src/scim/patch/patch.ts', DIALECTS, [
    [
      'what else was said of a manager stays',
      "if (change.isGone || change.unset.has('value')) return undefined;",
      'if (change.isGone) return undefined;',
    ],
  ]),
  ...mutantsOf(
    'src/scim/patch/list.ts',
    [...PATCHING, ...OUTCOMES],
    [
      [
        'replacing a list joins it',
        "if (verb === 'replace') this.#become(given ?? [], true);",
        "if (verb === 'replace') this.#join(given ?? []);",
      ],
      [
        'adding to a list replaces it',
        "else if (verb === 'add') this.#join(given ?? []);",
        "else if (verb === 'add') this.#become(given ?? [], true);",
      ],
      [
        'an element that is there already is repeated',
        'if (twin === undefined) this.#remember',
        'if (twin !== -1) this.#remember',
      ],
      [
        'two elements are primary',
        'this.#elements = [...(hasNewPrimary ? withOnePrimary(elements, primary) : elements)];',
        'this.#elements = [...elements];',
      ],
      [
        'an element is created that its filter does not describe',
        'if (!determined) throw noTarget(step);',
        '',
      ],
    ],
  ),
  ...mutantsOf(
    'src/scim/patch/match-element.ts',
    ['test/property/patch-path-differential.test.ts'],
    [
      ['and is or', 'filter.terms.every(term', 'filter.terms.some(term'],
      ['sw is co', 'return left.startsWith(right);', 'return left.includes(right);'],
      ['gt is ge', 'return inCodePoints(left, right) > 0;', 'return inCodePoints(left, right) >= 0;'],
      [
        'an empty value is present',
        "return value !== undefined && value !== '';",
        'return value !== undefined;',
      ],
    ],
  ),
  ...mutantsOf('src/scim/schema/ignored-attributes.ts', IGNORED, [
    ['a role deep inside is forgotten', 'this.#names.add(name);\n    if (this.#policy', 'if (this.#policy'],
  ]),
];
