/** The answers of the control API. */
import type { Answer } from './route.ts';

/** Milliseconds since the epoch as RFC 3339; what never happened stays `null`. */
export const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

interface Details {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export const json =
  (body: object, { status = 200, headers = {} }: Details = {}): Answer =>
  response => {
    response.status(status).set(headers).json(body);
  };

/** @param location where the new resource is read */
export const created = (body: object, location: string): Answer =>
  json(body, { status: 201, headers: { Location: location } });

/** For what holds a secret, shown this once. */
export const secret = (body: object, { status = 200, headers = {} }: Details = {}): Answer =>
  json(body, { status, headers: { ...headers, 'Cache-Control': 'no-store' } });

export const noContent: Answer = response => {
  response.status(204).end();
};

/** JSON that is text already. */
export const jsonText =
  (text: string): Answer =>
  response => {
    response.type('json').send(text);
  };
