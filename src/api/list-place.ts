/** Where lists of the control API go on. */
import { RollcallError } from '../errors.ts';

/** The lane of no account has a place as well: the first one. */
const LANE_PREFIX = 'account:';

export const positionOfLane = ({ accountId }: { readonly accountId: string }): string =>
  LANE_PREFIX + accountId;

/** @returns the account to go on behind @throws RollcallError `badRequest` */
export function parseLanePosition(text: string): string {
  if (/^account:[A-Za-z0-9_-]{0,64}$/.test(text)) return text.slice(LANE_PREFIX.length);
  throw foreignPosition();
}

export const foreignPosition = (): RollcallError =>
  new RollcallError(
    'badRequest',
    '"after" is not one this service gave out; use "next" of an earlier page as it is.',
  );
