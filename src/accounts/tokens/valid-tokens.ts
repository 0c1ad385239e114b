/** The tokens of all accounts that are valid now, to see which of them end soon. */
import type { TokenRecord } from '../state.ts';

export interface ValidToken {
  readonly accountId: string;
  readonly token: TokenRecord;
}

export interface ValidTokenQuery {
  /** Milliseconds since the epoch, as `expiresBefore` is. */
  readonly now: number;
  /** Only those that end before; `undefined`: also those that end later or never. */
  readonly expiresBefore: number | undefined;
  /** `null`: of all accounts. */
  readonly accountIds: readonly string[] | null;
  /** The id to go on behind. */
  readonly after: string | undefined;
  readonly limit: number;
}

export interface ValidTokens {
  /** In the order of their ids; not of accounts whose connection is disabled or that are closed. */
  listValidTokens(query: ValidTokenQuery): Promise<readonly ValidToken[]>;
}
