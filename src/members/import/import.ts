/** Imports many members: a line for each, written in batches; every fault is reported with the number of its line. */
import { RollcallError, toRollcallError } from '../../base/errors.ts';
import type { ChangeContext } from '../change.ts';
import type { Members, MemberUpsert, StoredChange } from '../members.ts';
import { type Line, readLines } from './line-reader.ts';

export const MOST_LINES = 100_000;
/** As for the body of a request about one member. */
const LONGEST_LINE_BYTES = 262_144;
/** One transaction: long enough to be worth its commit, short enough that others do not notice. */
const BATCH_LINES = 20;
const BATCH_BYTES = 65_536;
const LINES_BETWEEN_PROGRESS = 200;
export const MOST_IMPORTS = 4;
const RETRY_SECONDS = 10;

export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
}

export type ImportRecord =
  /** What was wrong with a line. */
  | { readonly line: number; readonly error: string }
  /** All lines up to this one are done. */
  | { readonly progress: { readonly line: number } & ImportCounts }
  | { readonly summary: ImportCounts }
  /** The service failed, or the request may not go on (the token was revoked): this line and those behind it are not done. */
  | { readonly stopped: { readonly line: number; readonly error: string } };

export interface ImportOrder {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** From 1; what comes before is passed over. */
  readonly fromLine: number;
  /** In which the lines say they are written. */
  readonly charset?: string | undefined;
  /** Who asks, as of now. */
  readonly context: () => ChangeContext;
}

/**
 * What a line asks for.
 * @throws RollcallError `badRequest`, `invalidSyntax`, `invalidValue` naming what does not fit
 */
export type ReadMemberLine = (line: Buffer, charset: string | undefined) => MemberUpsert;

/** Has an account pay for what is about to be written, waiting as long as that takes. */
export type PayAhead = (
  accountId: string,
  work: { readonly lines: number; readonly writtenBytes: number },
) => Promise<void>;

interface Entry {
  readonly line: number;
  /** What was wrong, when it was found out without the members. */
  readonly wanted: MemberUpsert | RollcallError;
}

export class MemberImport {
  readonly #members: Pick<Members, 'upsertSeveral'>;
  readonly #readLine: ReadMemberLine;
  readonly #payAhead: PayAhead;
  #running = 0;

  constructor(
    members: Pick<Members, 'upsertSeveral'>,
    readLine: ReadMemberLine,
    payAhead: PayAhead = () => Promise.resolve(),
  ) {
    this.#members = members;
    this.#readLine = readLine;
    this.#payAhead = payAhead;
  }

  /**
   * Upserts a member for each line. Repeating it changes nothing.
   * @param report takes each record before the work goes on, and so sets the pace
   * @throws RollcallError `tooManyRequests` before anything is read; what reading, writing or `report` throws
   */
  async run(order: ImportOrder, report: (record: ImportRecord) => Promise<void>): Promise<ImportCounts> {
    if (this.#running >= MOST_IMPORTS) {
      throw new RollcallError(
        'tooManyRequests',
        `${MOST_IMPORTS} imports are running, and no more run at a time. Try again in ${RETRY_SECONDS} seconds.`,
        { retryAfterSeconds: RETRY_SECONDS },
      );
    }
    this.#running += 1;
    try {
      return await this.#run(order, report);
    } finally {
      this.#running -= 1;
    }
  }

  async #run(
    { chunks, fromLine, charset, context }: ImportOrder,
    report: (record: ImportRecord) => Promise<void>,
  ): Promise<ImportCounts> {
    const counts = { created: 0, updated: 0, unchanged: 0, failed: 0 };
    let hasAnswer = false;
    const answer = (record: ImportRecord): Promise<void> => {
      hasAnswer = true;
      return report(record);
    };
    let entries: Entry[] = [];
    let bytes = 0;
    let linesUntold = 0;
    let lastLine = 0;
    const finish = async (): Promise<void> => {
      const batch = entries;
      if (batch.length === 0) return;
      const work = { lines: batch.length, writtenBytes: bytes };
      entries = [];
      bytes = 0;
      await this.#payAhead(context().accountId, work);
      await this.#write(batch, context(), counts, answer, () => hasAnswer);
      linesUntold += batch.length;
      lastLine = batch.at(-1)?.line ?? lastLine;
      if (linesUntold >= LINES_BETWEEN_PROGRESS) await tellProgress();
    };
    const tellProgress = async (): Promise<void> => {
      if (linesUntold > 0) await answer({ progress: { line: lastLine, ...counts } });
      linesUntold = 0;
    };
    for await (const line of readLines(chunks, LONGEST_LINE_BYTES)) {
      if (line.number < fromLine || isBlank(line)) continue;
      if (line.number >= fromLine + MOST_LINES) {
        entries.push({ line: line.number, wanted: tooManyLines(line.number) });
        break;
      }
      entries.push({ line: line.number, wanted: this.#read(line, charset) });
      bytes += line.bytes?.length ?? 0;
      if (entries.length >= BATCH_LINES || bytes >= BATCH_BYTES) await finish();
    }
    await finish();
    await tellProgress();
    await answer({ summary: counts });
    return counts;
  }

  #read({ bytes }: Line, charset: string | undefined): MemberUpsert | RollcallError {
    try {
      if (!bytes) {
        throw new RollcallError('badRequest', `The line is longer than ${LONGEST_LINE_BYTES} bytes.`);
      }
      return this.#readLine(bytes, charset);
    } catch (error) {
      if (error instanceof RollcallError) return error;
      throw error;
    }
  }

  async #write(
    batch: readonly Entry[],
    context: ChangeContext,
    counts: Record<keyof ImportCounts, number>,
    report: (record: ImportRecord) => Promise<void>,
    hasAnswer: () => boolean,
  ): Promise<void> {
    const [first] = batch;
    if (!first) return;
    const upserts = batch.flatMap(({ wanted }) => (wanted instanceof RollcallError ? [] : [wanted]));
    let outcomes: readonly (StoredChange | RollcallError)[];
    try {
      outcomes = upserts.length > 0 ? await this.#members.upsertSeveral(context, upserts) : [];
    } catch (error) {
      // As long as nothing is answered, a refusal has its own status.
      if (error instanceof RollcallError && error.status < 500 && !hasAnswer()) throw error;
      await report({ stopped: { line: first.line, error: toRollcallError(error).message } });
      throw error;
    }
    const inOrder = outcomes.values();
    for (const { line, wanted } of batch) {
      const outcome = wanted instanceof RollcallError ? wanted : inOrder.next().value;
      if (!outcome) throw new Error('every upsert has an outcome');
      if (outcome instanceof RollcallError) {
        counts.failed += 1;
        await report({ line, error: outcome.message });
      } else if (outcome.outcome !== 'removed') {
        counts[outcome.outcome] += 1;
      }
    }
  }
}

const isBlank = ({ bytes }: Line): boolean => bytes !== undefined && bytes.toString().trim() === '';

const tooManyLines = (line: number): RollcallError =>
  new RollcallError(
    'badRequest',
    `An import takes ${MOST_LINES} lines at most. Send the file again with from_line=${line} for the rest.`,
  );
