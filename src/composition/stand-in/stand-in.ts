/**
 * The service once more, for a self-test: the real SCIM surface and use cases on a database in memory, with one account.
 * It imports nothing of the running service, so there is nothing of it that could be reached from here.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { Accounts } from '../../accounts/accounts.ts';
import { ConcurrencyLimiter } from '../../accounts/limits/concurrency-limiter.ts';
import { Authenticator } from '../../accounts/tokens/authenticate.ts';
import { TokenSigner } from '../../accounts/tokens/token.ts';
import { createLog, type Log } from '../../base/log.ts';
import { RequestLimits } from '../../http/request/limits.ts';
import { ResponseBacklog } from '../../http/response-backlog.ts';
import { Members } from '../../members/members.ts';
import { scimHandler } from '../../scim/http/router.ts';
import type { FinishedRequest } from '../../scim/log/finished-request.ts';
import { LogRecorder } from '../../scim/log/recorder.ts';
import { UserRequests } from '../../scim/users/requests.ts';
import type { Rules, StandIn } from '../../self-test/stand-in.ts';
import { SqlAccountStore } from '../../store/accounts/account-store.ts';
import type { Database } from '../../store/database/database.ts';
import { MemoryDatabase, type MemoryTemplate } from '../../store/database/sqlite/memory.ts';
import { EventLog } from '../../store/events/event-log.ts';
import { SqlMemberStore } from '../../store/members/member-store.ts';
import { InProcessServer } from './in-process-server.ts';

const ACCOUNT_ID = 'self-test';
const KEY_BYTES = 32;
const PUBLIC_URL = 'https://self-test.invalid';
const ADDRESS = '127.0.0.1';
const NO_LIMIT = { perAccount: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY };

const publicUrl = (): string => PUBLIC_URL;

/** @param template an empty database @param now milliseconds since the epoch */
export async function openStandIn(
  template: MemoryTemplate,
  rules: Rules,
  now: () => number,
): Promise<StandIn> {
  const log = createLog('silent');
  const database = new MemoryDatabase(template);
  const events = new EventLog(database, publicUrl);
  const store = new SqlAccountStore(database, events);
  const signer = new TokenSigner(
    [{ keyId: ACCOUNT_ID, secret: randomBytes(KEY_BYTES).toString('base64url') }],
    now,
  );
  const token = await openAccount({ store, signer, now }, rules);
  const noted: FinishedRequest[] = [];
  const note = (finished: FinishedRequest): void => void noted.push(finished);
  const handler = scimHandler({
    ...surface(log),
    authenticator: new Authenticator(signer, store, now),
    users: openUsers(database, events, now),
    recorder: new LogRecorder({
      sink: { recordRead: note, recordChange: note, recordRefusal: note },
      now,
      unproven: { admits: () => false },
      addressOf: () => ADDRESS,
      newId: randomUUID,
    }),
  });
  const server = new InProcessServer(handler);
  return {
    send: async request => {
      noted.length = 0;
      const answer = await server.send({
        ...request,
        headers: { ...request.headers, Authorization: `Bearer ${token}` },
      });
      return { ...answer, explanation: noted.at(-1)?.failure?.explanation ?? null };
    },
    close: async () => {
      server.close();
      await database.close();
    },
  };
}

/** @returns its token */
async function openAccount(
  {
    store,
    signer,
    now,
  }: { readonly store: SqlAccountStore; readonly signer: TokenSigner; readonly now: () => number },
  { identityProvider, policies }: Rules,
): Promise<string> {
  const accounts = new Accounts({ store, signer, now, newId: uuidv7, requireSamlSso: false });
  const { token } = await accounts.add({ id: ACCOUNT_ID, name: ACCOUNT_ID, identityProvider, sso: 'saml' });
  await accounts.set(ACCOUNT_ID, { policies });
  return token;
}

const openUsers = (database: Database, events: EventLog, now: () => number): UserRequests =>
  new UserRequests({
    members: new Members(new SqlMemberStore(database, events)),
    now,
    newId: uuidv7,
    onWork: () => undefined,
  });

/** What a stand-in has in common with nothing else: its limits, its log, and where a request comes from. */
const surface = (log: Log) => ({
  addressOf: () => ADDRESS,
  tokenUse: { note: () => undefined },
  limits: new RequestLimits({
    rate: undefined,
    open: new ConcurrencyLimiter(NO_LIMIT),
    working: new ConcurrencyLimiter(NO_LIMIT),
    workingOnLarge: new ConcurrencyLimiter(NO_LIMIT),
  }),
  backlog: new ResponseBacklog(),
  publicUrl,
  log,
});
