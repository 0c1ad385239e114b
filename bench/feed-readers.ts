/** Reads the whole feed as the main app would, and counts the events without parsing them. */
import { get } from 'node:http';
import { applyLoad, type Target } from './load.ts';
import { countEvents, EVENT_START, SubstringCounter } from './substring-counter.ts';

export interface Reading {
  readonly events: number;
  readonly seconds: number;
}

const PAGE = 1_000;
/** The cursor stands behind the events. */
const PAGE_END = /"next":"([^"]+)","has_more":(true|false)/;
const LONGEST_PAGE_END = 500;

/** Page by page, one request after the other. */
export async function readPages(control: Target): Promise<Reading> {
  let events = 0;
  let cursor: string | undefined = '';
  const { seconds } = await applyLoad({
    target: control,
    connections: 1,
    status: 200,
    next: () =>
      cursor === undefined ? undefined : { method: 'GET', path: `/v1/events?limit=${PAGE}&after=${cursor}` },
    onAnswer: body => {
      events += countEvents(body);
      const [, next, hasMore] = PAGE_END.exec(body.slice(-LONGEST_PAGE_END)) ?? [];
      cursor = hasMore === 'true' ? next : undefined;
    },
  });
  return { events, seconds };
}

/** As a stream, until it has told so many events. */
export function readStream({ host, port, headers }: Target, events: number): Promise<Reading> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const request = get({ host, port, path: '/v1/events/stream', headers, agent: false }, incoming => {
      const counter = new SubstringCounter(EVENT_START);
      incoming.setEncoding('latin1');
      incoming.on('data', (piece: string) => {
        counter.add(piece);
        if (counter.count < events) return;
        resolve({ events: counter.count, seconds: (performance.now() - start) / 1_000 });
        request.destroy();
      });
      incoming.on('end', () => reject(new Error(`the stream ended after ${counter.count} events`)));
    });
    request.on('error', reject);
  });
}
