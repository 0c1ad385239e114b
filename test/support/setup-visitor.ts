/** The browser of an IT admin, as far as HTTP sees it: follows no redirect by itself, and keeps its cookie. */
export class SetupVisitor {
  readonly #url: string;
  #cookie = '';

  /** @param url of the service, without a path */
  constructor(url: string) {
    this.#url = url;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.#send(path, { headers });
  }

  /** Sends a form as a page of the service does. */
  submit(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.submitFrom({ 'sec-fetch-site': 'same-origin' }, path, fields);
  }

  /** @param from headers that say which page sends the form */
  submitFrom(
    from: Readonly<Record<string, string>>,
    path: string,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields), headers: from });
  }

  /** @param linkUrl the address of a setup link */
  async open(linkUrl: string): Promise<Response> {
    return this.submit('/setup/open', { secret: linkUrl.slice(linkUrl.lastIndexOf('/') + 1) });
  }

  async #send(
    path: string,
    { headers, ...options }: RequestInit & { headers: Readonly<Record<string, string>> },
  ) {
    const response = await fetch(new URL(path, this.#url), {
      redirect: 'manual',
      ...options,
      headers: { ...headers, ...(this.#cookie === '' ? {} : { cookie: this.#cookie }) },
    });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) this.#cookie = set.split(';')[0] ?? '';
    return response;
  }
}
