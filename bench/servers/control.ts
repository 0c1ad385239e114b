/** The control API of the measured service, as far as the bench needs it. */
import type { Target } from '../load.ts';

const EVERYTHING = ['team_member.*', 'connection.*'];

/** @param settings what `POST /v1/webhook-endpoints` takes, without `types`. @returns its id */
export async function addEndpoint(control: Target, settings: object): Promise<string> {
  const made = await send(control, 'POST', '/webhook-endpoints', { types: EVERYTHING, ...settings });
  return String(made['id']);
}

export async function removeEndpoint(control: Target, id: string): Promise<void> {
  await send(control, 'DELETE', `/webhook-endpoints/${id}`);
}

/** Has everything delivered once more. @returns how many events that are */
export async function replayAll(control: Target, id: string): Promise<number> {
  const replay = await send(control, 'POST', `/webhook-endpoints/${id}/replay`, {});
  return Number(replay['events']);
}

/** @throws Error with the answer when it is not 2xx */
async function send(
  { host, port, headers }: Target,
  method: string,
  path: string,
  body?: object,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`http://${host}:${port}/v1${path}`, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>); // every answer is an object
}
