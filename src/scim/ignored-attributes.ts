/** What a request carried that SCIM may not touch: authority attributes are dropped and recorded, or refused. */
import type { AuthorityPolicy } from '../accounts/account.ts';
import { RollcallError } from '../errors.ts';

export class IgnoredAttributes {
  readonly #policy: AuthorityPolicy;
  readonly #names = new Set<string>();
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

  /** Notes an attribute the schema does not know; its name is the client's own text and is not kept. */
  unknown(): void {
    this.#unknown += 1;
  }

  /** Notes a password, which nothing ever looks at. */
  password(): void {
    this.#password = true;
  }

  /** Adds what a part of the request carried. */
  include(part: IgnoredAttributes): void {
    for (const name of part.#names) this.#names.add(name);
    this.#unknown += part.#unknown;
    this.#password ||= part.#password;
  }

  /** Canonical names of authority attributes that were dropped. */
  get names(): readonly string[] {
    return [...this.#names];
  }

  get unknownCount(): number {
    return this.#unknown;
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
