/** One account with its identity provider, and the main app that keeps members of its own beside it. */
import { ControlClient } from '../../support/control-client.ts';
import type { databaseKinds } from '../../support/database/databases.ts';
import { type Json, ScimClient } from '../../support/scim/scim-client.ts';
import { type CloudEvent, startTestService, type TestService } from '../../support/test-service.ts';

export interface MemberScene {
  readonly service: TestService;
  /** With all scopes, for all accounts. */
  readonly control: ControlClient;
  /** A new account. */
  open(policies?: readonly string[]): Promise<MemberAccount>;
  close(): Promise<void>;
}

export interface MemberAccount {
  readonly accountId: string;
  readonly scim: ScimClient;
  /** `/accounts/{id}/members` */
  readonly path: string;
  /** Adds or changes a member, and gives the answer. */
  put(member: Json): Promise<Json>;
  /** The types and the data of events about members, behind the first `after`. */
  published(after?: number): Promise<readonly CloudEvent[]>;
}

export async function startMemberScene(
  kind: ReturnType<typeof databaseKinds>[number],
  environment: Readonly<Record<string, string>> = {},
): Promise<MemberScene> {
  const database = await kind.create();
  const service = await startTestService({ databaseUrl: database.url, environment });
  const control = new ControlClient(service.url, await service.serviceToken());
  return {
    service,
    control,
    open: async (policies = []) => {
      const account = await service.addAccount({ policies });
      const { accountId } = account;
      const path = `/accounts/${accountId}/members`;
      return {
        accountId,
        path,
        scim: new ScimClient(account),
        put: async member => {
          const answer = await control.send('POST', path, member);
          expect({ text: answer.text, isDone: answer.status < 300 }).toEqual({
            text: answer.text,
            isDone: true,
          });
          return answer.body;
        },
        published: async (after = 0) => (await service.memberEvents(accountId)).slice(after),
      };
    },
    close: async () => {
      await service.stop();
      await database.drop();
    },
  };
}

export const typesOf = (events: readonly CloudEvent[]): readonly string[] => events.map(({ type }) => type);
