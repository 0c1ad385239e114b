/**
 * The grammar of SCIM filters and PATCH paths (RFC 7644 §3.4.2.2 and §3.5.2), without any knowledge of attributes.
 *
 * A recursive descent over a token list: linear in the length of the text, limited in depth and terms.
 */

import { RollcallError } from '../../base/errors.ts';
import { hasLongMarkRun, LONGEST_MARK_RUN } from '../../http/request/combining-marks.ts';

const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
type Operator = (typeof OPERATORS)[number];

/** `quoted`: a JSON string; otherwise a bare word: a number, true, false, null, or text a sloppy client left bare. */
export interface Literal {
  readonly text: string;
  readonly quoted: boolean;
}

export type FilterSyntax =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly FilterSyntax[] }
  | { readonly kind: 'not'; readonly term: FilterSyntax }
  | { readonly kind: 'present'; readonly path: string }
  | { readonly kind: 'compare'; readonly path: string; readonly operator: Operator; readonly value: Literal }
  /** `path[filter]`: one element satisfies the filter; `path[filter].sub op value`: that element's `sub` does as well. */
  | {
      readonly kind: 'element';
      readonly path: string;
      readonly filter: FilterSyntax;
      readonly trailing: Condition | undefined;
    };

/** One attribute held against a value, or asked for its presence. */
type Condition = Extract<FilterSyntax, { kind: 'present' | 'compare' }>;

/** `attribute`, `attribute.sub`, `attribute[filter]` or `attribute[filter].sub`. */
export interface PathSyntax {
  readonly path: string;
  readonly filter: FilterSyntax | undefined;
  readonly sub: string | undefined;
}

const LONGEST_FILTER = 8_192;
const DEEPEST_NESTING = 40;
const MOST_TERMS = 300;

type Token =
  | { readonly kind: '(' | ')' | '[' | ']' | 'end'; readonly at: number }
  | { readonly kind: 'word' | 'text'; readonly text: string; readonly at: number };

/** @throws RollcallError `invalidFilter` saying where the text stops making sense */
export function parseFilter(text: string): FilterSyntax {
  return new FilterReader(text, 'invalidFilter').wholeFilter();
}

/** @throws RollcallError `invalidPath` */
export function parsePath(text: string): PathSyntax {
  return new FilterReader(text, 'invalidPath').wholePath();
}

class FilterReader {
  readonly #tokens: readonly Token[];
  readonly #code: 'invalidFilter' | 'invalidPath';
  #next = 0;
  #depth = 0;
  #terms = 0;

  constructor(text: string, code: 'invalidFilter' | 'invalidPath') {
    this.#code = code;
    if (text.length > LONGEST_FILTER) throw this.#error(`it is longer than ${LONGEST_FILTER} characters`);
    if (hasLongMarkRun(text))
      throw this.#error(`it has more than ${LONGEST_MARK_RUN} combining marks in a row`);
    this.#tokens = tokenise(text, message => this.#error(message));
  }

  wholeFilter(): FilterSyntax {
    if (this.#peek().kind === 'end') throw this.#error('it is empty');
    const filter = this.#or();
    this.#expect('end', 'the end');
    return filter;
  }

  wholePath(): PathSyntax {
    const path = this.#word('an attribute name');
    let filter: FilterSyntax | undefined;
    let sub: string | undefined;
    if (this.#accept('[')) {
      filter = this.#or();
      this.#expect(']', '"]"');
      const after = this.#peek();
      if (after.kind === 'word') sub = this.#subAttribute(this.#word('a sub-attribute'));
    }
    this.#expect('end', 'the end');
    return { path, filter, sub };
  }

  #or(): FilterSyntax {
    return this.#sequence('or', () => this.#sequence('and', () => this.#term()));
  }

  #sequence(kind: 'and' | 'or', readTerm: () => FilterSyntax): FilterSyntax {
    const first = readTerm();
    const terms = [first];
    while (this.#acceptWord(kind)) terms.push(readTerm());
    return terms.length === 1 ? first : { kind, terms };
  }

  #term(): FilterSyntax {
    this.#terms += 1;
    if (this.#terms > MOST_TERMS) throw this.#error(`it has more than ${MOST_TERMS} terms`);
    if (this.#accept('(')) return this.#nested(')', '")"');
    const word = this.#word('an attribute name or "("');
    if (word.toLowerCase() === 'not' && this.#accept('('))
      return { kind: 'not', term: this.#nested(')', '")"') };
    if (!this.#accept('[')) return this.#comparison(word);
    const filter = this.#nested(']', '"]"');
    return { kind: 'element', path: word, filter, trailing: this.#trailing() };
  }

  #trailing(): Condition | undefined {
    const after = this.#peek();
    if (after.kind !== 'word' || !after.text.startsWith('.')) return undefined;
    const sub = this.#subAttribute(this.#word('a sub-attribute'));
    return this.#comparison(sub);
  }

  #subAttribute(word: string): string {
    if (/^\.([^.]+|urn:.+)$/i.test(word)) return word.slice(1);
    throw this.#error('after "]" only ".subAttribute" may follow');
  }

  #nested(close: ')' | ']', name: string): FilterSyntax {
    this.#depth += 1;
    if (this.#depth > DEEPEST_NESTING)
      throw this.#error(`it is nested deeper than ${DEEPEST_NESTING} levels`);
    const filter = this.#or();
    this.#expect(close, name);
    this.#depth -= 1;
    return filter;
  }

  #comparison(path: string): Condition {
    const word = this.#word('an operator such as eq').toLowerCase();
    if (word === 'pr') return { kind: 'present', path };
    const operator = OPERATORS.find(known => known === word);
    if (!operator)
      throw this.#error(`an operator (${OPERATORS.join(', ')} or pr) must follow the attribute name`);
    const value = this.#peek();
    if (value.kind !== 'word' && value.kind !== 'text') throw this.#error('a value must follow the operator');
    this.#next += 1;
    return { kind: 'compare', path, operator, value: { text: value.text, quoted: value.kind === 'text' } };
  }

  #peek(): Token {
    const token = this.#tokens[this.#next];
    if (!token) throw new Error('the token list ends with an end token, which is never passed');
    return token;
  }

  #accept(kind: Token['kind']): boolean {
    if (this.#peek().kind !== kind) return false;
    this.#next += 1;
    return true;
  }

  #acceptWord(wanted: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'word' || token.text.toLowerCase() !== wanted) return false;
    this.#next += 1;
    return true;
  }

  #word(wanted: string): string {
    const token = this.#peek();
    if (token.kind !== 'word') throw this.#error(`${wanted} is missing at character ${token.at + 1}`);
    this.#next += 1;
    return token.text;
  }

  #expect(kind: Token['kind'], name: string): void {
    const token = this.#peek();
    if (token.kind !== kind) throw this.#error(`${name} was expected at character ${token.at + 1}`);
    if (kind !== 'end') this.#next += 1;
  }

  #error(what: string): RollcallError {
    const subject = this.#code === 'invalidFilter' ? 'The filter' : 'The path';
    return new RollcallError(this.#code, `${subject} cannot be understood: ${what}.`);
  }
}

const PUNCTUATION = new Set(['(', ')', '[', ']']);

function tokenise(text: string, error: (what: string) => RollcallError): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (/\s/.test(character)) {
      at += 1;
    } else if (PUNCTUATION.has(character)) {
      tokens.push({ kind: character as '(', at }); // one of PUNCTUATION
      at += 1;
    } else if (character === '"') {
      const end = endOfString(text, at, error);
      const value = readString(text.slice(at, end), at, error);
      // Marks that were escaped are marks all the same.
      if (hasLongMarkRun(value)) throw error(`it has more than ${LONGEST_MARK_RUN} combining marks in a row`);
      tokens.push({ kind: 'text', text: value, at });
      at = end;
    } else {
      const [word = ''] = /^[^\s()[\]"]+/.exec(text.slice(at)) ?? [];
      tokens.push({ kind: 'word', text: word, at });
      at += word.length;
    }
  }
  tokens.push({ kind: 'end', at: text.length });
  return tokens;
}

function endOfString(text: string, start: number, error: (what: string) => RollcallError): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === '"') return at + 1;
  }
  throw error(`the quotation mark at character ${start + 1} is never closed`);
}

/** Filter strings are JSON strings (RFC 7644 §3.4.2.2, `compValue`). */
function readString(quoted: string, at: number, error: (what: string) => RollcallError): string {
  try {
    const value: unknown = JSON.parse(quoted);
    if (typeof value === 'string') return value;
  } catch {
    // A stray backslash or a raw control character; the same refusal as below.
  }
  throw error(`the text at character ${at + 1} is not a valid JSON string`);
}
