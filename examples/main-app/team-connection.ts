/**
 * Automatic team management, as the app's settings show it: switched on, how it is doing, switched off. These are
 * requests of Rollcall's control API; `openapi-fetch` checks each of them against openapi.yaml when it is compiled.
 */
import createClient from 'openapi-fetch';
import type { components, paths } from 'rollcall-client/control-api';

type Problem = components['schemas']['Problem'];
type IdentityProvider = components['schemas']['Account']['identityProvider'];

export class TeamConnection {
  readonly #api;

  /** @param token a service token with the scopes `accounts:write` and `accounts:read` */
  constructor({ url, token }: { readonly url: string; readonly token: string }) {
    this.#api = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${token}` } });
  }

  /** What the customer's IT admin pastes into their identity provider. The token is shown once. */
  async switchOn(account: string, name: string, identityProvider: IdentityProvider) {
    const path = { params: { path: { id: account } } };
    // An account that is there already is changed to this.
    await this.#api
      .PUT('/v1/accounts/{id}', {
        ...path,
        body: { name, identityProvider, sso: { protocol: 'saml', provider: identityProvider } },
      })
      .then(orThrow);
    const enabled = await this.#api.POST('/v1/accounts/{id}/scim/enable', path).then(orThrow);
    return { baseUrl: enabled.baseUrl, token: enabled.token, steps: enabled.guide.steps };
  }

  /** In a word for the app, and in a sentence for people. */
  async state(account: string) {
    const path = { params: { path: { id: account } } };
    const { verdict } = await this.#api.GET('/v1/accounts/{id}/connection', path).then(orThrow);
    return verdict;
  }

  /** All members stay on the team; from now on the app alone adds and removes people. */
  async switchOff(account: string): Promise<void> {
    const path = { params: { path: { id: account } } };
    await this.#api
      .POST('/v1/accounts/{id}/scim/disable', { ...path, body: { members: 'keep' } })
      .then(orThrow);
  }
}

/** @throws Error with the words and the status of Rollcall's refusal */
function orThrow<Data>(answer: { data?: Data; error?: Problem; response: Response }): Data {
  const { data, error, response } = answer;
  if (data === undefined) throw Object.assign(new Error(error?.detail), { status: response.status });
  return data;
}
