/** From which addresses a token may be used. */

import { RollcallError } from '../../base/errors.ts';
import { AddressRange } from '../../config/address-range.ts';

/**
 * @param entries ranges in CIDR notation, or single addresses
 * @throws RollcallError `badRequest` naming the first that is none
 */
export function parseAllowedAddresses(entries: readonly string[]): readonly string[] {
  for (const entry of entries) {
    try {
      AddressRange.parse(entry);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RollcallError('badRequest', error.message, { cause: error });
    }
  }
  return entries;
}

/**
 * @param allowed as `parseAllowedAddresses` took them; `null`: every address
 * @param address from which the request comes; `undefined` when it is unknown
 */
export const isAllowedAddress = (allowed: readonly string[] | null, address: string | undefined): boolean =>
  allowed === null ||
  (address !== undefined && allowed.some(entry => AddressRange.parse(entry).contains(address)));
