/**
 * The User resource as scimmy-routers calls it. Stateless: everything comes with the context, so that scimmy's
 * global registry holds nothing of any account or service. scimmy's own parsing of filters and projections,
 * its instances and its PATCH engine are not used (see docs/adr/0002).
 */
import type { Response } from 'express';
import SCIMMY from 'scimmy';
import type { ScimContext } from '../http/request-context.ts';
import { UserSchema } from '../schema/schema.ts';
import type { UserAnswer, UserRequests } from './requests.ts';

/** What scimmy-routers hand to the resource as its context. */
export interface UserContext {
  readonly context: ScimContext;
  readonly users: UserRequests;
  readonly response: Response;
}

export class UserResource extends SCIMMY.Types.Resource<UserSchema> {
  /** @param id a string for one resource; otherwise scimmy's query, which the context holds already */
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

  /** scimmy-routers sets this on every request; locations come from the context instead. */
  // biome-ignore lint/suspicious/noExplicitAny: scimmy types the getter and the setter as one generic method
  static override basepath(path?: string): any {
    return path === undefined ? '' : UserResource;
  }

  // scimmy types what it is given as anything and the answers as its own instances; the routers send whatever comes
  // back, and ours is JSON text: hence the casts.

  override async read(given?: unknown): Promise<never> {
    const { context, users, response } = given as UserContext;
    if (this.id === undefined) return (await users.list(context, context.parameters)) as never;
    return withHeaders(response, await users.read(context, this.id)) as never;
  }

  override async write(body: unknown, given?: unknown): Promise<never> {
    const { context, users, response } = given as UserContext;
    if (this.id !== undefined)
      return withHeaders(response, await users.replace(context, this.id, body)) as never;
    return withHeaders(response, await users.create(context, body)) as never;
  }

  override async patch(message: unknown, given?: unknown): Promise<never> {
    const { context, users, response } = given as UserContext;
    return withHeaders(response, await users.patch(context, String(this.id), message)) as never;
  }

  override async dispose(given?: unknown): Promise<void> {
    const { context, users } = given as UserContext;
    await users.remove(context, String(this.id));
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
