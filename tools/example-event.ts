/** The example of a type as a whole event, in the form in which events are sent. */
import type { CataloguedEvent } from '../src/events/catalogue/catalogue.ts';
import { OPERATIONS, renderEvent } from '../src/events/envelope.ts';

/** The deployment and the account that examples tell of. */
export const EXAMPLE_URL = 'https://scim.example.com';
const EXAMPLE_ACCOUNT = 'acme';

export function exampleEvent({ type, group, example }: CataloguedEvent): Readonly<Record<string, unknown>> {
  const { sequence, time, requestId, ...rest } = example;
  const draft = { traceparent: undefined, ...rest, type, requestId, occurredAt: Date.parse(time) };
  const account = group === 'operational' ? OPERATIONS : EXAMPLE_ACCOUNT;
  const body = renderEvent(draft, account, sequence, EXAMPLE_URL);
  return JSON.parse(body) as Readonly<Record<string, unknown>>; // a rendered event is an object
}
