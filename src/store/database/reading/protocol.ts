/** What the serving thread and a reader thread say to each other. */
import type { SqlValue } from '../sql.ts';

/** SQL function that is evaluated for each row a search looks at; it ends the search when it is to stop. */
export const GO_ON = 'go_on';

export interface ReaderSettings {
  readonly path: string;
  /** One number: the job that is to stop. */
  readonly stopFlag: Int32Array;
}

/** `begin` and `end` enclose what reads one committed state; neither is answered. */
export type ReaderRequest =
  | { readonly kind: 'begin' }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'read';
      /** Counts from 1 within a thread. */
      readonly job: number;
      readonly sql: string;
      readonly bindings: readonly SqlValue[];
      /** Milliseconds from now on; `null` without a limit. */
      readonly limitMs: number | null;
    };

/** The first message of a thread. */
export const READY = 'ready';

export interface ReaderAnswer {
  readonly job: number;
  readonly outcome:
    | { readonly kind: 'rows'; readonly rows: readonly unknown[] }
    | { readonly kind: 'late' | 'stopped' }
    | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined };
  readonly ms: number;
  readonly textLength: number;
}
