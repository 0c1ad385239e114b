/** What a route of the control API is: one line of the table in routes.ts, from which everything else is made. */
import type { Request, Response } from 'express';
import type { Requester } from '../accounts/requester.ts';
import type { ServiceCaller } from '../accounts/tokens/authenticate.ts';
import type { Scope } from '../accounts/tokens/scopes.ts';
import { parameters, type Shape } from '../base/schema.ts';
import type { ApiDependencies } from './dependencies.ts';
import type { BodySchema } from './request/body.ts';
import type { QueryOf } from './request/query.ts';

type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

/** The names in braces: `/accounts/{id}` has `id`. */
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** A request of a caller that has the scope, with what it asks for, checked. */
export interface Call<Path extends string = string, Query = unknown, Body = unknown> {
  readonly caller: ServiceCaller;
  readonly params: Readonly<Record<NamesIn<Path>, string>>;
  readonly query: Query;
  readonly body: Body;
  /** Who asks, for the events of it. */
  readonly by: Requester;
  /** For headers, and for what is read as a stream. */
  readonly request: Request;
  /** A signal that is aborted when the client is gone before the answer is out. */
  readonly gone: () => AbortSignal;
  /** Counts the bytes of an answer before it is made. @throws RollcallError `tooManyRequests` */
  readonly reserve: (bytes: number) => void;
}

/**
 * Judges whether the caller's token reaches the accounts a request is about.
 * @returns what the handler works on, such as the account
 * @throws RollcallError `forbidden`, or `notFound` where being there is nothing the caller may know
 */
type Access<Request, Subject> = (call: Request, dependencies: ApiDependencies) => Subject | Promise<Subject>;

/** Sends the answer. */
export type Answer = (response: Response) => void | Promise<void>;

interface RouteDefinition<Path extends string, Query extends Shape, Body, Subject> {
  /** Names it in openapi.yaml. */
  readonly operation: string;
  readonly method: Method;
  /** Below /v1. */
  readonly path: Path;
  /** Any of these suffices. */
  readonly scopes: readonly [Scope, ...Scope[]];
  readonly query?: Query;
  readonly body?: BodySchema<Body>;
  readonly access: Access<Call<Path, QueryOf<Query>, Body>, Subject>;
  /** Whether such a request is meant to last: it has limits of its own (token-shares.ts) and holds no place. */
  readonly lasts?: (query: Readonly<Record<string, unknown>>) => boolean;
  handle(
    call: Call<Path, QueryOf<Query>, Body> & { readonly subject: Subject },
    dependencies: ApiDependencies,
  ): Promise<Answer>;
}

/** A route whose types are forgotten: it only ever gets what its own schemas made. */
export interface Route
  extends Pick<RouteDefinition<string, Shape, unknown, unknown>, 'operation' | 'method' | 'path' | 'scopes'> {
  readonly body: BodySchema<unknown> | undefined;
  readonly query: ReturnType<typeof parameters>;
  lasts(query: Readonly<Record<string, unknown>>): boolean;
  /** @throws RollcallError as its access and its handler do */
  answer(call: Call, dependencies: ApiDependencies): Promise<Answer>;
}

/** A line of the table; without a scope, or with one that there is not, it does not compile. */
export function route<
  const Path extends string,
  Subject,
  const Query extends Shape = Record<never, never>,
  Body = undefined,
>(definition: RouteDefinition<Path, Query, Body, Subject>): Route {
  const { operation, method, path, scopes, query, body, access, lasts = () => false } = definition;
  return {
    operation,
    method,
    path,
    scopes,
    body,
    query: parameters(query ?? {}),
    lasts,
    answer: async (given, dependencies) => {
      const call = given as Call<Path, QueryOf<Query>, Body>; // made by this route's own schemas
      const subject = await access(call, dependencies);
      return definition.handle({ ...call, subject }, dependencies);
    },
  };
}
