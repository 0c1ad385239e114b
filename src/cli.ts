/** The command line: serve, migrate, accounts and tokens. It works beside a running service. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { Account } from './accounts/account.ts';
import { parseSsoProtocol } from './accounts/account.ts';
import type { Accounts, TokenRecord } from './accounts/accounts.ts';
import { IDENTITY_PROVIDERS, parseIdentityProvider } from './accounts/identity-provider.ts';
import { ConfigError, readConfig } from './config.ts';
import { RollcallError } from './errors.ts';
import { createLog, describeFailure } from './log.ts';
import { claimForServing, createService, openAccounts } from './service.ts';
import { migrate } from './store/open-database.ts';

/**
 * Runs one command.
 * @returns the exit code: 0 done, 1 refused or failed, 2 misused
 */
export async function main(argv: readonly string[]): Promise<number> {
  // What is made here holds people's data: nobody but its owner may read it.
  process.umask(0o077);
  try {
    await createProgram().parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof ConfigError || error instanceof RollcallError)
      process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

interface JsonOption {
  readonly json?: true;
}

function createProgram(): Command {
  const program = new Command('rollcall')
    .description('SCIM 2.0 provisioning: identity providers in, ordered team-member events out.')
    .exitOverride()
    .showHelpAfterError('(add --help for usage)');

  program.command('serve').description('migrate the database and serve').action(serve);

  program
    .command('migrate')
    .description('bring the database schema up to date')
    .option('--json', 'print JSON')
    .action(async ({ json }: JsonOption) => {
      const ran = await migrate(readConfig().database);
      print(
        json,
        { migrations: ran },
        ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.join(', ')}.`,
      );
    });

  addAccountCommands(program.command('account').description('accounts of the main app that use SCIM'));
  addTokenCommands(program.command('token').description("identity providers' bearer tokens"));
  addServiceTokenCommands(program.command('service-token').description('tokens for the control API'));
  return program;
}

function addAccountCommands(account: Command): void {
  account
    .command('add <id>')
    .description('enable SCIM for an account and issue its first token')
    .option('--name <name>', 'a name for people')
    .option('--idp <name>', `one of ${Object.keys(IDENTITY_PROVIDERS).join(', ')}`, 'other')
    .option('--sso <protocol>', 'how the account signs in: saml, oidc or none; you vouch for it', 'saml')
    .option('--json', 'print JSON')
    .action((id: string, options: JsonOption & { name?: string; idp: string; sso: string }) =>
      withAccounts(async (accounts, publicUrl) => {
        const { token } = await accounts.add({
          id,
          name: options.name,
          identityProvider: parseIdentityProvider(options.idp),
          sso: parseSsoProtocol(options.sso),
        });
        const baseUrl = `${publicUrl}/scim/v2`;
        print(
          options.json,
          { accountId: id, baseUrl, token },
          `SCIM is enabled for ${id}. Give these to its IT admin; the token is shown only now.\n\n  Base URL  ${baseUrl}\n  Token     ${token}`,
        );
      }),
    );

  account
    .command('set <id>')
    .description('change an account')
    .option('--policy <name=value>', 'set a policy, such as authority=reject; may be repeated', collect, [])
    .option('--name <name>', 'a name for people')
    .option('--idp <name>', 'the identity provider')
    .option('--json', 'print JSON')
    .action((id: string, options: JsonOption & { policy: string[]; name?: string; idp?: string }) =>
      withAccounts(async accounts => {
        const description = {
          ...(options.name === undefined ? {} : { name: options.name }),
          ...(options.idp === undefined ? {} : { identityProvider: parseIdentityProvider(options.idp) }),
        };
        if (options.policy.length === 0 && Object.keys(description).length === 0) {
          throw new RollcallError(
            'badRequest',
            'There is nothing to set: give --policy name=value, --name or --idp.',
          );
        }
        if (options.policy.length > 0) await accounts.setPolicies(id, options.policy);
        const changed =
          Object.keys(description).length > 0
            ? await accounts.describe(id, description)
            : await accounts.get(id);
        print(options.json, describeAccount(changed), accountLine(changed));
      }),
    );

  account
    .command('list')
    .description('list accounts')
    .option('--json', 'print JSON')
    .action(({ json }: JsonOption) =>
      withAccounts(async accounts => {
        const all = await accounts.list();
        print(
          json,
          { accounts: all.map(describeAccount) },
          all.map(accountLine).join('\n') || 'There are no accounts yet.',
        );
      }),
    );
}

function addTokenCommands(token: Command): void {
  token
    .command('issue <account>')
    .description('issue one more token; the others stay valid')
    .option('--label <label>', 'what it is for', 'token')
    .option(
      '--expires <date>',
      'its last day, such as 2027-01-31, or a time such as 2027-01-31T18:00Z',
      parseDate,
    )
    .option('--json', 'print JSON')
    .action((accountId: string, options: JsonOption & { label: string; expires?: number }) =>
      withAccounts(async (accounts, publicUrl) => {
        const issued = await accounts.issueToken(accountId, options.label, options.expires ?? null);
        const baseUrl = `${publicUrl}/scim/v2`;
        print(
          options.json,
          { accountId, baseUrl, ...issued },
          `The token is shown only now.\n\n  Base URL  ${baseUrl}\n  Token     ${issued.token}\n  Id        ${issued.tokenId}`,
        );
      }),
    );

  token
    .command('list <account>')
    .description('list the tokens of an account')
    .option('--json', 'print JSON')
    .action((accountId: string, { json }: JsonOption) =>
      withAccounts(async accounts => {
        const tokens = await accounts.listTokens(accountId);
        print(json, { tokens: tokens.map(describeToken) }, tokens.map(tokenLine).join('\n'));
      }),
    );

  token
    .command('revoke <account> <tokenId>')
    .description('refuse a token from the next request on')
    .option('--json', 'print JSON')
    .action((accountId: string, tokenId: string, { json }: JsonOption) =>
      withAccounts(async accounts => {
        await accounts.revokeToken(accountId, tokenId);
        print(json, { tokenId, revoked: true }, `The token ${tokenId} is revoked.`);
      }),
    );
}

function addServiceTokenCommands(serviceToken: Command): void {
  serviceToken
    .command('issue')
    .description('issue a token for the control API')
    .requiredOption('--scopes <list>', "comma-separated, such as events:read; '*' for all")
    .option('--accounts <list>', 'limit it to these accounts, comma-separated')
    .option('--label <label>', 'what it is for', 'service token')
    .option(
      '--expires <date>',
      'its last day, such as 2027-01-31, or a time such as 2027-01-31T18:00Z',
      parseDate,
    )
    .option('--json', 'print JSON')
    .action((options: JsonOption & { scopes: string; accounts?: string; label: string; expires?: number }) =>
      withAccounts(async accounts => {
        const grant = {
          scopes: splitList(options.scopes),
          accounts: options.accounts === undefined ? null : splitList(options.accounts),
        };
        const { token, tokenId } = await accounts.issueServiceToken(
          grant,
          options.label,
          options.expires ?? null,
        );
        print(
          options.json,
          { token, tokenId },
          `The token is shown only now.\n\n  Token  ${token}\n  Id     ${tokenId}`,
        );
      }),
    );

  serviceToken
    .command('list')
    .description('list service tokens')
    .option('--json', 'print JSON')
    .action(({ json }: JsonOption) =>
      withAccounts(async accounts => {
        const tokens = await accounts.listServiceTokens();
        const described = tokens.map(token => ({
          ...describeToken(token),
          scopes: token.scopes,
          accounts: token.accounts,
        }));
        print(
          json,
          { tokens: described },
          tokens.map(tokenLine).join('\n') || 'There are no service tokens yet.',
        );
      }),
    );

  serviceToken
    .command('revoke <tokenId>')
    .description('refuse a service token from the next request on')
    .option('--json', 'print JSON')
    .action((tokenId: string, { json }: JsonOption) =>
      withAccounts(async accounts => {
        await accounts.revokeServiceToken(tokenId);
        print(json, { tokenId, revoked: true }, `The service token ${tokenId} is revoked.`);
      }),
    );
}

/** Serves until SIGINT or SIGTERM, then finishes what was accepted. */
async function serve(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  for (const notice of config.notices) log.info(notice);
  const claim = claimForServing(config.database);
  try {
    // Listened for from the start on: as the first process of a container nobody else would see them.
    const termination = terminationSignal();
    const service = await createService(config, log);
    const { host, port, publicUrl } = await service.start();
    log.info('serving', { host, port, publicUrl, database: config.database.dialect });
    const signal = await termination;
    log.info('stopping', { signal });
    await service.stop();
    log.info('stopped');
  } catch (error) {
    log.error('the service could not run', describeFailure(error));
    throw error;
  } finally {
    claim.release();
  }
}

function terminationSignal(): Promise<string> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}

async function withAccounts(run: (accounts: Accounts, publicUrl: string) => Promise<void>): Promise<void> {
  const config = readConfig();
  const { accounts, publicUrl, close } = await openAccounts(config);
  try {
    await run(accounts, publicUrl);
  } finally {
    await close();
  }
}

/** With --json standard output carries this one JSON line and nothing else. */
function print(json: true | undefined, value: object, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);
}

const collect = (value: string, previous: string[]): string[] => [...previous, value];

const splitList = (text: string): string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');

/** A day lasts until its end; a time is UTC unless it names its zone. */
function parseDate(text: string): number {
  const [, day, time] =
    /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(text) ?? [];
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // JavaScript takes 31 February for a day in March.
  const isRealDay =
    day !== undefined && !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  const at = !isRealDay
    ? Number.NaN
    : time === undefined
      ? midnight + DAY_MS - 1
      : Date.parse(/[Z+-]/.test(time) ? text : `${text}Z`);
  if (Number.isNaN(at))
    throw new InvalidArgumentError(
      'It must be a date such as 2027-01-31, or a time such as 2027-01-31T18:00Z.',
    );
  return at;
}

const DAY_MS = 86_400_000;

const isoDate = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const describeToken = ({ id, label, createdAt, expiresAt, revokedAt }: TokenRecord) => ({
  id,
  label,
  created: isoDate(createdAt),
  expires: isoDate(expiresAt),
  revoked: isoDate(revokedAt),
});

function tokenLine({ id, label, createdAt, expiresAt, revokedAt }: TokenRecord): string {
  const state =
    revokedAt !== null
      ? `revoked ${isoDate(revokedAt)}`
      : expiresAt !== null
        ? `expires ${isoDate(expiresAt)}`
        : 'active';
  return `${id}  ${label}  created ${isoDate(createdAt)}  ${state}`;
}

const describeAccount = ({ id, name, identityProvider, sso, policies, connection }: Account) => ({
  accountId: id,
  name,
  identityProvider,
  sso,
  policies,
  connection,
});

const accountLine = ({ id, name, identityProvider, connection }: Account): string =>
  `${id}  ${name}  ${IDENTITY_PROVIDERS[identityProvider].label}  ${connection}`;
