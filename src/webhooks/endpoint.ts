/** A webhook endpoint: where the main app is called, with which events, and how it has been answering. */

/** `v1`: HMAC-SHA256 with a shared secret; `v1a`: ed25519 (Standard Webhooks 1.0). */
export type SignatureScheme = 'v1' | 'v1a';

/** `failing`: one probe at a time until it answers again; `disabled`: nothing is sent, and nothing is dropped. */
export type EndpointStatus = 'active' | 'failing' | 'disabled';

export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly status: EndpointStatus;
  /** For people; `null` while it is not disabled. */
  readonly disabledReason: string | null;
  /** Names of event types, or patterns such as `team_member.*` and `*`. */
  readonly types: readonly string[];
  /** `null`: every account, those to come included. */
  readonly accounts: readonly string[] | null;
  readonly signature: SignatureScheme;
  /** Most events in one request; 1 sends them singly. */
  readonly batchMax: number;
  /** Most requests at a time, over all accounts. */
  readonly maxInFlight: number;
  readonly timeoutMs: number;
  /** Sent with every request, such as an Authorization for the receiver's gateway. Sealed at rest. */
  readonly headers: Readonly<Record<string, string>>;
  readonly consecutiveFailures: number;
  /** The first failure of the present row of failures; milliseconds since the epoch. */
  readonly failingSince: number | null;
  /** How long the service had been up by then, in all; milliseconds. */
  readonly failingSinceUptime: number | null;
  readonly nextProbeAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A secret as the signer needs it. `key`: the HMAC secret, or the ed25519 private key in PKCS #8 DER. */
export interface SigningSecret {
  readonly scheme: SignatureScheme;
  readonly key: Buffer;
}
