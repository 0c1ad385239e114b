// made by `npm run catalogue` from src/events/catalogue/catalogue.ts; do not edit.

/** What all events have in common: CloudEvents 1.0 in structured JSON. */
export interface EventEnvelope<Type extends string, Data> {
  /** The version of CloudEvents. */
  readonly specversion: '1.0';
  /** The same in every repetition. */
  readonly id: string;
  /** `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself. */
  readonly source: string;
  /** What happened. */
  readonly type: Type;
  /** The member's id; of a connection event the account's; of an operational event the endpoint's. */
  readonly subject: string;
  /** When it was decided, UTC. */
  readonly time: string;
  /** The media type of `data`. */
  readonly datacontenttype: 'application/json';
  /** Where the JSON Schema of `data` is served. */
  readonly dataschema: string;
  /** The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
  readonly sequence: string;
  /** The account; `operations` for the delivery itself. */
  readonly partitionkey: string;
  /** The `X-Request-Id` of the request that caused it. */
  readonly correlationid: string;
  /** The trace of that request (W3C Trace Context), when it had one. */
  readonly traceparent?: string;
  /** The details, as the type says. */
  readonly data: Data;
}

export interface EventAccount {
  /** The account, by the main app's own id. */
  readonly id: string;
}

/** The member after the change: the SCIM attributes that are assigned (RFC 7643 §4.1, §4.3), and what Rollcall adds. It never carries a role, a permission or a password. */
export interface TeamMember {
  /** The id of the SCIM User. */
  readonly id: string;
  readonly userName: string;
  readonly externalId?: string;
  readonly active: boolean;
  readonly name?: { readonly formatted?: string; readonly familyName?: string; readonly givenName?: string; readonly middleName?: string; readonly honorificPrefix?: string; readonly honorificSuffix?: string };
  readonly displayName?: string;
  readonly nickName?: string;
  readonly profileUrl?: string;
  readonly title?: string;
  readonly preferredLanguage?: string;
  readonly locale?: string;
  readonly timezone?: string;
  readonly emails?: readonly { readonly value?: string; readonly display?: string; readonly type?: string; readonly primary?: boolean }[];
  readonly phoneNumbers?: readonly { readonly value?: string; readonly display?: string; readonly type?: string; readonly primary?: boolean }[];
  readonly ims?: readonly { readonly value?: string; readonly display?: string; readonly type?: string; readonly primary?: boolean }[];
  readonly photos?: readonly { readonly value?: string; readonly display?: string; readonly type?: string; readonly primary?: boolean }[];
  readonly addresses?: readonly { readonly formatted?: string; readonly streetAddress?: string; readonly locality?: string; readonly region?: string; readonly postalCode?: string; readonly country?: string; readonly type?: string; readonly primary?: boolean }[];
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'?: { readonly employeeNumber?: string; readonly costCenter?: string; readonly organization?: string; readonly division?: string; readonly department?: string; readonly manager?: { readonly value?: string; readonly '$ref'?: string } };
  /** The address the member is reached under: the primary of `emails`, else the work one, else the first, else a `userName` that looks like one. */
  readonly email: string | null;
  /** 1 for a new member, one more for each change; the `meta.version` of SCIM. */
  readonly version: number;
  /** Who keeps the member: the identity provider, or the main app itself. */
  readonly managedBy: 'idp' | 'app';
}

/** The SCIM paths of what changed, such as `title`, `name.givenName` or `emails`; a list is named as a whole, and compares as a set. */
export type ChangedPaths = readonly ('userName' | 'externalId' | 'active' | 'name.formatted' | 'name.familyName' | 'name.givenName' | 'name.middleName' | 'name.honorificPrefix' | 'name.honorificSuffix' | 'displayName' | 'nickName' | 'profileUrl' | 'title' | 'preferredLanguage' | 'locale' | 'timezone' | 'emails' | 'phoneNumbers' | 'ims' | 'photos' | 'addresses' | 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber' | 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter' | 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization' | 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division' | 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department' | 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value' | 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref')[];

/** The old values of just the changed paths, null where there was none; empty for a new member. */
export interface PreviousValues {
  readonly userName?: string | null;
  readonly externalId?: string | null;
  readonly active?: boolean | null;
  readonly 'name.formatted'?: string | null;
  readonly 'name.familyName'?: string | null;
  readonly 'name.givenName'?: string | null;
  readonly 'name.middleName'?: string | null;
  readonly 'name.honorificPrefix'?: string | null;
  readonly 'name.honorificSuffix'?: string | null;
  readonly displayName?: string | null;
  readonly nickName?: string | null;
  readonly profileUrl?: string | null;
  readonly title?: string | null;
  readonly preferredLanguage?: string | null;
  readonly locale?: string | null;
  readonly timezone?: string | null;
  readonly emails?: readonly { readonly value?: string; readonly display?: string; readonly type?: string; readonly primary?: boolean }[] | null;
  readonly phoneNumbers?: readonly { readonly value?: string; readonly display?: string; readonly type?: string; readonly primary?: boolean }[] | null;
  readonly ims?: readonly { readonly value?: string; readonly display?: string; readonly type?: string; readonly primary?: boolean }[] | null;
  readonly photos?: readonly { readonly value?: string; readonly display?: string; readonly type?: string; readonly primary?: boolean }[] | null;
  readonly addresses?: readonly { readonly formatted?: string; readonly streetAddress?: string; readonly locality?: string; readonly region?: string; readonly postalCode?: string; readonly country?: string; readonly type?: string; readonly primary?: boolean }[] | null;
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber'?: string | null;
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter'?: string | null;
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization'?: string | null;
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division'?: string | null;
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department'?: string | null;
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value'?: string | null;
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref'?: string | null;
}

export interface EventActor {
  /** Who did it: an identity provider, the main app by a service token, the IT admin of a customer by a setup link, or an operator at the command line. */
  readonly kind: 'idp' | 'app' | 'admin' | 'operator';
  /** The id of the token that the identity provider used. */
  readonly tokenId?: string;
  /** The identity provider of the account, such as `okta`. */
  readonly identityProvider?: string;
  /** The id of the service token that the main app used. */
  readonly serviceTokenId?: string;
  /** The id of the setup link that the IT admin used. */
  readonly setupLinkId?: string;
  /** The id that the main app gave the IT admin when it made the setup link. */
  readonly adminId?: string;
}

export interface ServiceActor {
  /** Who did it: the main app by a service token, the IT admin of a customer by a setup link, or an operator at the command line. */
  readonly kind: 'app' | 'admin' | 'operator';
  /** The id of the service token that the main app used. */
  readonly serviceTokenId?: string;
  /** The id of the setup link that the IT admin used. */
  readonly setupLinkId?: string;
  /** The id that the main app gave the IT admin when it made the setup link. */
  readonly adminId?: string;
}

export interface EventRequest {
  /** The `X-Request-Id` of the request that made the change. */
  readonly id: string;
  /** Its method; in a bulk request the method of the operation; null when it was no HTTP request. */
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | null;
  /** The place of the operation in a bulk request, from 0; null outside one. */
  readonly bulkIndex: number | null;
}

/** What is left of an event about a member after the member's erasure: no attribute but `active`, and nothing of what changed. */
export interface ErasedData {
  readonly account: EventAccount;
  readonly member: { readonly id: string; readonly active: boolean; readonly version: number; readonly managedBy: 'idp' | 'app' };
  /** Always empty. */
  readonly changed: readonly string[];
  /** Always empty. */
  readonly previous: Readonly<Record<string, never>>;
  /** Why, where the event said it. */
  readonly reason?: 'deactivated' | 'deleted' | 'connection_removed' | 'account_closed';
  /** The same change put the member under the identity provider, as `team_member.linked` says. */
  readonly linked?: true;
  /** The id of the last member with this `userName`, who was removed; absent when there was none, or when the member was added by the main app and the policy `link` would not have let the identity provider take it over. */
  readonly formerId?: string;
  readonly actor: EventActor;
  readonly request: EventRequest;
  /** Says that the rest is gone, not that it was unassigned. */
  readonly erased: true;
}

export interface EventToken {
  /** The id of the token; the token itself is in no event. */
  readonly id: string;
  /** What it is called. */
  readonly label: string;
  /** When it expires; null when it never does. */
  readonly expires: string | null;
}

export interface EventEndpoint {
  /** The id of the webhook endpoint. */
  readonly id: string;
  /** Its address, without the query. */
  readonly url: string;
}

/** A member who was erased since: what is not here is unknown. */
export type ErasedTeamMember = ErasedData['member'];
