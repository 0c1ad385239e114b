/** Lists that are read in pages: one shape for all of them, here and on the command line. */

import { isId } from '../base/ids.ts';
import { parameters, parseWith } from '../base/schema.ts';
import { digits, neverEmpty, parameter, plainText } from './request/query.ts';

const DEFAULT_LIMIT = 100;
const LARGEST_LIMIT = 1_000;

/** `next` goes into `after`. */
export interface Page {
  readonly data: readonly object[];
  readonly next: string | null;
  readonly has_more: boolean;
}

const FOREIGN = 'is not one this service gave out; use "next" of an earlier page as it is.';

/** `limit`, with a default. */
export const limit = parameter(digits(1, LARGEST_LIMIT))
  .transform((given = DEFAULT_LIMIT) => given)
  .meta({ default: DEFAULT_LIMIT });

/** Of most lists: `after` is the id to go on behind. */
export const PAGE = { after: neverEmpty(plainText.refine(isId, FOREIGN)), limit };

/** The lane of no account has a position as well: the first one. */
const LANE_PREFIX = 'account:';

/** Of a list of lanes: `after` becomes the account to go on behind. */
export const LANE_PAGE = {
  after: neverEmpty(
    plainText
      .regex(/^account:[A-Za-z0-9_-]{0,64}$/, FOREIGN)
      .transform(position => position.slice(LANE_PREFIX.length)),
  ),
  limit,
};

export const positionOfLane = ({ accountId }: { readonly accountId: string }): string =>
  LANE_PREFIX + accountId;

/** @returns the account to go on behind @throws RollcallError `badRequest` */
export const parseLanePosition = (after: string): string =>
  parseWith(parameters({ after: LANE_PAGE.after }), { after }).after ?? '';

/** What stands beside `data`. @param next where the next page begins; `undefined` on the last one */
export const pagePosition = (next: string | undefined): Omit<Page, 'data'> => ({
  next: next ?? null,
  has_more: next !== undefined,
});

/**
 * @param found one more than `limit` when there is more
 * @param positionOf what `after` says to go on behind an item
 */
export function renderPage<Item>(
  found: readonly Item[],
  limit: number,
  render: (item: Item) => object,
  positionOf: (item: Item) => string,
): Page {
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return { data: shown.map(render), ...pagePosition(last && positionOf(last)) };
}
