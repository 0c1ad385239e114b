/**
 * What the provisioning log keeps of a request until it is worded: copies of what its words need, and nothing that
 * holds on to the request, its body, the cause of a failure or a long text.
 */
import { CredentialError } from '../../accounts/tokens/authenticate.ts';
import type { RollcallError, ScimType } from '../../base/errors.ts';
import { NO_ACCOUNT } from '../../provisioning-log/entry.ts';
import type { EntryMeasure } from '../../provisioning-log/entry-queue.ts';
import type { ExplanationId } from '../../provisioning-log/explanations/explanation-catalogue.ts';
import { explanationOf } from '../../provisioning-log/explanations/failure-explanation.ts';
import type { AskedList } from '../../provisioning-log/wording.ts';
import { LONGEST_LOOKUP } from '../filter/lookup.ts';
import type { ScimContext } from '../http/request-context.ts';
import { findEndpoint } from '../http/routes.ts';
import type { ChangeNotes } from './notes.ts';

/** A request and its answer. */
export interface AnsweredRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly durationMs: number;
  readonly requestId: string;
  readonly method: string;
  /** As it was sent. */
  readonly url: string;
  readonly userAgent: string | undefined;
  readonly status: number;
  /** `undefined` when the account is unknown. */
  readonly context: ScimContext | undefined;
  readonly failure: RollcallError | undefined;
  /** The account that a token claims which does not count. */
  readonly claimedAccountId: string | undefined;
}

interface FinishedFailure {
  readonly code: RollcallError['code'];
  readonly status: number;
  readonly scimType: ScimType | null;
  readonly detail: string;
  readonly explanation: ExplanationId;
}

export type FinishedNotes = Omit<ChangeNotes, 'asked'> & { readonly asked: AskedList | undefined };

export interface FinishedRequest
  extends Pick<AnsweredRequest, 'at' | 'durationMs' | 'requestId' | 'method' | 'userAgent' | 'status'> {
  readonly accountId: string;
  readonly isUnproven: boolean;
  readonly tokenId: string | null;
  readonly identityProvider: string | null;
  readonly path: string;
  /** A filter that may be the look-up of one person; longer ones are none. */
  readonly filter: string | undefined;
  readonly bulkIndex: number | null;
  readonly ignored: {
    readonly names: readonly string[];
    readonly unknownCount: number;
    readonly unknownNames: readonly string[];
    readonly hasPassword: boolean;
  };
  readonly notes: FinishedNotes | undefined;
  readonly failure: FinishedFailure | undefined;
}

const LONGEST_PATH = 1_024;
const LONGEST_USER_AGENT = 800;
/** Its words are cut to 600 characters, after what is quoted in it is taken out. */
const LONGEST_DETAIL = 2_048;
const LONGEST_NUMBER = 32;
/** Objects and numbers of an entry, roughly. */
const BASE_BYTES = 700;
const EVENT_BYTES = 120;
const NOTHING_IGNORED = { names: [], unknownCount: 0, unknownNames: [], hasPassword: false };

export function toFinished({
  context,
  failure,
  claimedAccountId,
  url,
  userAgent,
  ...request
}: AnsweredRequest): FinishedRequest {
  const query = url.indexOf('?');
  const path = kept(query < 0 ? url : url.slice(0, query), LONGEST_PATH);
  const credential = failure instanceof CredentialError ? failure : undefined;
  return {
    at: request.at,
    durationMs: request.durationMs,
    requestId: request.requestId,
    method: request.method,
    status: request.status,
    userAgent: userAgent === undefined ? undefined : kept(userAgent, LONGEST_USER_AGENT),
    accountId: context?.account.id ?? credential?.accountId ?? claimedAccountId ?? NO_ACCOUNT,
    isUnproven: claimedAccountId !== undefined,
    tokenId: context?.tokenId ?? credential?.tokenId ?? null,
    identityProvider: context?.account.identityProvider ?? null,
    path,
    filter: keptFilter(context),
    bulkIndex: context?.bulkIndex ?? null,
    ignored: context ? ignoredIn(context) : NOTHING_IGNORED,
    notes: context && keptNotes(context.notes),
    failure: failure && {
      code: failure.code,
      status: failure.status,
      scimType: failure.scimType ?? null,
      detail: kept(failure.message, LONGEST_DETAIL),
      explanation: explanationOf(failure, findEndpoint(path).hasId),
    },
  };
}

/** What it costs to keep, by the lengths of its texts. */
export function measureEntry({ accountId, at, ...request }: FinishedRequest): EntryMeasure {
  const { path, filter, userAgent, failure, notes, ignored } = request;
  const texts = [
    path,
    filter,
    userAgent,
    failure?.detail,
    notes?.userName,
    notes?.externalId,
    notes?.formerUserName,
    ...ignored.unknownNames,
  ];
  const characters = texts.reduce(
    (sum, text) => sum + (text?.length ?? 0),
    notes?.attributesJson?.length ?? 0,
  );
  const changed = (notes?.changed ?? []).reduce((sum, { length }) => sum + length, 0);
  return {
    accountId,
    at,
    bytes: BASE_BYTES + characters + changed + EVENT_BYTES * (notes?.events.length ?? 0),
  };
}

/** A part of a text keeps the whole of it in memory, so what is cut is copied. */
const kept = (text: string, most: number): string =>
  text.length <= most ? text : Buffer.from(text.slice(0, most)).toString();

function keptFilter(context: ScimContext | undefined): string | undefined {
  const { asked } = context?.notes ?? {};
  const filter = asked ? asked.filter : context?.parameters.filter;
  return filter !== undefined && filter.length <= LONGEST_LOOKUP ? filter : undefined;
}

function keptNotes(notes: ChangeNotes): FinishedNotes {
  const { asked } = notes;
  if (!asked) return { ...notes, asked: undefined };
  const number = (text: string | undefined): string | undefined => text && kept(text, LONGEST_NUMBER);
  return {
    ...notes,
    asked: {
      isFiltered: asked.filter !== undefined,
      isByCursor: asked.cursor !== undefined,
      startIndex: number(asked.startIndex),
      count: number(asked.count),
    },
  };
}

const ignoredIn = ({ ignored }: ScimContext): FinishedRequest['ignored'] =>
  ignored.names.length === 0 && ignored.unknownCount === 0 && !ignored.hasPassword
    ? NOTHING_IGNORED
    : {
        names: ignored.names,
        unknownCount: ignored.unknownCount,
        unknownNames: ignored.unknownNames,
        hasPassword: ignored.hasPassword,
      };
