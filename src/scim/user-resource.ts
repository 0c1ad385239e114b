/**
 * The User resource as scimmy-routers calls it. Stateless: everything comes with the exchange, so that scimmy's
 * global registry holds nothing of any account or service. scimmy's own parsing of filters and projections,
 * its instances and its PATCH engine are not used (see docs/adr/0002).
 */
import SCIMMY from 'scimmy';
import { toRollcallError } from '../errors.ts';
import { UserSchema } from './schema.ts';
import { toScimmyError } from './scim-error.ts';
import type { ScimExchange } from './scim-exchange.ts';
import type { UserRequests } from './user-requests.ts';

/** What scimmy-routers hand to the resource as its context. */
export interface UserContext {
  readonly exchange: ScimExchange;
  readonly users: UserRequests;
}

class UserResource extends SCIMMY.Types.Resource<UserSchema> {
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
    const { exchange, users } = context as UserContext;
    const text = await translated(exchange, () =>
      this.id === undefined
        ? users.list(exchange, exchange.parameters)
        : users.read(exchange, this.id as string),
    );
    return text as never;
  }

  override async write(body: unknown, context?: unknown): Promise<never> {
    const { exchange, users } = context as UserContext;
    const text = await translated(exchange, () =>
      this.id === undefined ? users.create(exchange, body) : users.replace(exchange, this.id as string, body),
    );
    return text as never;
  }

  override async patch(message: unknown, context?: unknown): Promise<never> {
    const { exchange, users } = context as UserContext;
    return (await translated(exchange, () => users.patch(exchange, this.id as string, message))) as never;
  }

  override async dispose(context?: unknown): Promise<void> {
    const { exchange, users } = context as UserContext;
    await translated(exchange, () => users.remove(exchange, this.id as string));
  }
}

/** Lets scimmy-routers answer our errors; a bug or an outage becomes 500 here, before it could turn into a 404. */
async function translated<T>(exchange: ScimExchange, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (thrown) {
    exchange.failure = thrown;
    throw toScimmyError(toRollcallError(thrown));
  }
}

SCIMMY.Resources.declare(UserResource, 'User');
