/** `rollcall member`: the members of an account, as the main app keeps them. */
import { type Command, Option } from 'commander';
import { renderMember, renderMembers } from '../../api/members/answers.ts';
import { inputOf, type MemberDescription, readDescription, upsertOf } from '../../api/members/body.ts';
import { MEMBER_LIST, memberQuery } from '../../api/members/list.ts';
import { parseQuery } from '../../api/request/query.ts';
import { requireId } from '../../base/ids.ts';
import { parseJson } from '../../http/request/body.ts';
import { emailOf, parseMember, type StoredMember } from '../../members/member.ts';
import { memberNotFound } from '../../members/members.ts';
import { type JsonOption, print, printObject } from '../command-output.ts';
import { parseGiven, parseNumber } from '../command-values.ts';
import { addMemberImportCommand } from './import-command.ts';
import { type OpenedMembers, withMembers } from './with-members.ts';

interface ListOptions extends JsonOption {
  readonly limit: number;
  readonly after?: string;
  readonly userName?: string;
  readonly email?: string;
  readonly externalId?: string;
  readonly managedBy?: string;
  readonly active?: string;
}

const LARGEST_LIMIT = 1_000;

export function addMemberCommands(member: Command): void {
  addReadCommands(member);
  addWriteCommands(member);
  addMemberImportCommand(member);
}

function addReadCommands(member: Command): void {
  member
    .command('list <account>')
    .description('list members in the order in which they were added')
    .option('--user-name <name>', 'only the one with this userName')
    .option('--email <address>', 'only those who are reached under this address')
    .option('--external-id <id>', "only those with this id of the identity provider's")
    .addOption(new Option('--managed-by <who>', 'only those it keeps').choices(['idp', 'app']))
    .addOption(new Option('--active <state>', 'only these').choices(['true', 'false']))
    .option('--limit <number>', `at most so many, up to ${LARGEST_LIMIT}`, parseNumber, 100)
    .option('--after <id>', 'go on behind this member', parseGiven)
    .option('--json', 'print JSON')
    .action((accountId: string, options: ListOptions) =>
      withMembers(accountId, async ({ members }) => {
        const limit = Math.min(Math.max(options.limit, 1), LARGEST_LIMIT);
        const { json, limit: _, ...texts } = options;
        const query = memberQuery({ ...parseQuery(MEMBER_LIST, texts), limit });
        const page = await members.page(accountId, query);
        const lines = page.members.map(memberLine);
        if (page.after) lines.push(`There are more: --after ${page.after.id}`);
        print(json, renderMembers(page), lines.join('\n') || 'There are no such members.');
      }),
    );

  member
    .command('show <account> <memberId>')
    .description('show a member')
    .option('--json', 'print JSON')
    .action((accountId: string, id: string, { json }: JsonOption) =>
      withMembers(accountId, async ({ members }) => {
        const found = await members.get(accountId, checkId(id));
        printObject(json, renderMember(found));
      }),
    );
}

function addWriteCommands(member: Command): void {
  member
    .command('set <account> <json>')
    .description(
      'add a member, or change the one with the userName, such as {"email":"ann@example.com","displayName":"Ann"}',
    )
    .option('--json', 'print JSON')
    .action((accountId: string, text: string, { json }: JsonOption) =>
      withMembers(accountId, async ({ members, context, completeAttributes }) => {
        const upsert = upsertOf(parseDescription(text), completeAttributes);
        const { member: stored, outcome } = await members.upsert(context(), upsert);
        if (!stored) throw new Error('an upsert leaves a member');
        print(json, { outcome, member: renderMember(stored) }, `${outcome}: ${memberLine(stored)}`);
      }),
    );

  member
    .command('change <account> <memberId> <json>')
    .description('change what is named; null unassigns')
    .option('--json', 'print JSON')
    .action((accountId: string, id: string, text: string, options: JsonOption) =>
      withMembers(accountId, opened => amend(opened, id, parseDescription(text), options)),
    );

  for (const [name, isProtected, description] of [
    ['protect', true, 'keep the identity provider from deactivating, deleting or renaming a member'],
    ['unprotect', false, 'let the identity provider do that again'],
  ] as const) {
    member
      .command(`${name} <account> <memberId>`)
      .description(description)
      .option('--json', 'print JSON')
      .action((accountId: string, id: string, options: JsonOption) =>
        withMembers(accountId, opened =>
          amend(opened, id, { attributes: {}, email: undefined, isProtected }, options),
        ),
      );
  }

  member
    .command('remove <account> <memberId>')
    .description('remove a member; the identity provider may add the person again')
    .option('--json', 'print JSON')
    .action((accountId: string, id: string, { json }: JsonOption) =>
      withMembers(accountId, async ({ members, context }) => {
        await members.remove(context(), checkId(id), undefined);
        print(json, { id, removed: true }, `The member ${id} is removed.`);
      }),
    );

  member
    .command('erase <account> <memberId>')
    .description('remove a member, and what events and logs say about the person; it cannot be undone')
    .option('--json', 'print JSON')
    .action((accountId: string, id: string, { json }: JsonOption) =>
      withMembers(accountId, async ({ erasure, context }) => {
        await erasure.erase(context(), checkId(id));
        print(json, { id, erased: true }, `What was known of the member ${id} is erased.`);
      }),
    );
}

async function amend(
  { members, context, completeAttributes }: OpenedMembers,
  id: string,
  description: MemberDescription,
  { json }: JsonOption,
): Promise<void> {
  const amended = await members.amend(context(), checkId(id), current =>
    inputOf(description, current, completeAttributes),
  );
  print(json, renderMember(amended), memberLine(amended));
}

const parseDescription = (text: string): MemberDescription =>
  readDescription(parseJson(Buffer.from(text), { what: 'The JSON' }));

/** @throws RollcallError `notFound` */
const checkId = (id: string): string => requireId(id, memberNotFound);

function memberLine(stored: StoredMember): string {
  const { id, attributes, managedBy, isProtected } = parseMember(stored);
  const email = emailOf(attributes);
  return [
    id,
    attributes.userName,
    ...(email === undefined || email === attributes.userName ? [] : [email]),
    attributes.active ? 'active' : 'inactive',
    managedBy === 'idp' ? 'kept by the identity provider' : 'kept by the main app',
    ...(isProtected ? ['protected'] : []),
  ].join('  ');
}
