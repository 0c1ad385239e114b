/**
 * Bulk requests (RFC 7644 §3.7): operations in order, each a transaction of its own with its events.
 *
 * An operation that refers to another's bulkId waits for it. Where operations wait for each other in a circle,
 * one is run without its reference first and completed afterwards.
 */
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { RollcallError, toRollcallError } from '../../base/errors.ts';
import type { RunOperation } from '../../http/request/limits.ts';
import { renderScimError } from '../http/error.ts';
import type { ScimContext } from '../http/request-context.ts';
import { newNotes } from '../log/notes.ts';
import type { Arrival, LogRecorder } from '../log/recorder.ts';
import { IgnoredAttributes } from '../schema/ignored-attributes.ts';
import { locationOf } from '../users/representation.ts';
import type { UserAnswer, UserRequests } from '../users/requests.ts';
import {
  isReference,
  onlyReferences,
  referencesIn,
  resolveReference,
  resolveReferences,
  withoutReferences,
} from './references.ts';
import { type BulkOperation, readBulkRequest } from './request.ts';

const BULK_RESPONSE_URN = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/** Each operation may change a large member by a few words: at most this many characters of members are rewritten. */
const LARGEST_BULK_CHANGE = 4_194_304;

interface Outcome {
  readonly status: number;
  readonly answer?: UserAnswer | undefined;
  readonly failure?: RollcallError | undefined;
}

export class BulkRunner {
  readonly #users: UserRequests;
  readonly #context: ScimContext;
  readonly #recorder: LogRecorder;
  readonly #report: (failure: RollcallError) => void;
  readonly #runOperation: RunOperation;
  /** The ids of what this request created, by bulkId. */
  readonly #created = new Map<string, string>();
  readonly #outcomes = new Map<BulkOperation, Outcome>();
  /** Operations that were run without references which nothing had created yet. */
  readonly #partial = new Map<BulkOperation, ReadonlySet<string>>();
  readonly #creators = new Map<string, BulkOperation>();
  readonly #begun = new Set<BulkOperation>();
  #failOnErrors = Number.POSITIVE_INFINITY;
  #errors = 0;
  #changed = 0;

  /** @param report receives our own failures; @param runOperation runs an operation when its turn has come */
  constructor(
    users: UserRequests,
    context: ScimContext,
    recorder: LogRecorder,
    report: (failure: RollcallError) => void,
    runOperation: RunOperation,
  ) {
    this.#users = users;
    this.#context = context;
    this.#recorder = recorder;
    this.#report = report;
    this.#runOperation = runOperation;
  }

  /**
   * @returns the JSON text of a BulkResponse; operations after the `failOnErrors`th error are not in it
   * @throws RollcallError `invalidSyntax`, `payloadTooLarge` for the request as a whole
   */
  async run(body: unknown): Promise<string> {
    const { operations, failOnErrors } = readBulkRequest(body);
    this.#failOnErrors = failOnErrors;
    for (const operation of operations) {
      if (operation.bulkId !== undefined && !operation.fault) this.#creators.set(operation.bulkId, operation);
    }
    for (const operation of operations) await this.#perform(operation);
    const results = operations.flatMap(operation => {
      const outcome = this.#outcomes.get(operation);
      return outcome ? [this.#render(operation, outcome)] : [];
    });
    this.#context.notes.operations = { done: results.length - this.#errors, failed: this.#errors };
    return `{"schemas":["${BULK_RESPONSE_URN}"],"Operations":[${results.join()}]}`;
  }

  /** Runs an operation, after those it refers to: the order is kept as far as the references allow. */
  async #perform(operation: BulkOperation): Promise<void> {
    if (this.#begun.has(operation) || this.#errors >= this.#failOnErrors) return;
    this.#begun.add(operation);
    const references = referencesIn(operation.id, operation.data);
    for (const bulkId of references) {
      const creator = this.#creators.get(bulkId);
      if (creator) await this.#perform(creator);
    }
    if (this.#errors >= this.#failOnErrors) return;
    const context = this.#contextOf(operation);
    const arrival = this.#recorder.arrival();
    try {
      if (operation.fault) throw operation.fault;
      if (this.#isInCircle(references)) this.#partial.set(operation, references);
      const data = withoutReferences(operation.data, this.#created);
      const outcome = await this.#runOperation(() =>
        this.#send(operation, resolveReferences(data, this.#created), context),
      );
      this.#finish(operation, outcome, context, arrival);
      if (operation.bulkId !== undefined && outcome.answer) {
        this.#created.set(operation.bulkId, outcome.answer.id);
        await this.#completeCircles();
      }
    } catch (thrown) {
      this.#finish(operation, this.#failed(thrown), context, arrival);
    }
  }

  /** Keeps the outcome of an operation, and hands it to the provisioning log. */
  #finish(operation: BulkOperation, outcome: Outcome, context: ScimContext, arrival: Arrival): void {
    this.#outcomes.set(operation, outcome);
    context.failure = outcome.failure;
    this.#context.ignored.include(context.ignored);
    this.#recorder.performed(context, `/scim/v2${operation.requestedPath}`, outcome.status, arrival);
  }

  #contextOf({ method, index, version, parameters }: BulkOperation): ScimContext {
    return {
      ...this.#context,
      method,
      bulkIndex: index,
      preconditions: { ifMatch: version, ifNoneMatch: undefined },
      parameters: { ...this.#context.parameters, ...parameters },
      ignored: new IgnoredAttributes(this.#context.account.policies.authority),
      notes: newNotes(),
    };
  }

  /**
   * Whether a reference leads to an operation that itself waits for this one.
   * @throws RollcallError for a reference that leads nowhere
   */
  #isInCircle(references: ReadonlySet<string>): boolean {
    const open = [...references].filter(bulkId => !this.#created.has(bulkId));
    for (const bulkId of open) {
      const creator = this.#creators.get(bulkId);
      if (!creator) {
        throw new RollcallError(
          'invalidValue',
          'The operation refers to a bulkId that no operation of this request has.',
        );
      }
      if (this.#outcomes.has(creator)) {
        throw new RollcallError(
          'conflict',
          'The operation refers to the bulkId of an operation that failed.',
        );
      }
    }
    return open.length > 0;
  }

  #failed(thrown: unknown): Outcome {
    const failure = toRollcallError(thrown);
    this.#report(failure);
    this.#errors += 1;
    return { status: failure.status, failure };
  }

  async #send(operation: BulkOperation, data: unknown, context: ScimContext): Promise<Outcome> {
    const { method } = operation;
    // Others are answered between two operations, also where none of them waits for the database.
    await yieldToEventLoop();
    if (this.#changed > LARGEST_BULK_CHANGE) {
      throw new RollcallError(
        'payloadTooLarge',
        `The operations before this one have changed members of more than ${LARGEST_BULK_CHANGE} characters together; send the rest in another bulk request.`,
      );
    }
    try {
      return await this.#sendNow(operation, method, data, context);
    } finally {
      this.#changed += context.notes.memberSize;
    }
  }

  async #sendNow(
    operation: BulkOperation,
    method: string,
    data: unknown,
    context: ScimContext,
  ): Promise<Outcome> {
    const id = operation.id === undefined ? undefined : this.#idOf(operation.id);
    if (id === undefined) return { status: 201, answer: await this.#users.create(context, data) };
    if (method === 'PUT') return { status: 200, answer: await this.#users.replace(context, id, data) };
    if (method === 'PATCH') return { status: 200, answer: await this.#users.patch(context, id, data) };
    await this.#users.remove(context, id);
    return { status: 204 };
  }

  /** `/Users/bulkId:…` means the member that operation created. */
  #idOf(id: string): string {
    return resolveReference(id, this.#created) ?? id;
  }

  /** Gives operations that were run without a reference the whole of their data, as soon as it leads somewhere. */
  async #completeCircles(): Promise<void> {
    for (const [operation, references] of this.#partial) {
      const answer = this.#outcomes.get(operation)?.answer;
      const isOpen = [...references].some(bulkId => !this.#created.has(bulkId));
      if (!answer || isOpen) continue;
      this.#partial.delete(operation);
      const completion = { ...operation, method: 'PATCH', id: answer.id, version: undefined };
      const context = this.#contextOf(completion);
      const arrival = this.#recorder.arrival();
      try {
        // Only what was left out: whatever else has changed since keeps its new value.
        const missing = resolveReferences(onlyReferences(operation.data), this.#created);
        const change = { Operations: [{ op: 'replace', value: missing }] };
        const { answer: completed } = await this.#runOperation(() => this.#send(completion, change, context));
        this.#finish(operation, { status: 201, answer: completed }, context, arrival);
      } catch (thrown) {
        // The member exists all the same, and its location says so.
        this.#finish(operation, { ...this.#failed(thrown), answer }, context, arrival);
      }
    }
  }

  /** A resource that could not be changed is where the operation was sent; where that is no address, it has none. */
  #locationOf({ id }: BulkOperation): string | undefined {
    const resolved = id === undefined ? undefined : this.#idOf(id);
    if (resolved === undefined || !resolved.isWellFormed() || isReference(resolved)) return undefined;
    return locationOf({ id: encodeURIComponent(resolved) }, this.#context.baseUrl);
  }

  #render(operation: BulkOperation, { status, answer, failure }: Outcome): string {
    const { method, bulkId, wantsBody } = operation;
    const envelope = JSON.stringify({
      method,
      bulkId,
      version: answer?.version,
      location: answer?.location ?? this.#locationOf(operation),
      status: String(status),
    });
    const response = failure ? renderScimError(failure) : wantsBody ? answer?.json : undefined;
    return response === undefined ? envelope : `${envelope.slice(0, -1)},"response":${response}}`;
  }
}
