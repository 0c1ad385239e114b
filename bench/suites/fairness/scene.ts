/** What the two clients of the fairness suite know of the service under test; plain data, so that it crosses processes. */

export interface Scene {
  readonly host: string;
  readonly port: number;
  /** Bearer token of the account that sends expensive requests. */
  readonly attackerToken: string;
  /** Bearer token for `/v1`, limited to that account, with every scope. */
  readonly controlToken: string;
  /** Ids of the ordinary members of that account. */
  readonly ordinaryIds: readonly string[];
  /** Ids of its members of 115 KB that are made of long texts. */
  readonly longTextIds: readonly string[];
  /** Ids of its members of 115 KB that have 1,000 e-mail addresses. */
  readonly wideListIds: readonly string[];
  /** Bearer token of the other account, which only reads. */
  readonly readerToken: string;
  /** Ids of its members, which are the first sample users. */
  readonly readerIds: readonly string[];
}

export const ATTACKER = 'attacker';
export const READER = 'reader';
