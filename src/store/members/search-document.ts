/**
 * The form of a member that filters and sorting look at: one flat JSON object, its strings folded unless the
 * attribute is case-exact, so that SQLite and PostgreSQL compare alike.
 *
 * Keys are canonical paths (`name.givenName`, `urn:…:User:department`); a multi-valued attribute is an array
 * of flat objects; `^emails` is the element it sorts by (RFC 7644 §3.4.2.3: the primary, else the first).
 */
import {
  type AttributeValue,
  CASE_EXACT_ATTRIBUTES,
  elementsOf,
  fold,
  isComplex,
  type MemberAttributes,
} from '../../members/member.ts';

/** The key under which the element stands that a multi-valued attribute sorts by. */
export const sortKeyOf = (path: string): string => `^${path}`;

export function searchDocument(attributes: MemberAttributes): string {
  const document: Record<string, unknown> = {};
  const add = (path: string, separator: '.' | ':', value: AttributeValue | undefined): void => {
    if (Array.isArray(value)) {
      const elements = elementsOf(value);
      const first = elements.find(element => element['primary'] === true) ?? elements[0];
      document[path] = elements.map(foldElement);
      if (first) document[sortKeyOf(path)] = foldElement(first);
    } else if (isComplex(value)) {
      for (const [name, inner] of Object.entries(value)) add(`${path}${separator}${name}`, '.', inner);
    } else if (typeof value === 'string') {
      document[path] = CASE_EXACT_ATTRIBUTES.has(path) ? value : fold(value);
    } else if (value !== undefined) {
      document[path] = value;
    }
  };
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'schemas') document[name] = urnsOf(value);
    else add(name, name.startsWith('urn:') ? ':' : '.', value);
  }
  return JSON.stringify(document);
}

/** URNs as elements, so that they are asked for like the values of any list. */
const urnsOf = (value: AttributeValue | undefined) =>
  Array.isArray(value) ? value.map(urn => ({ value: fold(String(urn)) })) : [];

function foldElement(element: { readonly [name: string]: AttributeValue }): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(element).map(([name, value]) => [name, typeof value === 'string' ? fold(value) : value]),
  );
}
