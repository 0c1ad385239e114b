// The import rules of the architecture: IdP → http → accounts → scim → members → store → delivery → main app.
const only = (name, folders, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(src|migrations|bin)/', pathNot: folders },
  to: { path: to },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'members-knows-nobody',
      comment: 'members/ is the pure domain: only errors.ts and itself.',
      severity: 'error',
      from: { path: '^src/members/' },
      to: { pathNot: ['^src/members/', '^src/errors\\.ts$', '^node_modules/uuid/'] },
    },
    {
      name: 'accounts-stands-below-the-surfaces',
      severity: 'error',
      from: { path: '^src/accounts/' },
      to: { path: '^src/(scim|store|delivery|operator|http)/' },
    },
    {
      name: 'guides-are-data',
      comment: 'guides/ holds texts for people; whoever shows them imports it.',
      severity: 'error',
      from: { path: '^src/guides/' },
      to: { pathNot: ['^src/guides/', '^src/accounts/identity-provider\\.ts$'] },
    },
    {
      name: 'exchanges-stands-below-the-surfaces',
      comment: 'exchanges/ keeps and explains what happened; scim/ says what that was, operator/ shows it.',
      severity: 'error',
      from: { path: '^src/exchanges/' },
      to: { path: '^src/(scim|store|delivery|operator|http)/' },
    },
    {
      name: 'surfaces-do-not-reach-the-store',
      comment: 'scim/, operator/, http/ and delivery/ declare ports; the store implements them.',
      severity: 'error',
      from: { path: '^src/(scim|operator|http|delivery)/' },
      to: { path: '^src/store/' },
    },
    {
      name: 'delivery-never-imports-scim',
      severity: 'error',
      from: { path: '^src/delivery/' },
      to: { path: '^src/(scim|operator)/' },
    },
    {
      name: 'store-never-imports-surfaces',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: '^src/(scim|operator|http)/' },
    },
    only('knex-only-in-store', ['^src/store/', '^migrations/'], '^node_modules/(knex|better-sqlite3|pg)/'),
    only('scimmy-only-in-scim', ['^src/scim/'], '^node_modules/scimmy(-routers)?/'),
    only('jsonwebtoken-only-in-accounts', ['^src/accounts/'], '^node_modules/(@types/)?jsonwebtoken/'),
    only(
      'composition-root',
      ['^src/service[a-z-]*\\.ts$', '^src/cli\\.ts$', '^src/cli/', '^src/store/', '^bin/'],
      '^src/store/',
      'Only service.ts and cli.ts construct dependencies.',
    ),
    {
      name: 'no-dev-dependency-in-production',
      severity: 'error',
      from: { path: '^(src|migrations|bin)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
