/** The connection of an account: SCIM enabled, suspended, resumed, disabled. */

import { findTestAddress } from '../../accounts/test-address.ts';
import { json, secret } from '../answer.ts';
import { account } from '../request/access.ts';
import { jsonBody, nothing } from '../request/body.ts';
import { route } from '../route.ts';
import { guideOf, renderAccount, renderEnabling, renderGuide, renderSelfTest } from './answers.ts';
import { DISABLING, SUSPENSION, TOKEN_SETTINGS } from './body.ts';

export const CONNECTION_ROUTES = [
  route({
    operation: 'enableScim',
    method: 'post',
    path: '/accounts/{id}/scim/enable',
    scopes: ['accounts:write'],
    body: jsonBody(TOKEN_SETTINGS),
    access: account,
    handle: async ({ body, by, subject: { id } }, { accounts, members, publicUrl }) => {
      const enabling = await accounts.enable(id, body, by);
      const testAddress = await findTestAddress(enabling.account, members);
      return secret(renderEnabling(enabling, publicUrl(), testAddress));
    },
  }),
  route({
    operation: 'suspendScim',
    method: 'post',
    path: '/accounts/{id}/scim/suspend',
    scopes: ['accounts:write'],
    body: jsonBody(SUSPENSION),
    access: account,
    handle: async ({ body: { reason = null }, by, subject: { id } }, { accounts }) =>
      json(renderAccount(await accounts.suspend(id, reason, by))),
  }),
  route({
    operation: 'resumeScim',
    method: 'post',
    path: '/accounts/{id}/scim/resume',
    scopes: ['accounts:write'],
    body: nothing,
    access: account,
    handle: async ({ by, subject: { id } }, { accounts }) =>
      json(renderAccount(await accounts.resume(id, by))),
  }),
  route({
    operation: 'disableScim',
    method: 'post',
    path: '/accounts/{id}/scim/disable',
    scopes: ['accounts:write'],
    body: jsonBody(DISABLING),
    access: account,
    handle: async ({ body, by, subject: { id } }, { accounts, offboarding }) => {
      const disabled = await accounts.disable(id, body.members, by);
      if (disabled.offboarding) offboarding.wake(id);
      return json(renderAccount(disabled));
    },
  }),
  route({
    operation: 'readScimGuide',
    method: 'get',
    path: '/accounts/{id}/scim/guide',
    scopes: ['accounts:read'],
    access: account,
    handle: async ({ subject }, { members, publicUrl }) => {
      const testAddress = await findTestAddress(subject, members);
      return json(renderGuide(guideOf(subject, publicUrl(), testAddress), publicUrl()));
    },
  }),
  route({
    operation: 'testScim',
    method: 'post',
    path: '/accounts/{id}/self-test',
    scopes: ['accounts:read'],
    body: nothing,
    access: account,
    handle: async ({ caller, subject }, { selfTests }) =>
      json(renderSelfTest(await selfTests.run(subject, caller.tokenId))),
  }),
];
