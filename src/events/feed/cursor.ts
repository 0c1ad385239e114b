/** Cursors of the feed: opaque to clients, `v1.` + base64url(`epoch.position`). */
import { RollcallError } from '../../base/errors.ts';

export interface CursorPosition {
  readonly epoch: string;
  readonly position: number;
}

export const formatCursor = ({ epoch, position }: CursorPosition): string =>
  `v1.${Buffer.from(`${epoch}.${position}`).toString('base64url')}`;

/**
 * @param carrier where the client put it, for the message
 * @throws RollcallError `badRequest`
 */
export function parseCursor(text: string, carrier: string): CursorPosition {
  const [, encoded] = /^v1\.([A-Za-z0-9_-]{1,64})$/.exec(text) ?? [];
  const decoded = encoded === undefined ? '' : Buffer.from(encoded, 'base64url').toString('latin1');
  const [, epoch, digits] = /^([0-9a-f]{1,32})\.(\d{1,15})$/.exec(decoded) ?? [];
  if (epoch === undefined || digits === undefined) {
    throw new RollcallError(
      'badRequest',
      `The cursor in ${carrier} is not one this service gave out; use "next" of an earlier page, or the id of a frame of the stream, as it is.`,
    );
  }
  return { epoch, position: Number(digits) };
}
