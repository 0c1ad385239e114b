/** The list of migrations, in order. A scanned folder would take `.ts` and `.js` for different migrations. */
import type { Knex } from 'knex';
import * as accountsMembersEvents from './0001-accounts-members-events.ts';
import * as deliveries from './0002-deliveries.ts';
import * as operation from './0003-operation.ts';
import * as credentialsVersion from './0006-credentials-version.ts';
import * as time from './0008-time.ts';
import * as unknownNames from './0009-unknown-names.ts';
import * as userNames from './0010-user-names.ts';
import * as writeTrials from './0012-write-trials.ts';
import * as unprovenRequests from './0014-unproven-requests.ts';
import * as instances from './0015-instances.ts';
import * as identities from './0016-identities.ts';
import * as words from './0017-words.ts';
import * as tokenBuckets from './0018-token-buckets.ts';
import * as setupLinks from './0019-setup-links.ts';
import * as milestones from './0021-milestones.ts';
import * as consoleSessions from './0025-console-sessions.ts';

const MIGRATIONS = new Map<string, Knex.Migration>([
  ['0001-accounts-members-events', accountsMembersEvents],
  ['0002-deliveries', deliveries],
  ['0003-operation', operation],
  ['0006-credentials-version', credentialsVersion],
  ['0008-time', time],
  ['0009-unknown-names', unknownNames],
  ['0010-user-names', userNames],
  ['0012-write-trials', writeTrials],
  ['0014-unproven-requests', unprovenRequests],
  ['0015-instances', instances],
  ['0016-identities', identities],
  ['0017-words', words],
  ['0018-token-buckets', tokenBuckets],
  ['0019-setup-links', setupLinks],
  ['0021-milestones', milestones],
  ['0025-console-sessions', consoleSessions],
]);

export const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve([...MIGRATIONS.keys()]),
  getMigrationName: name => name,
  getMigration: name => {
    const migration = MIGRATIONS.get(name);
    if (!migration) return Promise.reject(new Error(`there is no migration called ${name}`));
    return Promise.resolve(migration);
  },
};
