// The import rules, made from one ordered list: docs/adr/0021-rooms.md.

/**
 * The rooms of src, from the outside in. A room imports from itself and from the rows below its own; rooms of one row
 * never see each other. So only the command line and the composition reach the store.
 */
const ROWS = [
  { cli: 'cli/' },
  { composition: '(composition/|service\\.ts$)' },
  { store: 'store/', api: 'api/', scim: 'scim/', pages: 'pages/' },
  { http: 'http/' },
  { 'self-test': 'self-test/' },
  { 'provisioning-log': 'provisioning-log/' },
  { webhooks: 'webhooks/' },
  { accounts: 'accounts/' },
  { members: 'members/' },
  { events: 'events/' },
  { base: '(config|base)/' },
];

/** The only places that may import these packages. */
const DATABASES = ['^src/store/', '^migrations/'];
const PACKAGES = {
  knex: DATABASES,
  'better-sqlite3': DATABASES,
  pg: DATABASES,
  scimmy: ['^src/scim/'],
  'scimmy-routers': ['^src/scim/'],
  jsonwebtoken: ['^src/accounts/tokens/'],
  express: ['^src/(http|api|scim|pages|composition)/', '^src/service\\.ts$'],
  helmet: ['^src/pages/'],
  cookie: ['^src/pages/'],
  undici: ['^src/webhooks/sender/'],
  'prom-client': ['^src/api/operations/'],
  zod: ['^src/(api|config|pages)/', '^src/base/schema\\.ts$'],
  commander: ['^src/cli/'],
  winston: ['^src/base/log\\.ts$'],
  'ipaddr.js': ['^src/config/address-range\\.ts$'],
};

const forbid = (name, from, to) => ({ name, severity: 'error', from, to });
const only = (name, folders, to) =>
  forbid(name, { path: '^(src|migrations|bin)/', pathNot: folders }, { path: to });
const inSrc = paths => `^src/(${paths.join('|')})`;

const roomRules = ROWS.flatMap((row, index) =>
  Object.entries(row).map(([room, path]) => {
    const within = [path, ...ROWS.slice(index + 1).flatMap(Object.values)];
    return forbid(`room-${room}`, { path: inSrc([path]) }, { path: '^src/', pathNot: inSrc(within) });
  }),
);

const packageRules = Object.entries(PACKAGES).map(([name, folders]) =>
  only(`package-${name}`, folders, `^node_modules/(@types/)?${name}/`),
);

module.exports = {
  forbidden: [
    forbid('no-circular', {}, { circular: true }),
    forbid('every-file-has-a-room', { path: '^src/', pathNot: inSrc(ROWS.flatMap(Object.values)) }, {}),
    ...roomRules,
    ...packageRules,
    // Pure, apart from snapshots, which take turns with other work.
    forbid(
      'members-are-pure',
      { path: '^src/members/' },
      { pathNot: ['^src/', '^(node:)?timers/promises$'] },
    ),
    forbid(
      'guides-are-data',
      { path: '^src/accounts/guides/' },
      {
        pathNot: ['^src/accounts/guides/', '^src/accounts/identity-provider\\.ts$'],
      },
    ),
    // A self-test must not be able to reach anything of the running service.
    forbid(
      'stand-in-stands-alone',
      { path: '^src/composition/stand-in/' },
      {
        path: '^src/(cli/|api/|webhooks/|config/|service\\.ts|composition/(?!stand-in/)|store/(webhooks|operations|provisioning-log|database/(open|postgres)))',
      },
    ),
    // Databases know nothing of requests and answers.
    forbid('store-without-http', { path: '^src/store/' }, { path: '^src/http/' }),
    only('only-the-store-migrates', ['^src/store/', '^migrations/'], '^migrations/'),
    // A migration stays as it was written, whatever becomes of the code.
    forbid('migrations-stand-alone', { path: '^migrations/' }, { path: '^src/' }),
    forbid(
      'no-dev-dependency-in-production',
      { path: '^(src|migrations|bin)/' },
      {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '@types/',
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
