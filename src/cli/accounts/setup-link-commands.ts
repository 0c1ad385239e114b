/** `rollcall setup-link`: links by which the IT admin of a customer connects their identity provider. */
import { type Command, Option } from 'commander';
import { OPERATOR } from '../../accounts/requester.ts';
import { SETUP_RIGHTS, type SetupLink, stateOf } from '../../accounts/setup-links/setup-link.ts';
import { SETUP_LINK, setupLinkSettings } from '../../api/accounts/setup-link-body.ts';
import { renderSetupLink, setupUrl } from '../../api/accounts/setup-link-routes.ts';
import { parseWith } from '../../base/schema.ts';
import { withServices } from '../../composition/commands.ts';
import { isoDate, type JsonOption, print, wholePage } from '../command-output.ts';
import { parseNumber, splitList } from '../command-values.ts';

interface CreateOptions extends JsonOption {
  readonly expiresIn?: number;
  readonly mode?: string;
  readonly adminId?: string;
  readonly adminName?: string;
  readonly adminEmail?: string;
  readonly returnUrl?: string;
  readonly may?: string;
  readonly revokeOthers?: boolean;
}

const ALL = { after: undefined, limit: Number.MAX_SAFE_INTEGER };

export function addSetupLinkCommands(setupLink: Command): void {
  setupLink
    .command('create <account>')
    .description("make a link for a customer's IT admin; its address is shown once")
    .option('--expires-in <seconds>', 'how long it lasts, at most 30 days (default: 7 days)', parseNumber)
    .addOption(
      new Option('--mode <mode>', 'whether it is sent or followed at once').choices(['mail', 'redirect']),
    )
    .option('--admin-id <id>', "the main app's own id of the admin, for events")
    .option('--admin-name <name>', 'the name of the admin, for the list of links')
    .option('--admin-email <address>', 'the e-mail address of the admin, for the list of links')
    .option('--return-url <url>', 'where "Back" on the page leads')
    .option('--may <rights>', `what the admin may do, separated by commas: ${SETUP_RIGHTS.join(', ')}`)
    .option('--revoke-others', 'end the earlier links of the account')
    .option('--json', 'print JSON')
    .action((accountId: string, options: CreateOptions) =>
      withServices(async ({ setupLinks, returnOrigins, publicUrl }) => {
        const settings = setupLinkSettings(parseWith(SETUP_LINK, bodyOf(options)), returnOrigins);
        const { link, secret } = await setupLinks.create(accountId, settings, OPERATOR);
        const url = setupUrl(publicUrl, secret);
        print(
          options.json,
          { ...renderSetupLink(link, Date.now()), url },
          `The link is shown only now; it works until ${isoDate(link.expiresAt)}, in the first browser that opens it.\n\n  ${url}`,
        );
      }),
    );

  setupLink
    .command('list <account>')
    .description('list the setup links of an account')
    .option('--json', 'print JSON')
    .action((accountId: string, { json }: JsonOption) =>
      withServices(async ({ accounts, setupLinks }) => {
        await accounts.get(accountId);
        const links = await setupLinks.list(accountId, ALL);
        const now = Date.now();
        const lines = links.map(link => linkLine(link, now)).join('\n') || 'There are no setup links yet.';
        print(json, wholePage(links.map(link => renderSetupLink(link, now))), lines);
      }),
    );

  setupLink
    .command('revoke <account> <linkId>')
    .description('sign its browser out; what was set up goes on working')
    .option('--json', 'print JSON')
    .action((accountId: string, linkId: string, { json }: JsonOption) =>
      withServices(async ({ setupLinks }) => {
        const link = await setupLinks.revoke(accountId, linkId, OPERATOR);
        print(json, renderSetupLink(link, Date.now()), `The setup link ${linkId} is revoked.`);
      }),
    );
}

/** As the API takes it. */
function bodyOf({ expiresIn, mode, returnUrl, may, revokeOthers, ...options }: CreateOptions): object {
  const admin = {
    ...(options.adminId === undefined ? {} : { id: options.adminId }),
    ...(options.adminName === undefined ? {} : { name: options.adminName }),
    ...(options.adminEmail === undefined ? {} : { email: options.adminEmail }),
  };
  return {
    ...(expiresIn === undefined ? {} : { expiresInSeconds: expiresIn }),
    ...(mode === undefined ? {} : { mode }),
    ...(returnUrl === undefined ? {} : { returnUrl }),
    ...(may === undefined ? {} : { may: splitList(may) }),
    ...(revokeOthers === undefined ? {} : { revokeOthers }),
    ...(Object.keys(admin).length === 0 ? {} : { admin }),
  };
}

function linkLine(link: SetupLink, now: number): string {
  const { id, admin, openedAt, openedIn, expiresAt, otherBrowsers } = link;
  return [
    id,
    stateOf(link, now),
    `for ${admin.name ?? admin.email ?? admin.id ?? 'anyone who has it'}`,
    openedAt === null ? 'never opened' : `opened ${isoDate(openedAt)} in ${openedIn ?? 'a browser'}`,
    `ends ${isoDate(expiresAt)}`,
    ...(otherBrowsers === 0 ? [] : [`${otherBrowsers} tries from other browsers`]),
  ].join('  ');
}
