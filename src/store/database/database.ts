/** What every store needs of a database, alike on SQLite and PostgreSQL. */
import type { OnWork, SearchScope } from './reading/search.ts';
import type { Sql } from './sql.ts';

/** Reads and writes inside one transaction. */
export interface Transaction {
  all<Row>(query: Sql): Promise<Row[]>;
}

export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  /**
   * Reads the last committed state. On SQLite in the serving thread: only for what an index finds,
   * and little of it. Everything else is a search.
   */
  all<Row>(query: Sql): Promise<Row[]>;
  /**
   * Runs `work`, which only reads, on one committed state and within a time limit; on SQLite in another thread. The
   * searches of all accounts are served in turn, and those of one account never take all places.
   * @throws RollcallError `tooMany` after the limit, `tooManyRequests` when too many of the account wait,
   *   `unavailable` when the client left
   */
  search<T>(scope: SearchScope, work: (read: Transaction) => Promise<T>): Promise<T>;
  /**
   * Runs `work` in a transaction and resolves after a durable commit. Whatever `work` throws rolls back
   * that work alone. Only the handle it is given may be used inside.
   * @param accountId whose change it is: the changes of all accounts that wait are taken in turn
   */
  write<T>(work: (trx: Transaction) => Promise<T>, accountId?: string): Promise<T>;
  /**
   * The same, except that the commit does not wait for the disk: when the machine fails, and not the process alone,
   * the last of it may be gone. What was committed durably is not touched by that.
   */
  writeRelaxed<T>(work: (trx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Runs `work` on one committed state of the whole database, whatever is written meanwhile; it can only read.
   * Until it ends it holds a connection, and the database keeps what that state needs: the caller bounds how
   * many there are and how long they take.
   */
  snapshot<T>(work: (read: Transaction) => Promise<T>): Promise<T>;
  /**
   * On SQLite: compares the file at the path with the one that was opened.
   * @throws RollcallError `unavailable` when it is another one, or none
   */
  requireInPlace(): void;
  /** Whether an error of this database says that a unique index or key was violated. */
  isUniqueViolation(error: unknown): boolean;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** On SQLite: how many threads search; 0, for a process that serves no requests, searches in this thread. */
  readonly readerThreads?: number;
  /** Whether they start with the database, or each when it is first needed. */
  readonly startsReadersEarly?: boolean;
  /** On PostgreSQL: how many connections the pool may have; 12 by default. */
  readonly connections?: number | undefined;
  /** On SQLite: called with how many changes shared each durable commit. */
  readonly onGroupCommit?: (changes: number) => void;
  /** Called with what each search of an account has used. */
  readonly onWork?: OnWork;
}

/** Reads each statement as a search of its own. */
export const searching = (database: Database, scope: SearchScope): Transaction => ({
  all: query => database.search(scope, read => read.all(query)),
});
