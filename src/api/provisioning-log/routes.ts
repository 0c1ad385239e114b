/** The provisioning log: what identity providers asked, and the outcome; and the story of one member. */
import type { Account } from '../../accounts/account.ts';
import { RollcallError } from '../../base/errors.ts';
import { requireId } from '../../base/ids.ts';
import { NO_ACCOUNT } from '../../provisioning-log/entry.ts';
import type { LogQuery } from '../../provisioning-log/entry-reading.ts';
import { readTimeline } from '../../provisioning-log/timeline.ts';
import { json, jsonText } from '../answer.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { PAGE } from '../paging.ts';
import { account, unlimitedToken } from '../request/access.ts';
import { type Answer, type Call, route } from '../route.ts';
import {
  type Audience,
  renderConnection,
  renderEntriesText,
  renderEntry,
  renderTimelineText,
} from './answers.ts';
import { LOG_FILTER, logFilter } from './query.ts';

export const LOG_ROUTES = [
  route({
    operation: 'listLogEntries',
    method: 'get',
    path: '/accounts/{id}/provisioning-log',
    scopes: ['log:read'],
    query: { ...LOG_FILTER, ...PAGE },
    access: account,
    handle: ({ query: { after, limit, ...filter }, gone, reserve, subject }, dependencies) =>
      entries(
        { ...logFilter(filter), after, limit, accountId: subject.id },
        { gone, reserve },
        subject,
        dependencies,
      ),
  }),
  route({
    operation: 'readLogEntry',
    method: 'get',
    path: '/accounts/{id}/provisioning-log/{entryId}',
    scopes: ['log:read'],
    access: account,
    handle: async ({ params, subject }, dependencies) => {
      const entryId = requireId(params.entryId, noSuchEntry);
      await dependencies.flushLog();
      const [entry] = await dependencies.logReader.entriesWith(subject.id, [entryId]);
      if (!entry) throw noSuchEntry();
      return json(renderEntry(entry, audienceOf(subject, dependencies)));
    },
  }),
  route({
    operation: 'listUnassignedLogEntries',
    method: 'get',
    path: '/provisioning-log',
    scopes: ['log:read'],
    query: { ...LOG_FILTER, ...PAGE },
    access: unlimitedToken(
      'These requests belong to no account, so only a service token without a limit to accounts sees them; /v1/accounts/{id}/provisioning-log has those of an account.',
    ),
    handle: ({ query: { after, limit, ...filter }, gone, reserve }, dependencies) =>
      entries(
        { ...logFilter(filter), after, limit, accountId: NO_ACCOUNT },
        { gone, reserve },
        { identityProvider: 'other' },
        dependencies,
      ),
  }),
  route({
    operation: 'readTimeline',
    method: 'get',
    path: '/accounts/{id}/members/{memberId}/timeline',
    scopes: ['log:read'],
    query: PAGE,
    access: account,
    handle: async ({ params, query, gone, reserve, subject }, dependencies) => {
      const memberId = requireId(params.memberId, nothingKnown);
      const range = { before: query.after, limit: query.limit };
      await dependencies.flushLog();
      const scope = { accountId: subject.id, signal: gone() };
      const timeline = await readTimeline(dependencies.timelines, scope, memberId, range);
      return page(await renderTimelineText(timeline, audienceOf(subject, dependencies)), reserve);
    },
  }),
  route({
    operation: 'readConnection',
    method: 'get',
    path: '/accounts/{id}/connection',
    scopes: ['accounts:read', 'log:read'],
    access: account,
    handle: async ({ subject }, { connectionStatuses, flushLog }) => {
      await flushLog();
      return json(renderConnection(subject, await connectionStatuses.read(subject)));
    },
  }),
];

async function entries(
  query: LogQuery,
  { gone, reserve }: Pick<Call, 'gone' | 'reserve'>,
  wordedFor: Pick<Account, 'identityProvider'>,
  dependencies: ApiDependencies,
): Promise<Answer> {
  await dependencies.flushLog();
  const found = await dependencies.logReader.listEntries(query, gone());
  return page(await renderEntriesText(found, audienceOf(wordedFor, dependencies)), reserve);
}

const audienceOf = (
  { identityProvider }: Pick<Account, 'identityProvider'>,
  { publicUrl }: ApiDependencies,
): Audience => ({ identityProvider, baseUrl: `${publicUrl()}/scim/v2` });

/** What may be long, unless too much else waits. @throws RollcallError `tooManyRequests` */
function page(text: string, reserve: Call['reserve']): Answer {
  reserve(text.length);
  return jsonText(text);
}

const noSuchEntry = (): RollcallError =>
  new RollcallError('notFound', 'There is no such entry in the log of this account; it may have expired.');

const nothingKnown = (): RollcallError =>
  new RollcallError('notFound', 'Nothing is known of a member with this id in this account.');
