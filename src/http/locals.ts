/** What the steps of the server and of the control API put on a request for those behind them. */
import type { ServiceCaller } from '../accounts/tokens/authenticate.ts';

declare global {
  namespace Express {
    interface Locals {
      /** From the server's first step on. */
      requestId: string;
      traceparent: string | undefined;
      /** Which part of the service answers; `undefined` outside all surfaces. */
      surface?: 'scim' | 'control' | 'schemas' | 'operations' | 'pages';
      /** Why the request failed. */
      failure?: unknown;
      /** From the first step of the control API on. */
      caller?: ServiceCaller;
      /** Rejects when the caller's token does not count any more. */
      recheckCaller?: () => Promise<unknown>;
      /** Counts bytes of the answer before it is made. */
      reserve?: (bytes: number) => void;
    }
  }
}

export type Locals = Express.Locals;
