/** An account's members as the main app keeps them: read, added, changed, removed, erased. */

import { requireId } from '../../base/ids.ts';
import { memberNotFound } from '../../members/members.ts';
import { created, json, jsonText, noContent } from '../answer.ts';
import { account, openAccount } from '../request/access.ts';
import { route } from '../route.ts';
import { renderMember, renderMembersText } from './answers.ts';
import { inputOf, memberBody, upsertOf } from './body.ts';
import { changeContext } from './change-context.ts';
import { MEMBER_LIST, memberQuery } from './list.ts';

export const MEMBER_ROUTES = [
  route({
    operation: 'listMembers',
    method: 'get',
    path: '/accounts/{id}/members',
    scopes: ['members:read'],
    query: MEMBER_LIST,
    access: account,
    handle: async ({ gone, query, reserve, subject: { id } }, { members }) => {
      const page = await members.page(id, memberQuery(query), { signal: gone(), reserve });
      return jsonText(await renderMembersText(page));
    },
  }),
  route({
    operation: 'putMember',
    method: 'post',
    path: '/accounts/{id}/members',
    scopes: ['members:write'],
    body: memberBody,
    access: openAccount,
    handle: async (call, dependencies) => {
      const { members, completeAttributes, publicUrl } = dependencies;
      const upsert = upsertOf(call.body, completeAttributes);
      const { member, outcome } = await members.upsert(changeContext(call, dependencies)(), upsert);
      if (!member) throw new Error('an upsert leaves a member');
      const location = `${publicUrl()}/v1/accounts/${member.accountId}/members/${member.id}`;
      return outcome === 'created' ? created(renderMember(member), location) : json(renderMember(member));
    },
  }),
  route({
    operation: 'readMember',
    method: 'get',
    path: '/accounts/{id}/members/{memberId}',
    scopes: ['members:read'],
    access: account,
    handle: async ({ params, subject: { id } }, { members }) =>
      json(renderMember(await members.get(id, requireId(params.memberId, memberNotFound)))),
  }),
  route({
    operation: 'changeMember',
    method: 'patch',
    path: '/accounts/{id}/members/{memberId}',
    scopes: ['members:write'],
    body: memberBody,
    access: openAccount,
    handle: async (call, dependencies) => {
      const { members, completeAttributes } = dependencies;
      const id = requireId(call.params.memberId, memberNotFound);
      const amended = await members.amend(changeContext(call, dependencies)(), id, current =>
        inputOf(call.body, current, completeAttributes),
      );
      return json(renderMember(amended));
    },
  }),
  route({
    operation: 'removeMember',
    method: 'delete',
    path: '/accounts/{id}/members/{memberId}',
    scopes: ['members:write'],
    access: openAccount,
    handle: async (call, dependencies) => {
      const id = requireId(call.params.memberId, memberNotFound);
      await dependencies.members.remove(changeContext(call, dependencies)(), id, undefined);
      return noContent;
    },
  }),
  route({
    operation: 'eraseMember',
    method: 'post',
    path: '/accounts/{id}/members/{memberId}/erase',
    scopes: ['members:write'],
    access: openAccount,
    handle: async (call, dependencies) => {
      const id = requireId(call.params.memberId, memberNotFound);
      await dependencies.erasure.erase(changeContext(call, dependencies)(), id);
      return noContent;
    },
  }),
];
