/** What a request carried that SCIM may not touch: authority attributes are dropped and recorded, or refused. */
import type { AuthorityPolicy } from '../../accounts/account.ts';
import { RollcallError } from '../../base/errors.ts';
import { withoutUrn } from './attributes.ts';

const MOST_NAMES = 10;
const LONGEST_NAME = 64;
/** `ATTRNAME` (RFC 7643 §2.1) and paths of them: what looks otherwise may be a value that stands where a name should. */
const ATTRIBUTE_NAME = /^[a-z$_][\w$.:-]*$/i;

export class IgnoredAttributes {
  readonly #policy: AuthorityPolicy;
  readonly #names = new Set<string>();
  readonly #unknownNames = new Set<string>();
  #unknown = 0;
  #password = false;

  constructor(policy: AuthorityPolicy) {
    this.#policy = policy;
  }

  /**
   * Notes an attempt to set an authority attribute. Empty, null or empty-inside values are no attempt.
   * @param name from the fixed list of names, never a client's own text
   * @throws RollcallError `mutability` under the account policy `authority=reject`
   */
  authority(name: string, value: unknown): void {
    if (isEmptyInside(value)) return;
    this.#names.add(name);
    if (this.#policy === 'reject') {
      throw new RollcallError(
        'mutability',
        name === 'extension'
          ? 'This account refuses schema extensions that the service does not declare; remove their attribute mappings in the identity provider.'
          : `'${name}' cannot be set through SCIM in this account: roles and permissions are managed in the application. Remove the attribute mapping in the identity provider.`,
        { topic: 'authority_refused' },
      );
    }
  }

  /** Notes an attribute the schema does not know. @param name the client's own text; never its value */
  unknown(name: string): void {
    this.#unknown += 1;
    if (this.#unknownNames.size >= MOST_NAMES) return;
    const kept = withoutUrn(name.trim()).slice(0, LONGEST_NAME);
    // Copied: a part of a text keeps the whole of it in memory.
    if (ATTRIBUTE_NAME.test(kept)) this.#unknownNames.add(Buffer.from(kept).toString());
  }

  /** Notes a password, which nothing ever looks at. */
  password(): void {
    this.#password = true;
  }

  /** Adds what a part of the request carried. */
  include(part: IgnoredAttributes): void {
    for (const name of part.#names) this.#names.add(name);
    this.#unknown += part.#unknown;
    for (const name of part.#unknownNames) {
      if (this.#unknownNames.size < MOST_NAMES) this.#unknownNames.add(name);
    }
    this.#password ||= part.#password;
  }

  /** Canonical names of authority attributes that were dropped. */
  get names(): readonly string[] {
    return [...this.#names];
  }

  get unknownCount(): number {
    return this.#unknown;
  }

  /** Names of unknown attributes, as far as they look like names: up to ten, of at most 64 characters. */
  get unknownNames(): readonly string[] {
    return [...this.#unknownNames];
  }

  get hasPassword(): boolean {
    return this.#password;
  }
}

/** null, "", [], {} and whatever holds nothing but these. Iterative: the depth is the client's choice. */
function isEmptyInside(value: unknown): boolean {
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'object' && next !== null) waiting.push(...Object.values(next));
    else if (next !== null && next !== undefined && next !== '') return false;
  }
  return true;
}
