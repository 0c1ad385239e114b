/** Hands every request that was answered to the provisioning log, as it is: it is worded later. */
import type { Request, Response } from 'express';
import { ConnectionRefusal } from '../../accounts/connection/refusal.ts';
import { CredentialError } from '../../accounts/tokens/authenticate.ts';
import { claimedAccount } from '../../accounts/tokens/claimed-account.ts';
import { RollcallError } from '../../base/errors.ts';
import type { AddressOf } from '../../http/request/client-address.ts';
import type { UnreadableRequest } from '../../http/request/unreadable.ts';
import { NO_ACCOUNT } from '../../provisioning-log/entry.ts';
import type { LogSink } from '../../provisioning-log/log-writer.ts';
import type { UnprovenLimit } from '../../provisioning-log/unproven-limit.ts';
import type { ScimContext } from '../http/request-context.ts';
import { type AnsweredRequest, type FinishedRequest, toFinished } from './finished-request.ts';

/** No answer could be sent; many servers log it under this number. */
const CLIENT_GONE = 499;

/** When a request came in, by both clocks. */
export interface Arrival {
  readonly at: number;
  readonly startedMs: number;
}

declare global {
  namespace Express {
    interface Locals {
      arrival?: Arrival;
    }
  }
}

interface Dependencies {
  readonly sink: LogSink<FinishedRequest>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly unproven: Pick<UnprovenLimit, 'admits'>;
  readonly addressOf: AddressOf;
  /** Of requests that have none. */
  readonly newId: () => string;
}

export class LogRecorder {
  readonly #sink: LogSink<FinishedRequest>;
  readonly #now: () => number;
  readonly #unproven: Pick<UnprovenLimit, 'admits'>;
  readonly #addressOf: AddressOf;
  readonly #newId: () => string;

  constructor({ sink, now, unproven, addressOf, newId }: Dependencies) {
    this.#sink = sink;
    this.#now = now;
    this.#unproven = unproven;
    this.#addressOf = addressOf;
    this.#newId = newId;
  }

  arrival(): Arrival {
    return { at: this.#now(), startedMs: performance.now() };
  }

  /** To be called when a request comes in. */
  begin(response: Response): void {
    response.locals.arrival = this.arrival();
  }

  /** Call it when the response has been sent, or when the client has gone. */
  answered(request: Request, response: Response): void {
    this.#take(this.#answered(request, response));
  }

  /** To be called when a request is over that did not even come to the right address. */
  misdirected(request: Request, response: Response): void {
    const answered = this.#answered(request, response);
    this.#sink.recordRefusal(
      toFinished(answered),
      `${answered.context?.account.id ?? NO_ACCOUNT} misdirected`,
    );
  }

  /** To be called for a request that could not be read as HTTP: most often the token was pasted with a line break. */
  unreadable({ method, url, userAgent, authorization, status, detail, socket }: UnreadableRequest): string {
    const requestId = this.#newId();
    const claim = claimedAccount(authorization);
    if (claim === undefined && !/^\/+scim(\/|$)/i.test(url)) return requestId;
    const from = { headers: {}, socket };
    const failure = new RollcallError('badRequest', detail, { topic: 'header_unreadable' });
    const { at } = this.arrival();
    const finished = toFinished({
      at,
      durationMs: 0,
      requestId,
      method,
      url,
      userAgent,
      status,
      context: undefined,
      failure,
      claimedAccountId:
        claim !== undefined && this.#unproven.admits(claim, this.#addressOf(from)) ? claim : undefined,
    });
    this.#sink.recordRefusal(finished, `${finished.accountId} unreadable`);
    return requestId;
  }

  /** An operation of a bulk request, which has a context of its own. */
  performed(context: ScimContext, path: string, status: number, { at, startedMs }: Arrival): void {
    const { failure } = context;
    this.#take({
      at,
      durationMs: performance.now() - startedMs,
      requestId: context.requestId,
      method: context.method,
      url: path,
      userAgent: undefined,
      status,
      context,
      failure: failure instanceof RollcallError ? failure : undefined,
      claimedAccountId: undefined,
    });
  }

  #answered(request: Request, response: Response): AnsweredRequest {
    const { locals } = response;
    const { arrival, context, requestId } = locals;
    const { at, startedMs } = arrival ?? this.arrival();
    const failure: unknown = context ? context.failure : locals.failure;
    return {
      at,
      durationMs: performance.now() - startedMs,
      requestId,
      method: request.method,
      url: request.originalUrl,
      userAgent: request.headers['user-agent'],
      status: response.headersSent ? response.statusCode : CLIENT_GONE,
      context,
      failure: failure instanceof RollcallError ? failure : undefined,
      claimedAccountId: this.#claimIn(failure, request),
    };
  }

  /** Whose log shows a token that does not count, unless there are too many of them. */
  #claimIn(failure: unknown, request: Parameters<AddressOf>[0]): string | undefined {
    const claim = failure instanceof CredentialError ? failure.claimedAccountId : undefined;
    if (claim === undefined) return undefined;
    return this.#unproven.admits(claim, this.#addressOf(request)) ? claim : undefined;
  }

  #take(answered: AnsweredRequest): void {
    const { failure, context, method, url } = answered;
    // What is open to strangers is nothing that happened to an account.
    if (!failure && !context) return;
    const finished = toFinished(answered);
    if (failure && isRefusedAtEntry(failure)) {
      const { accountId, isUnproven } = finished;
      this.#sink.recordRefusal(finished, `${accountId} ${kindOf(failure)}${isUnproven ? ' unproven' : ''}`);
    } else if (method === 'GET' || method === 'HEAD' || /\/\.search(\?|$)/.test(url))
      this.#sink.recordRead(finished);
    else this.#sink.recordChange(finished);
  }
}

/** One kind of refusal must not hide another. */
const kindOf = (failure: RollcallError): string =>
  failure instanceof CredentialError || failure instanceof ConnectionRefusal ? failure.fault : failure.code;

/** Refused before any work was done: it costs a client nothing to repeat, and must cost us little. */
const isRefusedAtEntry = (failure: RollcallError): boolean =>
  failure instanceof CredentialError ||
  failure instanceof ConnectionRefusal ||
  failure.code === 'tooManyRequests';
