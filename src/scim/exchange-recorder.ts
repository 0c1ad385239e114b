/** Hands every request that was answered to the provisioning log, as it is: it is worded later. */
import type { Request, Response } from 'express';
import { CredentialError } from '../accounts/authenticate.ts';
import { ConnectionRefusal } from '../accounts/connection-refusal.ts';
import { RollcallError } from '../errors.ts';
import { NO_ACCOUNT } from '../exchanges/exchange.ts';
import type { ExchangeSink } from '../exchanges/exchange-log.ts';
import type { ScimExchange } from './scim-exchange.ts';
import { type AnsweredRequest, type SettledExchange, settle } from './settled-exchange.ts';

/** No answer could be sent; many servers log it under this number. */
const CLIENT_GONE = 499;

/** When a request came in, by both clocks. */
export interface Arrival {
  readonly at: number;
  readonly startedMs: number;
}

export class ExchangeRecorder {
  readonly #sink: ExchangeSink<SettledExchange>;
  readonly #now: () => number;

  constructor(sink: ExchangeSink<SettledExchange>, now: () => number) {
    this.#sink = sink;
    this.#now = now;
  }

  arrival(): Arrival {
    return { at: this.#now(), startedMs: performance.now() };
  }

  /** To be called when a request comes in. */
  begin(response: Response): void {
    response.locals['arrival'] = this.arrival();
  }

  /** To be called when the answer is out, or when nobody is there any more to have it. */
  answered(request: Request, response: Response): void {
    this.#take(this.#settled(request, response));
  }

  /** To be called when a request is over that did not even come to the right address. */
  misdirected(request: Request, response: Response): void {
    const settled = this.#settled(request, response);
    this.#sink.refusal(settle(settled), `${settled.exchange?.account.id ?? NO_ACCOUNT} misdirected`);
  }

  /** An operation of a bulk request, which is an exchange of its own. */
  performed(exchange: ScimExchange, path: string, status: number, { at, startedMs }: Arrival): void {
    const { failure } = exchange;
    this.#take({
      at,
      durationMs: performance.now() - startedMs,
      requestId: exchange.requestId,
      method: exchange.method,
      url: path,
      userAgent: undefined,
      status,
      exchange,
      failure: failure instanceof RollcallError ? failure : undefined,
    });
  }

  #settled(request: Request, response: Response): AnsweredRequest {
    const { locals } = response;
    const { at, startedMs } = locals['arrival'] as Arrival; // put there by begin()
    const exchange = locals['exchange'] as ScimExchange | undefined; // put there by the authentication step
    const failure: unknown = exchange ? exchange.failure : locals['failure'];
    return {
      at,
      durationMs: performance.now() - startedMs,
      requestId: String(locals['requestId']),
      method: request.method,
      url: request.originalUrl,
      userAgent: request.headers['user-agent'],
      status: response.headersSent ? response.statusCode : CLIENT_GONE,
      exchange,
      failure: failure instanceof RollcallError ? failure : undefined,
    };
  }

  #take(answered: AnsweredRequest): void {
    const { failure, exchange, method, url } = answered;
    // What is open to strangers is nothing that happened to an account.
    if (!failure && !exchange) return;
    const settled = settle(answered);
    if (failure && isAtTheDoor(failure)) {
      const accountId =
        exchange?.account.id ?? (failure instanceof CredentialError ? failure.accountId : undefined);
      this.#sink.refusal(settled, `${accountId ?? NO_ACCOUNT} ${kindOf(failure)}`);
    } else if (method === 'GET' || method === 'HEAD' || /\/\.search(\?|$)/.test(url))
      this.#sink.read(settled);
    else this.#sink.change(settled);
  }
}

/** One kind of refusal must not hide another. */
const kindOf = (failure: RollcallError): string =>
  failure instanceof CredentialError || failure instanceof ConnectionRefusal ? failure.fault : failure.code;

/** Refused before any work was done: it costs a client nothing to repeat, and must cost us little. */
const isAtTheDoor = (failure: RollcallError): boolean =>
  failure instanceof CredentialError ||
  failure instanceof ConnectionRefusal ||
  failure.code === 'tooManyRequests';
