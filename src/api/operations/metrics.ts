/** What the service counts and measures, as Prometheus reads it. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { EVENT_TYPES } from '../../events/catalogue/catalogue.ts';
import { addGauges, type MetricsSources } from './metrics-gauges.ts';

/** A request that is over; the texts are from short lists of our own. */
export interface CountedRequest {
  readonly surface: string;
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly durationSeconds: number;
  /** Of a SCIM Error; `undefined` when the request did not fail, or has none. */
  readonly scimType: string | undefined;
}

/** A request to a webhook endpoint, and its outcome. */
export interface CountedDelivery {
  readonly outcome: 'delivered' | 'failed';
  /** The stage at which it failed. */
  readonly failure: string | null;
  /** From each event's time to its acceptance; none for a replay or a failure. */
  readonly latenciesSeconds: readonly number[];
}

const PREFIX = 'rollcall_';
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LATENCY_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1_800, 7_200, 86_400];
const GROUP_BUCKETS = [1, 2, 4, 8, 16, 32, 64];
const TOO_MANY_REQUESTS = 429;

export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'surface' | 'route' | 'method' | 'status'>;
  readonly #durations: Histogram<'surface' | 'route' | 'method'>;
  readonly #scimErrors: Counter<'scimType' | 'status'>;
  readonly #rateLimited: Counter;
  readonly #events: Counter<'type'>;
  readonly #deliveries: Counter<'outcome' | 'failure'>;
  readonly #latencies: Histogram;
  readonly #groups: Histogram;

  /** @param version of the service */
  constructor(version: string) {
    const registers = [this.#registry];
    const named = (name: string, help: string) => ({ name: PREFIX + name, help, registers });
    new Gauge({
      ...named('build_info', 'Always 1; the label says which release runs.'),
      labelNames: ['version'],
    }).set({ version }, 1);
    this.#requests = new Counter({
      ...named('http_requests_total', 'Requests that were answered.'),
      labelNames: ['surface', 'route', 'method', 'status'],
    });
    this.#durations = new Histogram({
      ...named('http_request_duration_seconds', 'From the head of a request to the end of its answer.'),
      labelNames: ['surface', 'route', 'method'],
      buckets: REQUEST_BUCKETS,
    });
    this.#scimErrors = new Counter({
      ...named('scim_errors_total', 'SCIM Errors that were answered.'),
      labelNames: ['scimType', 'status'],
    });
    this.#rateLimited = new Counter(
      named('rate_limited_total', 'SCIM requests that were over the limit of their account.'),
    );
    this.#events = new Counter({
      ...named('events_committed_total', 'Events that this instance wrote.'),
      labelNames: ['type'],
    });
    // From 0 on, so that the first one of a type is seen as an increase.
    for (const type of EVENT_TYPES) this.#events.inc({ type }, 0);
    this.#deliveries = new Counter({
      ...named('deliveries_total', 'Requests to webhook endpoints.'),
      labelNames: ['outcome', 'failure'],
    });
    this.#latencies = new Histogram({
      ...named('delivery_latency_seconds', 'From the time of an event to its acceptance by an endpoint.'),
      buckets: LATENCY_BUCKETS,
    });
    this.#groups = new Histogram({
      ...named('sqlite_group_commit_size', 'Changes that shared one flush to disk.'),
      buckets: GROUP_BUCKETS,
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Adds what is read for each scrape. */
  read(sources: MetricsSources): void {
    addGauges(this.#registry, PREFIX, sources);
  }

  /** Adds what Node.js tells of its process: processor, memory, event loop. Once in a process. */
  describeProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  countRequest({ surface, route, method, status, durationSeconds, scimType }: CountedRequest): void {
    this.#requests.inc({ surface, route, method, status: String(status) });
    this.#durations.observe({ surface, route, method }, durationSeconds);
    if (surface !== 'scim') return;
    if (status >= 400) this.#scimErrors.inc({ scimType: scimType ?? 'none', status: String(status) });
    if (status === TOO_MANY_REQUESTS) this.#rateLimited.inc();
  }

  countEvent(type: string): void {
    this.#events.inc({ type });
  }

  countDelivery({ outcome, failure, latenciesSeconds }: CountedDelivery): void {
    this.#deliveries.inc({ outcome, failure: failure ?? 'none' });
    for (const seconds of latenciesSeconds) this.#latencies.observe(seconds);
  }

  /** @param changes how many shared one commit */
  countGroupCommit(changes: number): void {
    this.#groups.observe(changes);
  }

  /** The text that Prometheus takes. */
  render(): Promise<string> {
    return this.#registry.metrics();
  }
}
