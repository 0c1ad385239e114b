/** Which explanation fits a failure: by what it is about, else by its code. */

import { ConnectionRefusal } from '../../accounts/connection/refusal.ts';
import { CredentialError, type CredentialFault } from '../../accounts/tokens/authenticate.ts';
import type { ErrorCode, RollcallError } from '../../base/errors.ts';
import type { ExplanationId } from './explanation-catalogue.ts';

const BY_CREDENTIAL: Readonly<Record<CredentialFault, ExplanationId>> = {
  missing: 'token_missing',
  malformed: 'token_not_ours',
  wrong_algorithm: 'token_not_ours',
  unknown_key: 'token_key_unknown',
  basic: 'basic_authentication',
  bad_signature: 'token_not_ours',
  incomplete: 'token_not_ours',
  wrong_audience: 'token_wrong_kind',
  expired: 'token_expired',
  unknown_token: 'token_revoked',
  revoked: 'token_revoked',
};

const BY_REFUSAL: Readonly<Record<ConnectionRefusal['fault'], ExplanationId>> = {
  address_not_allowed: 'token_address',
  suspended: 'connection_suspended',
  disabled: 'connection_disabled',
};

const BY_CODE: Readonly<Record<ErrorCode, ExplanationId>> = {
  invalidFilter: 'filter_syntax',
  invalidPath: 'patch_path',
  invalidSyntax: 'body_unreadable',
  invalidValue: 'value_type',
  noTarget: 'patch_path',
  mutability: 'read_only_attribute',
  invalidCursor: 'page_request',
  invalidCount: 'page_request',
  tooMany: 'too_many',
  badRequest: 'body_unreadable',
  unauthorized: 'token_not_ours',
  forbidden: 'discovery_filter',
  notFound: 'unknown_address',
  methodNotAllowed: 'method_not_allowed',
  conflict: 'version_conflict',
  uniqueness: 'user_name_taken',
  gone: 'member_gone',
  preconditionFailed: 'version_conflict',
  payloadTooLarge: 'body_too_large',
  unsupportedMediaType: 'media_type',
  tooManyRequests: 'rate_limited',
  internal: 'service_failure',
  notImplemented: 'groups_pushed',
  unavailable: 'service_failure',
};

/** @param isRename whether the request would have changed an existing member */
export function explanationOf(failure: RollcallError, isRename: boolean): ExplanationId {
  if (failure instanceof CredentialError) return BY_CREDENTIAL[failure.fault];
  if (failure instanceof ConnectionRefusal) return BY_REFUSAL[failure.fault];
  if (failure.topic !== undefined) return failure.topic;
  if (failure.code === 'uniqueness' && isRename) return 'user_name_taken_by_rename';
  return BY_CODE[failure.code];
}
