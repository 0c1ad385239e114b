/**
 * Bulk requests (RFC 7644 §3.7): operations in order, each a transaction of its own with its events.
 *
 * An operation that refers to another's bulkId waits for it. Where operations wait for each other in a circle,
 * one is run without its reference first and completed afterwards.
 */
import { RollcallError, toRollcallError } from '../errors.ts';
import { referencesIn, resolveReference, resolveReferences, withoutReferences } from './bulk-references.ts';
import { type BulkOperation, readBulkRequest } from './bulk-request.ts';
import { renderScimError } from './scim-error.ts';
import type { ScimExchange } from './scim-exchange.ts';
import type { UserAnswer, UserRequests } from './user-requests.ts';

const BULK_RESPONSE_URN = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

interface Outcome {
  readonly status: number;
  readonly answer?: UserAnswer | undefined;
  readonly failure?: RollcallError | undefined;
}

export class BulkRunner {
  readonly #users: UserRequests;
  readonly #exchange: ScimExchange;
  readonly #report: (failure: RollcallError) => void;
  /** The ids of what this request created, by bulkId. */
  readonly #created = new Map<string, string>();
  readonly #outcomes = new Map<BulkOperation, Outcome>();
  /** Operations that were run without references which nothing had created yet. */
  readonly #partial = new Set<BulkOperation>();
  #errors = 0;

  /** @param report is told of failures that are ours */
  constructor(users: UserRequests, exchange: ScimExchange, report: (failure: RollcallError) => void) {
    this.#users = users;
    this.#exchange = exchange;
    this.#report = report;
  }

  /**
   * @returns the JSON text of a BulkResponse; operations after the `failOnErrors`th error are not in it
   * @throws RollcallError `invalidSyntax`, `payloadTooLarge` for the request as a whole
   */
  async run(body: unknown): Promise<string> {
    const { operations, failOnErrors } = readBulkRequest(body);
    let waiting: readonly BulkOperation[] = operations;
    while (waiting.length > 0 && this.#errors < failOnErrors) {
      // When all wait for each other, a creation goes first without what it refers to.
      const next =
        waiting.find(operation => this.#isReady(operation, waiting)) ??
        waiting.find(operation => operation.bulkId !== undefined) ??
        waiting[0];
      if (!next) break;
      await this.#perform(next, operations, waiting);
      waiting = waiting.filter(operation => operation !== next);
    }
    await this.#completeCircles();
    const results = operations.flatMap(operation => {
      const outcome = this.#outcomes.get(operation);
      return outcome ? [this.#render(operation, outcome)] : [];
    });
    return `{"schemas":["${BULK_RESPONSE_URN}"],"Operations":[${results.join()}]}`;
  }

  /** Operations keep their order; only what refers to a later one lets that one go first. */
  #isReady(operation: BulkOperation, waiting: readonly BulkOperation[]): boolean {
    const references = referencesIn(operation.id, operation.data);
    return !waiting.some(
      other => other !== operation && other.bulkId !== undefined && references.has(other.bulkId),
    );
  }

  async #perform(
    operation: BulkOperation,
    all: readonly BulkOperation[],
    waiting: readonly BulkOperation[],
  ): Promise<void> {
    try {
      if (operation.fault) throw operation.fault;
      const isPartial = this.#refersToWaiting(operation, all, waiting);
      if (isPartial) this.#partial.add(operation);
      const data = isPartial ? withoutReferences(operation.data, this.#created) : operation.data;
      const outcome = await this.#send(operation, resolveReferences(data, this.#created));
      if (operation.bulkId !== undefined && outcome.answer)
        this.#created.set(operation.bulkId, outcome.answer.id);
      this.#outcomes.set(operation, outcome);
    } catch (thrown) {
      this.#outcomes.set(operation, this.#failed(thrown));
    }
  }

  #failed(thrown: unknown): Outcome {
    const failure = toRollcallError(thrown);
    this.#report(failure);
    this.#errors += 1;
    return { status: failure.status, failure };
  }

  /** @throws RollcallError for a reference that can never be resolved */
  #refersToWaiting(
    operation: BulkOperation,
    all: readonly BulkOperation[],
    waiting: readonly BulkOperation[],
  ): boolean {
    const open = [...referencesIn(operation.id, operation.data)].filter(bulkId => !this.#created.has(bulkId));
    for (const bulkId of open) {
      if (waiting.some(other => other.bulkId === bulkId)) continue;
      throw all.some(other => other.bulkId === bulkId)
        ? new RollcallError('conflict', 'The operation refers to the bulkId of an operation that failed.')
        : new RollcallError(
            'invalidValue',
            'The operation refers to a bulkId that no operation of this request has.',
          );
    }
    return open.length > 0;
  }

  async #send(operation: BulkOperation, data: unknown): Promise<Outcome> {
    const { method, index, version, parameters } = operation;
    const exchange: ScimExchange = {
      ...this.#exchange,
      method,
      bulkIndex: index,
      ifMatch: version,
      parameters: { ...this.#exchange.parameters, ...parameters },
    };
    const id = operation.id === undefined ? undefined : this.#idOf(operation.id);
    if (id === undefined) return { status: 201, answer: await this.#users.create(exchange, data) };
    if (method === 'PUT') return { status: 200, answer: await this.#users.replace(exchange, id, data) };
    if (method === 'PATCH') return { status: 200, answer: await this.#users.patch(exchange, id, data) };
    await this.#users.remove(exchange, id);
    return { status: 204 };
  }

  /** `/Users/bulkId:…` means the member that operation created. */
  #idOf(id: string): string {
    return resolveReference(id, this.#created) ?? id;
  }

  /** Gives the operations that were run without a reference the whole of their data. */
  async #completeCircles(): Promise<void> {
    for (const operation of this.#partial) {
      const answer = this.#outcomes.get(operation)?.answer;
      if (!answer) continue;
      try {
        const whole = resolveReferences(withoutReferences(operation.data, this.#created), this.#created);
        const completion = { ...operation, method: 'PUT', id: answer.id, version: undefined };
        const completed = await this.#send(completion, whole);
        this.#outcomes.set(operation, { status: 201, answer: completed.answer });
      } catch (thrown) {
        this.#outcomes.set(operation, this.#failed(thrown));
      }
    }
  }

  #render(
    { method, bulkId, wantsBody, requestedPath }: BulkOperation,
    { status, answer, failure }: Outcome,
  ): string {
    const envelope = JSON.stringify({
      method,
      bulkId,
      version: answer?.version,
      // A failed creation has no location; other operations repeat the one they were sent to.
      location: answer?.location ?? (method === 'POST' ? undefined : this.#exchange.baseUrl + requestedPath),
      status: String(status),
    });
    const response = failure ? renderScimError(failure) : wantsBody ? answer?.json : undefined;
    return response === undefined ? envelope : `${envelope.slice(0, -1)},"response":${response}}`;
  }
}
