/**
 * The User resource as scimmy-routers calls it. Stateless: everything comes with the exchange, so that scimmy's
 * global registry holds nothing of any account or service. scimmy's own parsing of filters and projections,
 * its instances and its PATCH engine are not used (see docs/adr/0002).
 */
import type { Response } from 'express';
import SCIMMY from 'scimmy';
import type { ScimExchange } from '../http/request-context.ts';
import { UserSchema } from '../schema/schema.ts';
import type { UserAnswer, UserRequests } from './requests.ts';

/** What scimmy-routers hand to the resource as its context. */
export interface UserContext {
  readonly exchange: ScimExchange;
  readonly users: UserRequests;
  readonly response: Response;
}

export class UserResource extends SCIMMY.Types.Resource<UserSchema> {
  /** @param id a string for one resource; otherwise scimmy's query, which the exchange holds already */
  constructor(id?: unknown) {
    super();
    if (typeof id === 'string') this.id = id;
  }

  static override get endpoint() {
    return '/Users';
  }

  static override get schema() {
    return UserSchema;
  }

  /** scimmy-routers sets this on every request; locations come from the exchange instead. */
  // biome-ignore lint/suspicious/noExplicitAny: scimmy types the getter and the setter as one generic method
  static override basepath(path?: string): any {
    return path === undefined ? '' : UserResource;
  }

  // scimmy types the context as anything and the answers as its own instances; the routers send whatever comes
  // back, and ours is JSON text: hence the casts.

  override async read(context?: unknown): Promise<never> {
    const { exchange, users, response } = context as UserContext;
    if (this.id === undefined) return (await users.list(exchange, exchange.parameters)) as never;
    return withHeaders(response, await users.read(exchange, this.id)) as never;
  }

  override async write(body: unknown, context?: unknown): Promise<never> {
    const { exchange, users, response } = context as UserContext;
    if (this.id !== undefined)
      return withHeaders(response, await users.replace(exchange, this.id, body)) as never;
    return withHeaders(response, await users.create(exchange, body)) as never;
  }

  override async patch(message: unknown, context?: unknown): Promise<never> {
    const { exchange, users, response } = context as UserContext;
    return withHeaders(response, await users.patch(exchange, String(this.id), message)) as never;
  }

  override async dispose(context?: unknown): Promise<void> {
    const { exchange, users } = context as UserContext;
    await users.remove(exchange, String(this.id));
  }
}

/** Where the User is, also when it was not asked for there (RFC 7644 §3.1, §3.4.1; RFC 9110 §8.7). */
function withHeaders(response: Response, { json, version, location }: UserAnswer): string {
  response.setHeader('ETag', version);
  response.setHeader('Location', location);
  response.setHeader('Content-Location', location);
  return json;
}

SCIMMY.Resources.declare(UserResource, 'User');
