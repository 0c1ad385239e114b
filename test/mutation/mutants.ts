import { ACCOUNT_MUTANTS } from './account-mutants.ts';
import { CLIENT_MUTANTS } from './client-mutants.ts';
import { FEED_MUTANTS } from './feed-mutants.ts';
import { HTTP_MUTANTS } from './http-mutants.ts';
import { LOG_MUTANTS } from './log-mutants.ts';
import { MEMBER_MUTANTS } from './member-mutants.ts';
import type { Mutant } from './mutant.ts';
import { SCIM_MUTANTS } from './scim-mutants.ts';
import { SCIM_QUERY_MUTANTS } from './scim-query-mutants.ts';
import { SELF_TEST_MUTANTS } from './self-test-mutants.ts';
import { STORE_MUTANTS } from './store-mutants.ts';
import { DELIVERY_MUTANTS } from './webhook-mutants.ts';

export const MUTANTS: readonly Mutant[] = [
  ...MEMBER_MUTANTS,
  ...SCIM_MUTANTS,
  ...SCIM_QUERY_MUTANTS,
  ...DELIVERY_MUTANTS,
  ...FEED_MUTANTS,
  ...ACCOUNT_MUTANTS,
  ...STORE_MUTANTS,
  ...HTTP_MUTANTS,
  ...LOG_MUTANTS,
  ...CLIENT_MUTANTS,
  ...SELF_TEST_MUTANTS,
];
