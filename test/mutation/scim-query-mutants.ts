import { mutantsOf } from './mutant.ts';

const conformance = (name: string): readonly string[] => [`test/conformance/${name}.test.ts`];
const REFUSED_FILTERS = conformance('rfc7644-section-3-4-2-2-refused-filters');
const FILTERING = conformance('rfc7644-section-3-4-2-2-filtering');
const FILTER_VALUES = conformance('rfc7644-section-3-4-2-2-filter-values');
const VERSIONS = conformance('rfc7644-section-3-14-versions');
const PAGING = conformance('rfc7644-section-3-4-2-4-pagination');
const CURSORS = conformance('rfc9865-cursor-pagination');
const PROJECTION = conformance('rfc7644-section-3-9-projection');
const SORTING = conformance('rfc7644-section-3-4-2-3-sorting');
const LOG = ['test/provisioning-log/provisioning-log.test.ts'];

export const SCIM_QUERY_MUTANTS = [
  ...mutantsOf('src/scim/filter/filter.ts', REFUSED_FILTERS, [
    ['conditions inside one bracket are one', 'Math.max(1, valuesCompared(leaf.filter))', '1'],
    [
      'there is one condition on a list too many',
      'listConditions(filter) > MOST_LIST_CONDITIONS',
      'listConditions(filter) > MOST_LIST_CONDITIONS + 1',
    ],
    [
      'there is one condition on a list too few',
      'listConditions(filter) > MOST_LIST_CONDITIONS',
      'listConditions(filter) >= MOST_LIST_CONDITIONS',
    ],
    ['presence in a list costs like a comparison', "leaf.kind === 'compare' ? 1 : 0", '1'],
    [
      'text that no database stores is asked for',
      "if (!text.includes('\\0') && text.isWellFormed()) return text;",
      'return text;',
    ],
    [
      'booleans are ordered',
      "if (!isText && operator !== 'eq' && !(orders && field.kind === 'instant')) {",
      "if (!isText && operator !== 'eq' && !orders) {",
    ],
    ['anything is compared with null', "if (operator === 'ne') return present;", 'return present;'],
  ]),
  ...mutantsOf('src/scim/filter/filter.ts', FILTER_VALUES, [
    ["a time without a zone is read in the server's zone", 'time && !zone ? `${isDate}z` : isDate', 'isDate'],
    [
      'a text in quotes is no boolean',
      "lower === 'true' || lower === 'false') return lower === 'true';",
      "lower === 'true' || lower === 'false') return true;",
    ],
  ]),
  ...mutantsOf('src/scim/filter/filter.ts', FILTERING, [
    [
      'ne finds who has another value as well',
      "if (condition.kind === 'not') return { kind: 'not', term: inElement(attribute, condition.term, within) };",
      '',
    ],
    [
      'eq null finds who has a value',
      "if (operator === 'eq') return { kind: 'not', term: present };",
      "if (operator === 'eq') return present;",
    ],
    [
      'a condition behind a bracket is met by any element',
      "within ? { kind: 'and', terms: [within, condition] } : condition",
      'condition',
    ],
    [
      'ne is eq',
      "if (operator === 'ne') return { kind: 'not', term: compare(field, 'eq', value, path) };",
      "if (operator === 'ne') return compare(field, 'eq', value, path);",
    ],
  ]),
  ...mutantsOf('src/scim/filter/syntax.ts', REFUSED_FILTERS, [
    ['groups side by side count as nested', 'this.#depth -= 1;', ''],
    ['there is one level too many', 'this.#depth > DEEPEST_NESTING', 'this.#depth > DEEPEST_NESTING + 1'],
    ['there is one level too few', 'this.#depth > DEEPEST_NESTING', 'this.#depth >= DEEPEST_NESTING'],
    ['there is one term too many', 'this.#terms > MOST_TERMS', 'this.#terms > MOST_TERMS + 1'],
    ['there is one term too few', 'this.#terms > MOST_TERMS', 'this.#terms >= MOST_TERMS'],
    [
      'a filter is one character too long',
      'text.length > LONGEST_FILTER',
      'text.length > LONGEST_FILTER + 1',
    ],
    [
      'what follows a filter is ignored',
      "const filter = this.#or();\n    this.#expect('end', 'the end');\n    return filter;",
      'return this.#or();',
    ],
  ]),
  ...mutantsOf('src/scim/filter/syntax.ts', FILTERING, [
    [
      'and binds no closer than or',
      "this.#sequence('or', () => this.#sequence('and', () => this.#term()))",
      "this.#sequence('and', () => this.#sequence('or', () => this.#term()))",
    ],
  ]),
  ...mutantsOf('src/scim/http/precondition.ts', VERSIONS, [
    ['If-Match accepts every version', '(!wanted || wanted(version)) && ', ''],
    ['If-None-Match stops no change', '&& !unwanted?.(version)', ''],
    ['only the first tag counts', "value.split(',').map(opaque)", "value.split(',').slice(0, 1).map(opaque)"],
    ['* names nothing', "if (value === '*') return () => true;", "if (value === '*') return () => false;"],
    ['a strong tag fits no version', ".replace(/^W\\//i, '')", ''],
  ]),
  ...mutantsOf('src/scim/filter/list-query.ts', PAGING, [
    ['a page holds more than 1,000', 'limit: Math.min(count, LARGEST_PAGE_SIZE) }', 'limit: count }'],
    ['startIndex begins at 0', 'offset: startIndex - 1', 'offset: startIndex'],
    [
      'a negative count is refused',
      "Math.max(0, readInteger('count', parameters.count) ?? DEFAULT_PAGE_SIZE)",
      "Math.abs(readInteger('count', parameters.count) ?? DEFAULT_PAGE_SIZE)",
    ],
  ]),
  ...mutantsOf('src/scim/filter/list-query.ts', SORTING, [
    [
      'a wrong sortOrder is taken',
      "throw new RollcallError('invalidValue', \"'sortOrder' must be ascending or descending.\");",
      'return false;',
    ],
  ]),
  ...mutantsOf('src/scim/filter/list-query.ts', CURSORS, [
    [
      'a cursor works for another account',
      'const scope = [accountId, filter, sortBy, sortOrder];',
      'const scope = [filter, sortBy, sortOrder];',
    ],
    [
      'a cursor works for another filter',
      'const scope = [accountId, filter, sortBy, sortOrder];',
      'const scope = [accountId, sortBy, sortOrder];',
    ],
    ['a count of 0 is taken with a cursor', 'if (limit < 1) throw', 'if (limit < 0) throw'],
  ]),
  ...mutantsOf('src/scim/filter/page-cursor.ts', CURSORS, [
    [
      'a cursor of another account is taken',
      'if (!bytes.subarray(0, BINDING_BYTES).equals(binding(scope, body))) throw invalidCursor();',
      '',
    ],
    ['a page before goes on behind', "direction === 0 ? 'after' : 'before'", "'after'"],
  ]),
  ...mutantsOf('src/scim/schema/projection.ts', PROJECTION, [
    ['the id can be left out', 'if (ALWAYS.has(name)) return [[name, value]];\n      if (whole', 'if (whole'],
    [
      'excludedAttributes wins',
      'if (attributes?.trim()) {',
      'if (attributes?.trim() && !excluded?.trim()) {',
    ],
  ]),
  ...mutantsOf('src/scim/filter/lookup.ts', LOG, [
    ['an e-mail address is logged', "{ kind: 'email', value }", "{ kind: 'userName', value }"],
  ]),
];
