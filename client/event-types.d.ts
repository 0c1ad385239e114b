// made by `npm run catalogue` from src/events/catalogue/catalogue.ts; do not edit.

import type {
  ChangedPaths,
  ErasedData,
  EventAccount,
  EventActor,
  EventEndpoint,
  EventEnvelope,
  EventRequest,
  EventToken,
  PreviousValues,
  ServiceActor,
  TeamMember,
} from './event-parts.js';

/** An event of Rollcall: `type` says which. A newer service may send types that are not here: pass over them. */
export type RollcallEvent =
  | TeamMemberProvisioned
  | TeamMemberStaged
  | TeamMemberLinked
  | TeamMemberUpdated
  | TeamMemberDeprovisioned
  | TeamMemberReactivated
  | TeamMemberDeleted
  | TeamMemberErased
  | ConnectionEnabled
  | ConnectionSuspended
  | ConnectionResumed
  | ConnectionDisabled
  | ConnectionSilent
  | ConnectionSetupOpened
  | ConnectionSetupCompleted
  | ConnectionTokenIssued
  | ConnectionTokenRevoked
  | ConnectionTokenExpiring
  | EndpointFailing
  | EndpointEnabled
  | EndpointDisabled
  | EndpointVerification
  | DeliveryExhausted;

/** Created active, or active for the first time after `staged`. */
export type TeamMemberProvisioned = EventEnvelope<'team_member.provisioned', TeamMemberProvisionedData | ErasedData>;

export interface TeamMemberProvisionedData {
  readonly account: EventAccount;
  /** Always with `active` true. */
  readonly member: TeamMember & { readonly active: true };
  /** `active`, and whatever else changed. */
  readonly changed: ChangedPaths;
  readonly previous: PreviousValues;
  /** The same change put the member under the identity provider, as `team_member.linked` says. */
  readonly linked?: true;
  /** The member came back as another person: it was activated with another `externalId` and with another `userName` or e-mail. Take its roles away. */
  readonly identity?: { readonly previousExternalId: string; readonly externalId: string; readonly samePerson: false };
  /** The id of the last member with this `userName`, who was removed; absent when there was none, or when the member was added by the main app and the policy `link` would not have let the identity provider take it over. */
  readonly formerId?: string;
  readonly former?: { readonly managedBy: 'idp' | 'app'; readonly protected: boolean; readonly sameExternalId: boolean };
  readonly actor: EventActor;
  readonly request: EventRequest;
  readonly erased?: undefined;
}

/** Created with `active` false. */
export type TeamMemberStaged = EventEnvelope<'team_member.staged', TeamMemberStagedData | ErasedData>;

export interface TeamMemberStagedData {
  readonly account: EventAccount;
  /** Always with `active` false. */
  readonly member: TeamMember & { readonly active: false };
  /** `active`, and whatever else changed. */
  readonly changed: ChangedPaths;
  /** Always empty. */
  readonly previous: PreviousValues;
  /** The id of the last member with this `userName`, who was removed; absent when there was none, or when the member was added by the main app and the policy `link` would not have let the identity provider take it over. */
  readonly formerId?: string;
  readonly former?: { readonly managedBy: 'idp' | 'app'; readonly protected: boolean; readonly sameExternalId: boolean };
  readonly actor: EventActor;
  readonly request: EventRequest;
  readonly erased?: undefined;
}

/** Added by the main app, and now written by the identity provider for the first time. */
export type TeamMemberLinked = EventEnvelope<'team_member.linked', TeamMemberLinkedData | ErasedData>;

export interface TeamMemberLinkedData {
  readonly account: EventAccount;
  /** Always with `managedBy` `idp`. */
  readonly member: TeamMember & { readonly managedBy: 'idp' };
  readonly changed: ChangedPaths;
  readonly previous: PreviousValues;
  readonly actor: EventActor;
  readonly request: EventRequest;
  readonly erased?: undefined;
}

/** Any other attribute changed. */
export type TeamMemberUpdated = EventEnvelope<'team_member.updated', TeamMemberUpdatedData | ErasedData>;

export interface TeamMemberUpdatedData {
  readonly account: EventAccount;
  readonly member: TeamMember;
  /** Never empty. */
  readonly changed: ChangedPaths;
  readonly previous: PreviousValues;
  readonly actor: EventActor;
  readonly request: EventRequest;
  readonly erased?: undefined;
}

/** No longer active, deleted while active, or the connection or account ended; `reason` says which. */
export type TeamMemberDeprovisioned = EventEnvelope<'team_member.deprovisioned', TeamMemberDeprovisionedData | ErasedData>;

export interface TeamMemberDeprovisionedData {
  readonly account: EventAccount;
  /** Always with `active` false. */
  readonly member: TeamMember & { readonly active: false };
  /** `active`, and whatever else changed. */
  readonly changed: ChangedPaths;
  /** `active` was true; and what else there was. */
  readonly previous: PreviousValues & { readonly active: true };
  /** Why. */
  readonly reason: 'deactivated' | 'deleted' | 'connection_removed' | 'account_closed';
  /** The same change put the member under the identity provider, as `team_member.linked` says. */
  readonly linked?: true;
  readonly actor: EventActor;
  readonly request: EventRequest;
  readonly erased?: undefined;
}

/** Active again. */
export type TeamMemberReactivated = EventEnvelope<'team_member.reactivated', TeamMemberReactivatedData | ErasedData>;

export interface TeamMemberReactivatedData {
  readonly account: EventAccount;
  /** Always with `active` true. */
  readonly member: TeamMember & { readonly active: true };
  /** `active`, and whatever else changed. */
  readonly changed: ChangedPaths;
  /** `active` was false; and what else there was. */
  readonly previous: PreviousValues & { readonly active: false };
  /** The same change put the member under the identity provider, as `team_member.linked` says. */
  readonly linked?: true;
  /** The member came back as another person: it was activated with another `externalId` and with another `userName` or e-mail. Take its roles away. */
  readonly identity?: { readonly previousExternalId: string; readonly externalId: string; readonly samePerson: false };
  readonly actor: EventActor;
  readonly request: EventRequest;
  readonly erased?: undefined;
}

/** Removed for good; `member` is the last state. */
export type TeamMemberDeleted = EventEnvelope<'team_member.deleted', TeamMemberDeletedData | ErasedData>;

export interface TeamMemberDeletedData {
  readonly account: EventAccount;
  /** Always with `active` false. */
  readonly member: TeamMember & { readonly active: false };
  /** Always empty. */
  readonly changed: ChangedPaths;
  /** Always empty. */
  readonly previous: PreviousValues;
  /** Why. */
  readonly reason: 'deleted' | 'account_closed';
  readonly actor: EventActor;
  readonly request: EventRequest;
  readonly erased?: undefined;
}

/** What was known of the person is gone for good, from earlier events as well. */
export type TeamMemberErased = EventEnvelope<'team_member.erased', TeamMemberErasedData>;

export interface TeamMemberErasedData {
  readonly account: EventAccount;
  readonly member: { readonly id: string };
  readonly actor: EventActor;
  readonly request: EventRequest;
  readonly erased?: undefined;
}

/** SCIM was switched on for the account. */
export type ConnectionEnabled = EventEnvelope<'connection.enabled', ConnectionEnabledData>;

export interface ConnectionEnabledData {
  readonly account: EventAccount;
  /** The identity provider of the account, such as `okta`. */
  readonly identityProvider: string;
  readonly actor: ServiceActor;
}

/** SCIM was suspended: by an operator, or because SAML single sign-on is no longer active. */
export type ConnectionSuspended = EventEnvelope<'connection.suspended', ConnectionSuspendedData>;

export interface ConnectionSuspendedData {
  readonly account: EventAccount;
  /** `sso_inactive`, or what was said when it was suspended; null when nothing was. */
  readonly reason: string | null;
  readonly actor: ServiceActor;
}

/** SCIM goes on after it was suspended. */
export type ConnectionResumed = EventEnvelope<'connection.resumed', ConnectionResumedData>;

export interface ConnectionResumedData {
  readonly account: EventAccount;
  readonly actor: ServiceActor;
}

/** SCIM was switched off, or the account was closed; `members` says what happens to the members. */
export type ConnectionDisabled = EventEnvelope<'connection.disabled', ConnectionDisabledData>;

export interface ConnectionDisabledData {
  readonly account: EventAccount;
  /** `keep`: they stay as they are. `deprovision`: those of the identity provider become inactive. `remove`: the account was closed, and all of them go. */
  readonly members: 'keep' | 'deprovision' | 'remove';
  readonly actor: ServiceActor;
}

/** No request has come through an enabled connection for longer than its identity provider is ever quiet, or for days; sent once, until one comes. */
export type ConnectionSilent = EventEnvelope<'connection.silent', ConnectionSilentData>;

export interface ConnectionSilentData {
  readonly account: EventAccount;
  /** When the last one came; null when none ever did. */
  readonly lastRequest: string | null;
  /** For how many whole days at least there was none. */
  readonly days: number;
  /** The same in hours. */
  readonly hours: number;
}

/** The IT admin of a customer opened a setup link; sent once for a link. */
export type ConnectionSetupOpened = EventEnvelope<'connection.setup_opened', ConnectionSetupOpenedData>;

export interface ConnectionSetupOpenedData {
  readonly account: EventAccount;
  readonly actor: ServiceActor;
}

/** The IT admin of a customer said on the setup page that the set-up is done; sent once for a link. */
export type ConnectionSetupCompleted = EventEnvelope<'connection.setup_completed', ConnectionSetupCompletedData>;

export interface ConnectionSetupCompletedData {
  readonly account: EventAccount;
  readonly actor: ServiceActor;
}

/** A token was issued; the token itself is in no event. */
export type ConnectionTokenIssued = EventEnvelope<'connection.token_issued', ConnectionTokenIssuedData>;

export interface ConnectionTokenIssuedData {
  readonly account: EventAccount;
  readonly token: EventToken;
  /** The token whose place it takes, and when that one ends. */
  readonly replaces?: EventToken;
  readonly actor: ServiceActor;
}

/** A token was revoked; it is refused from the next request on. */
export type ConnectionTokenRevoked = EventEnvelope<'connection.token_revoked', ConnectionTokenRevokedData>;

export interface ConnectionTokenRevokedData {
  readonly account: EventAccount;
  readonly token: EventToken;
  readonly actor: ServiceActor;
}

/** A token will expire: sent 14 days before, and again three days before. */
export type ConnectionTokenExpiring = EventEnvelope<'connection.token_expiring', ConnectionTokenExpiringData>;

export interface ConnectionTokenExpiringData {
  readonly account: EventAccount;
  readonly token: EventToken;
}

/** A webhook endpoint fails again and again, and is tried with one request at a time until it answers. */
export type EndpointFailing = EventEnvelope<'endpoint.failing', EndpointFailingData>;

export interface EndpointFailingData {
  readonly endpoint: EventEndpoint;
  /** Failures in a row. */
  readonly consecutiveFailures: number;
  /** What went wrong the last time, for people. */
  readonly lastError: string | null;
}

/** A webhook endpoint that was failing or disabled is called again as before. */
export type EndpointEnabled = EventEnvelope<'endpoint.enabled', EndpointEnabledData>;

export interface EndpointEnabledData {
  readonly endpoint: EventEndpoint;
  /** What it was. */
  readonly previousStatus: 'failing' | 'disabled';
}

/** A webhook endpoint is called no more until it is enabled again; its events wait. */
export type EndpointDisabled = EventEnvelope<'endpoint.disabled', EndpointDisabledData>;

export interface EndpointDisabledData {
  readonly endpoint: EventEndpoint;
  /** Why, for people. */
  readonly reason: string;
}

/** A test of a webhook endpoint was requested. */
export type EndpointVerification = EventEnvelope<'endpoint.verification', EndpointVerificationData>;

export interface EndpointVerificationData {
  readonly endpoint: EventEndpoint;
}

/** Events could not be delivered to an endpoint and are tried no more; they are dead letters, and still in the feed. */
export type DeliveryExhausted = EventEnvelope<'delivery.exhausted', DeliveryExhaustedData>;

export interface DeliveryExhaustedData {
  readonly endpoint: EventEndpoint;
  readonly account: EventAccount;
  /** The first event in question, by its number in the account. */
  readonly firstSequence: string;
  /** The last one; the same when it is a single event. */
  readonly lastSequence: string;
  /** The id of the event; null when it is no longer kept. */
  readonly eventId: string | null;
  /** The attempts were used up, or the event had reached the end of its time. */
  readonly reason: 'exhausted' | 'expired';
  /** How often it was tried. */
  readonly attempts: number;
  /** What went wrong the last time, for people. */
  readonly lastError: string | null;
}
