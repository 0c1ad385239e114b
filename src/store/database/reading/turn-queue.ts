/** What waits, by account: the accounts are served in turn, whatever each of them has waiting. */
export class TurnQueue<Item> {
  /** In the order of their turns; an account that was served goes to the end. */
  readonly #waiting = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  sizeOf(accountId: string): number {
    return this.#waiting.get(accountId)?.length ?? 0;
  }

  add(accountId: string, item: Item): void {
    const items = this.#waiting.get(accountId);
    if (items) items.push(item);
    else this.#waiting.set(accountId, [item]);
    this.#size += 1;
  }

  /**
   * Removes the first item of the account whose turn it is.
   * @param mayServe accounts that are passed over keep their turn
   */
  take(mayServe: (accountId: string) => boolean = () => true): { accountId: string; item: Item } | undefined {
    for (const [accountId, items] of this.#waiting) {
      if (!mayServe(accountId)) continue;
      const item = items.shift() as Item; // an account without items is not in the map
      this.#size -= 1;
      this.#waiting.delete(accountId);
      if (items.length > 0) this.#waiting.set(accountId, items);
      return { accountId, item };
    }
    return undefined;
  }

  remove(accountId: string, item: Item): void {
    const items = this.#waiting.get(accountId) ?? [];
    const at = items.indexOf(item);
    if (at < 0) return;
    items.splice(at, 1);
    this.#size -= 1;
    if (items.length === 0) this.#waiting.delete(accountId);
  }
}
