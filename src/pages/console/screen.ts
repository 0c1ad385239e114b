/** A screen of the console: its address, the scopes its twin in `/v1` needs, and what it shows. */
import type { Request } from 'express';
import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { ServiceCaller } from '../../accounts/tokens/authenticate.ts';
import type { Scope } from '../../accounts/tokens/scopes.ts';
import { noSuchAccount } from '../../base/errors.ts';
import type { Members } from '../../members/members.ts';
import type { ConnectionHealth } from '../../provisioning-log/connection/connection-health.ts';
import type { ConnectionStatuses } from '../../provisioning-log/connection/connection-status.ts';
import type { LogReader } from '../../provisioning-log/entry-reading.ts';
import type { TimelineStore } from '../../provisioning-log/timeline.ts';
import type { Endpoints } from '../../webhooks/endpoints.ts';
import type { Page } from '../page.ts';
import type { EntryAudience } from '../parts/entry-line.ts';

export interface ConsoleDependencies {
  readonly accounts: Pick<Accounts, 'find' | 'list' | 'listTokens'>;
  readonly connectionStatuses: Pick<ConnectionStatuses, 'read'>;
  readonly members: Pick<Members, 'page' | 'list'>;
  readonly logReader: LogReader;
  readonly timelines: TimelineStore;
  readonly endpoints: Pick<Endpoints, 'list'>;
  readonly flushLog: () => Promise<void>;
  readonly now: () => number;
  readonly publicUrl: () => string;
}

/** A request of a browser that is signed in, with a token that has the scopes of the screen. */
export interface ScreenCall extends ConsoleDependencies {
  readonly caller: ServiceCaller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly request: Request;
}

export interface Screen {
  /** Below `/console`. */
  readonly path: string;
  /** Any of these suffices. */
  readonly scopes: readonly [Scope, ...Scope[]];
  /** @throws RollcallError `notFound` for what the token does not reach, as `/v1` does */
  show(call: ScreenCall): Promise<Page>;
}

/** The account in the address; one out of reach looks like none. @throws RollcallError `notFound` */
export async function accountOf({ caller, params, accounts }: ScreenCall): Promise<Account> {
  const id = params['id'] ?? '';
  const isReached = caller.accounts === null || caller.accounts.includes(id);
  const found = isReached ? await accounts.find(id) : undefined;
  if (!found) throw noSuchAccount();
  return found;
}

/** For whom the requests of an account are worded. */
export function audienceOf(
  { identityProvider, connection }: Account,
  health: ConnectionHealth | undefined,
  publicUrl: string,
): EntryAudience {
  const lookedUpAt = health?.milestones.kinds.look_up?.succeededAt ?? null;
  return { identityProvider, baseUrl: `${publicUrl}/scim/v2`, since: connection.since, lookedUpAt };
}
