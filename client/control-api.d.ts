// made by `npm run catalogue` from openapi.yaml; do not edit.

export interface paths {
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says that the process is alive
         * @description Needs no token, and asks nothing of the database, which a restart would not bring back. Orchestrators ask this to
         *     decide about restarting a process.
         */
        get: operations["checkLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says whether the service can serve
         * @description Needs no token. It reads from the database, and fails when that takes longer than two seconds. Monitoring asks
         *     this.
         */
        get: operations["checkHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says whether to send requests here now
         * @description Needs no token. It is ready when the database answers, has every migration and saves changes, and the service is not stopping.
         *     A load balancer asks this.
         */
        get: operations["checkReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads the metrics
         * @description The text format of Prometheus. Needs a service token with the scope `metrics:read` (or `*`) that is not limited
         *     to some accounts. With `METRICS_PORT` the same is read on a port of its own, without a token. docs/operations.md
         *     says what each metric means.
         */
        get: operations["readMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads the feed of events, page by page
         * @description Events come in one order. Within an account it is the order of `sequence`, which counts 1, 2, 3 … without
         *     gaps. Store `next` in the same transaction as the work, and send it back as `after`.
         *
         *     With `wait` the page is held back until there is something in it, so that a reader learns of an event within
         *     milliseconds and asks twice a minute when there is none. The header `Prefer: wait=20` (RFC 7240) does the same,
         *     and is answered with `Preference-Applied`. A service token may have 500 requests that wait; one more is a 429.
         *
         *     A page holds at most 1 MiB of events, so it may be shorter than `limit`: `has_more` says whether there is more.
         *
         *     With `Accept: application/cloudevents-batch+json` the page is a bare array of events, and the `Link` header
         *     with `rel="next"` has the address of the next page.
         *
         *     Needs a service token with the scope `events:read` (or `*`). A token that was limited to some accounts reads
         *     the events of those alone. Events about the delivery itself (`endpoint.*`, `delivery.*`) belong to no account:
         *     they are read with a token that is not limited, and without `account`.
         */
        get: operations["readEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads the feed of events as a stream (Server-Sent Events)
         * @description The same events in the same order as in the pages, each as soon as it is there. A frame has the cursor as `id`,
         *     the type as `event`, and the event as one line of `data`:
         *
         *         id: v1.YmViNjIxNzJhZWE2LjI
         *         event: team_member.provisioned
         *         data: {"specversion":"1.0","id":"01a1ffc3-0bd6-74be-8731-81b113604f7d", …}
         *
         *     The stream begins where a page would: at the oldest event that is kept, or behind `after`, or at `from_time`.
         *     A reader that connects again sends the last `id` as `Last-Event-ID`, which beats both.
         *
         *     Every 15 seconds there is a frame `event: offset-only`, whose `id` is the place reached, past events that do not
         *     fit the filter as well; there is nothing to work on. Every frame has `data`, without line separators of Unicode
         *     (U+0085, U+2028, U+2029), which are escaped. A failure is a last frame
         *     `event: error`, with a problem (RFC 9457) as `data`. The stream ends by itself after about five minutes, and
         *     when the token is revoked or expires: connect again.
         *
         *     A reader that reads slowly is sent no more than it takes. The number of streams is limited (`SSE_CONNECTIONS`);
         *     a service token may have half of them, and one more is a 429.
         *     Scope and reach are those of the pages.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @description The `id` of the event. */
                id: string;
            };
            cookie?: never;
        };
        /**
         * Reads one event
         * @description The event as it is stored, byte for byte. Needs a service token with the scope `events:read` (or `*`).
         */
        get: operations["readEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schemas/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the schemas of events
         * @description Needs no token.
         */
        get: operations["listEventSchemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schemas/events/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The schemas of one type of event
         * @description A JSON Schema (2020-12) that stands on its own: `dataschema` in every event leads here. The document is the
         *     schema of `data`, as CloudEvents wants it; the schema of the whole event stands in it at `#/$defs/event`.
         *
         *     Needs no token.
         */
        get: operations["readEventSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Lists accounts
         * @description By id; without those that are closed. A token that was limited to some accounts sees those alone. Needs a service
         *     token with the scope `accounts:read` (or `*`), as does every reading of accounts and tokens.
         */
        get: operations["listAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        /**
         * Reads an account
         * @description An account that was closed is still there, with `closedAt` and without anything else that was said of it.
         */
        get: operations["readAccount"];
        /**
         * Opens an account, or changes one
         * @description A new account has SCIM switched off. What the body does not name stays as it is, so the main app can say what it
         *     knows at any time and leave the rest to operators; `sso` alone is said as a whole.
         *
         *     The connection follows single sign-on: when SAML is no longer active, SCIM is suspended at once, and when it is
         *     active again, SCIM goes on, unless it had been suspended for another reason. REQUIRE_SAML_SSO=false switches
         *     that off for the whole deployment.
         *
         *     Changing the identity provider keeps the members: the new one looks them up, and its first write replaces
         *     `externalId`. Putting a closed account opens it again, without members; its events go on counting.
         *
         *     `operations` can be no account: events about the delivery itself have it as their `partitionkey`.
         *
         *     Needs a service token with the scope `accounts:write` (or `*`), as does every change of accounts, connections and
         *     tokens.
         */
        put: operations["putAccount"];
        post?: never;
        /**
         * Closes an account
         * @description SCIM ends at once, with all tokens. Then, in the background and in batches, every member is deprovisioned and
         *     deleted (`reason` `account_closed`); after that the personal values are taken out of all earlier events, which keep
         *     their place, ids and type, and the provisioning log of the account is deleted. `offboarding` is null when it is
         *     done. Closing again changes nothing.
         */
        delete: operations["closeAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/scim/enable": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switches SCIM on
         * @description Issues the first token, and says what the account's IT admin has to do at the identity provider. The account must
         *     sign in with SAML SSO that is active (409 otherwise), unless the deployment has REQUIRE_SAML_SSO=false. Tokens of an
         *     earlier time end. For one more token of a connection that is on, issue or rotate one.
         */
        post: operations["enableScim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/scim/guide": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        /**
         * How the identity provider is connected
         * @description The steps, fields and values for the account's IT admin, in the words of the identity provider's own screens. It
         *     holds no token: where one is pasted it says `<token>`. `docs/identity-providers.md` leads to
         *     all guides.
         */
        get: operations["readScimGuide"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/self-test": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tests the service with the requests of the identity provider
         * @description Sends what the account's identity provider sends, in its order, to a copy of this service in memory that has the
         *     account's policies. Members, events and webhooks of the account are not touched: the copy has no way to them. It
         *     answers whether the service or a rule of the account is to blame; what is left are the settings at the identity
         *     provider. One test of an account runs at a time, two in a process, and six a minute for a service token; beyond
         *     that the answer is 429.
         */
        post: operations["testScim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/scim/suspend": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops SCIM for a while
         * @description The identity provider gets 403, with the reason in words on its own screen. Members and tokens stay.
         */
        post: operations["suspendScim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/scim/resume": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets SCIM go on
         * @description Needs SAML SSO as enabling does. Resuming what is on changes nothing.
         */
        post: operations["resumeScim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/scim/disable": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switches SCIM off
         * @description What happens to the members must be said. With `keep` they stay as they are. With `deprovision` those whom the
         *     identity provider keeps become inactive, unless they are protected: in the background, each reported by
         *     `team_member.deprovisioned` with the `reason` `connection_removed`; `offboarding` is null when it is done. The
         *     identity provider gets 403 until its token is revoked.
         */
        post: operations["disableScim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the valid tokens of all accounts
         * @description Those that can be used now, of the accounts the service token reaches, in the order in which they were issued. With
         *     `expires_before` only those that end before that time: what to rotate next.
         */
        get: operations["listValidTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/tokens": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        /**
         * Lists the tokens of an account
         * @description In the order in which they were issued, also those that have ended. The tokens themselves are never shown again.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Issues one more token
         * @description The others stay valid.
         */
        post: operations["issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/tokens/{tokenId}": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                tokenId: components["parameters"]["token-id"];
            };
            cookie?: never;
        };
        /** Reads a token */
        get: operations["readToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/tokens/{tokenId}/rotate": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                tokenId: components["parameters"]["token-id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issues a token in the place of another one
         * @description The new one has the label, the addresses and the span of life of the old one, which stays valid for a while, so that
         *     the IT admin can change it at the identity provider in peace. A token is rotated once: after that it has an end, and
         *     rotating it again is a 409; rotate the new one, or issue another one.
         */
        post: operations["rotateToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/tokens/{tokenId}/revoke": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                tokenId: components["parameters"]["token-id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revokes a token
         * @description It is refused from the next request on. Revoking it again changes nothing.
         */
        post: operations["revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/setup-links": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        /**
         * Lists the setup links of an account
         * @description In the order in which they were made, also those that have ended. Their addresses are never shown again.
         */
        get: operations["listSetupLinks"];
        put?: never;
        /**
         * Makes a setup link
         * @description Its address opens the [setup page](docs/pages.md), on which the IT admin of a customer connects their identity
         *     provider. The first browser that opens it keeps it: in any other one it does not work. Nothing in the body is
         *     required.
         *
         *     With the mode `mail`, it may be sent and opened later. With `redirect`, the main app sends a browser there by
         *     itself: the link must be opened within ten minutes, and then lasts for twelve hours.
         */
        post: operations["createSetupLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/setup-links/{linkId}/revoke": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                linkId: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revokes a setup link
         * @description Its browser is signed out with its next click. What was set up goes on working. Revoking it again changes nothing.
         */
        post: operations["revokeSetupLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/snapshot": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        /**
         * Reads all members of an account, as of one event
         * @description The state to begin with, and to repair with: the members, the number of the last event they include, and a
         *     cursor. All of it is one committed state. Store the members and `asOfSequence`, then read the feed on from
         *     `cursor`; pass over events of this account up to `asOfSequence`. Of several accounts, keep the cursor of the
         *     first snapshot you read.
         *
         *     The answer is streamed, each member on a line of its own. At most four snapshots are made at a time, two of
         *     them for one service token; the next is a 429. One of which nothing is read for a minute, or that is not
         *     finished within ten, is cut off: the JSON then ends in the middle.
         *
         *     Needs a service token with the scope `members:read` or `events:read` (or `*`).
         */
        get: operations["readSnapshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/members": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        /**
         * Lists the members of an account
         * @description In the order in which they were added. Of several filters all must fit. A page holds at most 4 MiB of members,
         *     so it may be shorter than `limit` and not the last: `has_more` says. Needs a service token with the scope
         *     `members:read` (or `*`), as does reading one.
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Adds a member, or changes the one that has the userName
         * @description For the main app's own people: owners, guests, all who were there before SCIM. `userName` may be left out; then
         *     the e-mail is taken for it. The member that has that `userName`, in whatever case, is changed and keeps it; else a
         *     member is added, with `managedBy` `app`, and active unless the body says otherwise.
         *
         *     The identity provider finds such a member when it looks it up, and takes it over with its first write
         *     (`team_member.linked`); the policy `link` of the account can forbid that. The policies `requireEmail` and
         *     `allowedEmailDomains` are for identity providers alone.
         *
         *     Needs a service token with the scope `members:write` (or `*`), as does every change.
         */
        post: operations["putMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/members/import": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds or changes many members
         * @description The body has one JSON object on each line (NDJSON), as for adding one member; up to 100,000 lines in UTF-8.
         *     They are written in batches of up to 200, each with its events in one transaction. A line that is wrong is reported
         *     and passed over.
         *
         *     The answer comes while the body is still being sent, a JSON object on each line: read it as you send. Importing
         *     the same file again changes nothing, so an import that broke off is simply repeated, from a line if you like.
         *     At most four imports run at a time, two of them of one service token; the next is a 429.
         */
        post: operations["importMembers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/members/{memberId}": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                memberId: components["parameters"]["member-id"];
            };
            cookie?: never;
        };
        /** Reads a member */
        get: operations["readMember"];
        put?: never;
        post?: never;
        /**
         * Removes a member
         * @description Tells `team_member.deprovisioned`, unless the member was inactive, and `team_member.deleted`. The identity
         *     provider then gets 404. When it adds a person with the same `userName`, that is a new member, whose event names
         *     the former one (`formerId`).
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Changes a member
         * @description What the body does not name stays. With `protected` true the identity provider may not deactivate, delete or
         *     rename the member, nor change the e-mails: it is refused with 400 `mutability`, in words. All others may.
         *     Protecting makes no event, and no new version.
         */
        patch: operations["changeMember"];
        trace?: never;
    };
    "/v1/accounts/{id}/members/{memberId}/erase": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                memberId: components["parameters"]["member-id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erases a person, for good
         * @description Removes the member, if it is there, and takes the person out of what is kept: earlier events keep their place,
         *     ids and type and lose all attributes, the provisioning log loses the names, and answers of receivers of webhooks
         *     are dropped. Then `team_member.erased` is sent. It works for a member who was removed before, as long as there
         *     are events about it; repeating it changes nothing. Backups, and what readers of events have stored, are yours to
         *     see to.
         */
        post: operations["eraseMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/members/{memberId}/timeline": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                memberId: components["parameters"]["member-id"];
            };
            cookie?: never;
        };
        /**
         * The story of one member
         * @description Each request about the member, the events it resulted in, and the outcome of each event on its way to each
         *     webhook endpoint; and what the main app or an operator did. The newest first. It goes back to before the member
         *     was there, as far as its names were asked for, and works for a member who is gone. A page takes at most 1 MiB of
         *     events to make, so it may be shorter than `limit` and not the last: `has_more` says. Scope `log:read`.
         */
        get: operations["readTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/connection": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        /**
         * How the connection of an account is doing
         * @description Its state, its tokens in numbers, and what was last heard of the identity provider, with an explanation of the
         *     last error. Scope `accounts:read` or `log:read`.
         */
        get: operations["readConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/provisioning-log": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        /**
         * The provisioning log of an account
         * @description What the identity provider asked and the outcome, the newest first; kept for `LOG_RETENTION_DAYS`. A page
         *     looks through 10,000 entries at most and holds at most 1 MiB, so it may be short, with `outcome` or `text` even
         *     empty, and yet not the last: `has_more` says. Scope `log:read`.
         */
        get: operations["listLogEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}/provisioning-log/{entryId}": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                entryId: string;
            };
            cookie?: never;
        };
        /**
         * One entry of the provisioning log
         * @description The request with this id, so that it has an address. Scope `log:read`.
         */
        get: operations["readLogEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/provisioning-log": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Requests that belong to no account
         * @description SCIM requests without a token, or with one that this service has not signed. Of each kind a hundred a minute are
         *     written, and one entry for the rest. Scope `log:read`, with a service token that is not limited to accounts.
         */
        get: operations["listUnassignedLogEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Lists webhook endpoints
         * @description The newest first. A service token that was limited to some accounts sees the endpoints that listen to no other.
         *
         *     Needs the scope `webhooks:write` (or `*`), like everything under `/v1/webhook-endpoints`.
         */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /**
         * Makes a webhook endpoint
         * @description Events are then sent to `url`, as the webhook `events` describes.
         *
         *     A token that was limited to some accounts must name in `accounts` those the endpoint listens to.
         */
        post: operations["addWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        /**
         * Reads a webhook endpoint
         * @description Secrets and the values of custom headers are never shown.
         */
        get: operations["readWebhookEndpoint"];
        put?: never;
        post?: never;
        /** Removes a webhook endpoint, with its secrets and with what waits for it */
        delete: operations["removeWebhookEndpoint"];
        options?: never;
        head?: never;
        /**
         * Changes a webhook endpoint
         * @description What the body does not name stays. `headers` replaces all custom headers. An account that comes in begins with
         *     what comes; of one that goes out, what waits is dropped.
         */
        patch: operations["changeWebhookEndpoint"];
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/ping": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends an event at once, to try an endpoint out
         * @description The event is an `endpoint.verification`; it goes to this endpoint alone, also when it is disabled or does not
         *     listen to the type. The answer comes when the receiver has answered, or its time is over.
         */
        post: operations["pingWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issues a new secret
         * @description Until the overlap ends, requests carry a signature for each secret, so that the receiver can change over in
         *     its own time. Without an overlap the old secret ends at once: for one that has leaked.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/enable": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets an endpoint going again, whatever stopped it */
        post: operations["enableWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/disable": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops calling an endpoint
         * @description What comes waits for it, as long as events are kept.
         */
        post: operations["disableWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/attempts": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        /**
         * Lists the outcome of each request to an endpoint
         * @description The newest first; kept for `ATTEMPT_RETENTION_DAYS`.
         */
        get: operations["listDeliveryAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/lanes": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        /**
         * How far an endpoint is, account by account
         * @description Within an account events are delivered in order, one request at a time; accounts do not wait for each other. The
         *     list is in the order of the accounts; first of all comes the lane of the events about the delivery itself, which
         *     an endpoint has that listens to every account.
         */
        get: operations["listLanes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/dead-letters": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        /**
         * Events that an endpoint never accepted
         * @description The newest first.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/dead-letters/{letterId}/retry": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
                letterId: components["parameters"]["letter-id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delivers a dead letter once more
         * @description Beside the live events, as a replay. It is resolved when the receiver accepts it. The request carries
         *     `scim-replay: true`, and the receiver must decide by the event's `id`: by its `sequence` it looks like a
         *     repetition, and would be accepted and dropped.
         */
        post: operations["retryDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/dead-letters/{letterId}/resolve": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
                letterId: components["parameters"]["letter-id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks a dead letter as dealt with */
        post: operations["resolveDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/replay": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delivers a range of events once more
         * @description In order within each account, beside the live events; requests carry `scim-replay: true`, and the receiver must
         *     decide by the `id` of each event, whatever its `sequence`. Only events that are
         *     kept, that the endpoint listens to, and that its live delivery has passed: what is yet to come comes from
         *     there, in order. Without `from` and `to`: all of them.
         */
        post: operations["replayEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/replays": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        /**
         * The replays of an endpoint, and how far they are
         * @description The newest first.
         */
        get: operations["listReplays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Users": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        /** Lists and looks up Users (RFC 7644 §3.4.2) */
        get: operations["listUsers"];
        put?: never;
        /**
         * Creates a User (RFC 7644 §3.3)
         * @description An omitted `active` means true. Event: `team_member.provisioned`, or `team_member.staged` with `active: false`.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Users/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @description The `id` the service gave to the User. */
                id: string;
            };
            cookie?: never;
        };
        /** Reads a User (RFC 7644 §3.4.1) */
        get: operations["readUser"];
        /**
         * Replaces a User (RFC 7644 §3.5.1)
         * @description What the body leaves out is unassigned, except `active`: omitted or null, it stays as it is. A PUT that changes
         *     nothing answers 200, keeps `meta.version` and `meta.lastModified`, and emits no event.
         */
        put: operations["replaceUser"];
        post?: never;
        /**
         * Deletes a User (RFC 7644 §3.6)
         * @description For good: the User answers 404 from now on, and its `userName` is free at once. Events:
         *     `team_member.deprovisioned` if it was active, then `team_member.deleted`.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Changes a User (RFC 7644 §3.5.2)
         * @description All operations or none. The answer is always 200 with the User, also when nothing changed. At most 1,000
         *     operations. Paths to attributes the schema does not know are ignored, as they are in POST and PUT.
         */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/scim/v2/Users/.search": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lists and looks up Users with the parameters in the body (RFC 7644 §3.4.3) */
        post: operations["searchUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/.search": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same over all resource types, of which there is one */
        post: operations["search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/ServiceProviderConfig": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * What the service supports (RFC 7643 §5)
         * @description Needs no token; one that is sent must be valid. `pagination` is left out for an account of Ping, whose client
         *     cannot read it.
         */
        get: operations["readServiceProviderConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/ResourceTypes": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        /** The resource types (RFC 7643 §6) */
        get: operations["listResourceTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/ResourceTypes/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** One resource type */
        get: operations["readResourceType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Schemas": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        /** The schemas (RFC 7643 §7) */
        get: operations["listSchemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Schemas/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** One schema, by its URN */
        get: operations["readSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Groups": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Answers an empty list or a refusal, by identity provider
         * @description 200 with an empty list for accounts of Okta, Microsoft Entra ID, OneLogin and authentik; 501 for all others. The
         *     account policy `groups=empty` or `groups=refuse` decides otherwise.
         */
        get: operations["listGroups"];
        put?: never;
        /** Refused */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Groups/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** Refused */
        get: operations["readGroup"];
        /** Refused */
        put: operations["replaceGroup"];
        post?: never;
        /** Refused */
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        /** Refused */
        patch: operations["changeGroup"];
        trace?: never;
    };
    "/scim/v2/Me": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        /** Refused (RFC 7644 §3.11) */
        get: operations["readMe"];
        /** Refused */
        put: operations["replaceMe"];
        /** Refused */
        post: operations["createMe"];
        /** Refused */
        delete: operations["deleteMe"];
        options?: never;
        head?: never;
        /** Refused */
        patch: operations["changeMe"];
        trace?: never;
    };
    "/scim/v2/Bulk": {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends many changes at once (RFC 7644 §3.7)
         * @description Operations run in order, each in a transaction of its own with its own event. An operation may refer to what
         *     another one creates with `bulkId:` in its path or its values; it then waits for that one, also in a circle. The
         *     answer is 200 whatever the outcome of the operations; operations after the `failOnErrors`th error are not run and
         *     not in it. At most 1,000 operations and 1 MiB.
         */
        post: operations["sendBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Health: {
            /** @enum {string} */
            status: "ok";
        };
        Readiness: {
            /** @enum {string} */
            status: "ready";
            /** @description What runs in the background of this instance. It does not decide whether the instance is ready. */
            backgroundLoops: {
                name: string;
                /**
                 * Format: date-time
                 * @description When a run last succeeded; `null` before the first.
                 */
                lastSuccess: string | null;
                /** @description For how long a run that succeeds has been due. */
                lagSeconds: number;
            }[];
        };
        UnreadyProblem: components["schemas"]["Problem"] & {
            /**
             * @description What failed, for programs.
             * @enum {string}
             */
            check: "database" | "schema" | "writes" | "stopping";
        };
        /** @description What an identity provider may say of a team member; see `/Schemas`. There is no attribute for a role. */
        UserAttributes: {
            /** @description The schemas the User has; computed, whatever a client sends. */
            schemas?: string[];
            /** @description An identifier for the resource as defined by the provisioning client. */
            externalId?: string;
            /** @description Unique identifier for the User, typically used by the user to directly authenticate to the service provider. Each User MUST include a non-empty userName value. This identifier MUST be unique across the service provider's entire set of Users. REQUIRED. */
            userName?: string;
            /** @description The components of the user's real name. Providers MAY return just the full name as a single string in the formatted sub-attribute, or they MAY return just the individual component attributes using the other sub-attributes, or they MAY return both. If both variants are returned, they SHOULD be describing the same name, with the formatted name indicating how the component attributes should be combined. */
            name?: {
                /** @description The full name, including all middle names, titles, and suffixes as appropriate, formatted for display (e.g. 'Ms. Barbara J Jensen, III'). */
                formatted?: string;
                /** @description The family name of the User, or last name in most Western languages (e.g. 'Jensen' given the full name 'Ms. Barbara J Jensen, III'). */
                familyName?: string;
                /** @description The given name of the User, or first name in most Western languages (e.g. 'Barbara' given the full name 'Ms. Barbara J Jensen, III'). */
                givenName?: string;
                /** @description The middle name(s) of the User (e.g. 'Jane' given the full name 'Ms. Barbara J Jensen, III'). */
                middleName?: string;
                /** @description The honorific prefix(es) of the User, or title in most Western languages (e.g. 'Ms.' given the full name 'Ms. Barbara J Jensen, III'). */
                honorificPrefix?: string;
                /** @description The honorific suffix(es) of the User, or suffix in most Western languages (e.g. 'III' given the full name 'Ms. Barbara J Jensen, III'). */
                honorificSuffix?: string;
            };
            /** @description The name of the User, suitable for display to end-users. The name SHOULD be the full name of the User being described, if known. */
            displayName?: string;
            /** @description The casual way to address the user in real life, e.g. 'Bob' or 'Bobby' instead of 'Robert'. This attribute SHOULD NOT be used to represent a User's username (e.g. 'bjensen' or 'mpepperidge'). */
            nickName?: string;
            /** @description A fully qualified URL pointing to a page representing the User's online profile. */
            profileUrl?: string;
            /** @description The user's title, such as 'Vice President'. */
            title?: string;
            /** @description Indicates the User's preferred written or spoken language. Generally used for selecting a localized user interface; e.g. 'en_US' specifies the language English and country US. */
            preferredLanguage?: string;
            /** @description Used to indicate the User's default location for purposes of localizing items such as currency, date time format, or numerical representations. */
            locale?: string;
            /** @description The User's time zone in the 'Olson' time zone database format, e.g. 'America/Los_Angeles'. */
            timezone?: string;
            /** @description A Boolean value indicating the User's administrative status. True when it is omitted on creation; false when it is removed. */
            active?: boolean;
            /** @description Email addresses for the user. The value SHOULD be canonicalized by the service provider, e.g. 'bjensen@example.com' instead of 'bjensen@EXAMPLE.COM'. Canonical type values of 'work', 'home', and 'other'. */
            emails?: {
                /** @description Email addresses for the user. The value SHOULD be canonicalized by the service provider, e.g. 'bjensen@example.com' instead of 'bjensen@EXAMPLE.COM'. Canonical type values of 'work', 'home', and 'other'. */
                value?: string;
                /** @description A human-readable name, primarily used for display purposes. */
                display?: string;
                /** @description A label indicating the attribute's function, e.g. 'work' or 'home'. */
                type?: string;
                /** @description A Boolean value indicating the 'primary' or preferred attribute value for this attribute, e.g. the preferred mailing address or primary email address. The primary attribute value 'true' MUST appear no more than once. */
                primary?: boolean;
            }[];
            /** @description Phone numbers for the User. The value SHOULD be canonicalized by the service provider according to the format specified in RFC 3966, e.g. 'tel:+1-201-555-0123'. Canonical type values of 'work', 'home', 'mobile', 'fax', 'pager', and 'other'. */
            phoneNumbers?: {
                /** @description Phone number of the User. */
                value?: string;
                /** @description A human-readable name, primarily used for display purposes. */
                display?: string;
                /** @description A label indicating the attribute's function, e.g. 'work', 'home', 'mobile'. */
                type?: string;
                /** @description A Boolean value indicating the 'primary' or preferred attribute value for this attribute, e.g. the preferred phone number or primary phone number. The primary attribute value 'true' MUST appear no more than once. */
                primary?: boolean;
            }[];
            /** @description Instant messaging addresses for the User. */
            ims?: {
                /** @description Instant messaging address for the User. */
                value?: string;
                /** @description A human-readable name, primarily used for display purposes. */
                display?: string;
                /** @description A label indicating the attribute's function, e.g. 'aim', 'gtalk', 'xmpp'. */
                type?: string;
                /** @description A Boolean value indicating the 'primary' or preferred attribute value for this attribute, e.g. the preferred messenger or primary messenger. The primary attribute value 'true' MUST appear no more than once. */
                primary?: boolean;
            }[];
            /** @description URLs of photos of the User. */
            photos?: {
                /** @description URL of a photo of the User. */
                value?: string;
                /** @description A human-readable name, primarily used for display purposes. */
                display?: string;
                /** @description A label indicating the attribute's function, i.e., 'photo' or 'thumbnail'. */
                type?: string;
                /** @description A Boolean value indicating the 'primary' or preferred attribute value for this attribute, e.g. the preferred photo or thumbnail. The primary attribute value 'true' MUST appear no more than once. */
                primary?: boolean;
            }[];
            /** @description A physical mailing address for this User. Canonical type values of 'work', 'home', and 'other'. */
            addresses?: {
                /** @description The full mailing address, formatted for display or use with a mailing label. This attribute MAY contain newlines. */
                formatted?: string;
                /** @description The full street address component, which may include house number, street name, P.O. box, and multi-line extended street address information. This attribute MAY contain newlines. */
                streetAddress?: string;
                /** @description The city or locality component. */
                locality?: string;
                /** @description The state or region component. */
                region?: string;
                /** @description The zip code or postal code component. */
                postalCode?: string;
                /** @description The country name component. */
                country?: string;
                /** @description A label indicating the attribute's function, e.g., 'work' or 'home'. */
                type?: string;
                /** @description A Boolean value indicating the 'primary' or preferred attribute value for this attribute. The primary attribute value 'true' MUST appear no more than once. */
                primary?: boolean;
            }[];
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"?: components["schemas"]["EnterpriseUser"];
        };
        /** @description The Enterprise extension (RFC 7643 §4.3). */
        EnterpriseUser: {
            /** @description Numeric or alphanumeric identifier assigned to a person, typically based on order of hire or association with an organization. */
            employeeNumber?: string;
            /** @description Identifies the name of a cost center. */
            costCenter?: string;
            /** @description Identifies the name of an organization. */
            organization?: string;
            /** @description Identifies the name of a division. */
            division?: string;
            /** @description Identifies the name of a department. */
            department?: string;
            /** @description The User's manager. A complex type that optionally allows service providers to represent organizational hierarchy by referencing the 'id' attribute of another User. */
            manager?: {
                /** @description The id of the SCIM resource representing the User's manager. */
                value?: string;
                /** @description The URI of the SCIM resource representing the User's manager. */
                $ref?: string;
                /** @description The displayName of the User's manager. */
                readonly displayName?: string;
            };
        };
        UserInput: components["schemas"]["UserAttributes"] & {
            [key: string]: unknown;
        };
        /**
         * @description A User as the service returns it: without a projection always with `userName`, `active` and `meta`, and never
         *     with null.
         */
        User: components["schemas"]["UserAttributes"] & {
            /**
             * Format: uuid
             * @description Given by the service, never reused.
             */
            readonly id: string;
            meta?: components["schemas"]["Meta"];
        };
        Meta: {
            resourceType?: string;
            /** Format: date-time */
            created?: string;
            /** Format: date-time */
            lastModified?: string;
            /** Format: uri */
            location?: string;
            /** @description The version of the User, as in `ETag`. */
            version?: string;
        };
        /** @description A page of a list (RFC 7644 §3.4.2). */
        UserList: {
            schemas: "urn:ietf:params:scim:api:messages:2.0:ListResponse"[];
            /** @description All that match. */
            totalResults: number;
            /** @description Where the page begins; absent when paging by cursor. */
            startIndex?: number;
            /** @description The cursor of the next page, if there is one (RFC 9865). */
            nextCursor?: string;
            /** @description The cursor of the page before, if there is one (RFC 9865). */
            previousCursor?: string;
            /** @description The number of resources in this page. */
            itemsPerPage: number;
            Resources: components["schemas"]["User"][];
        };
        /** @description A page of a list (RFC 7644 §3.4.2). */
        ResourceTypeList: {
            schemas: "urn:ietf:params:scim:api:messages:2.0:ListResponse"[];
            /** @description All that match. */
            totalResults: number;
            /** @description Where the page begins; absent when paging by cursor. */
            startIndex?: number;
            /** @description The cursor of the next page, if there is one (RFC 9865). */
            nextCursor?: string;
            /** @description The cursor of the page before, if there is one (RFC 9865). */
            previousCursor?: string;
            /** @description The number of resources in this page. */
            itemsPerPage: number;
            Resources: components["schemas"]["ResourceType"][];
        };
        /** @description A page of a list (RFC 7644 §3.4.2). */
        SchemaList: {
            schemas: "urn:ietf:params:scim:api:messages:2.0:ListResponse"[];
            /** @description All that match. */
            totalResults: number;
            /** @description Where the page begins; absent when paging by cursor. */
            startIndex?: number;
            /** @description The cursor of the next page, if there is one (RFC 9865). */
            nextCursor?: string;
            /** @description The cursor of the page before, if there is one (RFC 9865). */
            previousCursor?: string;
            /** @description The number of resources in this page. */
            itemsPerPage: number;
            Resources: components["schemas"]["Schema"][];
        };
        /** @description A page of a list (RFC 7644 §3.4.2). */
        EmptyList: {
            schemas: "urn:ietf:params:scim:api:messages:2.0:ListResponse"[];
            /** @description All that match. */
            totalResults: number;
            /** @description Where the page begins; absent when paging by cursor. */
            startIndex?: number;
            /** @description The cursor of the next page, if there is one (RFC 9865). */
            nextCursor?: string;
            /** @description The cursor of the page before, if there is one (RFC 9865). */
            previousCursor?: string;
            /** @description The number of resources in this page. */
            itemsPerPage: number;
            Resources: Record<string, never>[];
        };
        /** @description The parameters of a list request as a message (RFC 7644 §3.4.3). */
        SearchRequest: {
            schemas?: "urn:ietf:params:scim:api:messages:2.0:SearchRequest"[];
            filter?: string;
            sortBy?: string;
            /** @enum {string} */
            sortOrder?: "ascending" | "descending";
            startIndex?: number;
            count?: number;
            cursor?: string;
            attributes?: string[];
            excludedAttributes?: string[];
        };
        /** @description A list of changes (RFC 7644 §3.5.2). */
        PatchOp: {
            schemas?: "urn:ietf:params:scim:api:messages:2.0:PatchOp"[];
            Operations: components["schemas"]["PatchOperation"][];
        };
        PatchOperation: {
            /** @description add, replace or remove, in any case. */
            op: string;
            /**
             * @description Such as `displayName`, `name.givenName`, `emails[type eq "work"].value` or `urn:…:User:department`. Without
             *     it `value` is an object of attributes.
             */
            path?: string;
            /** @description Any JSON value. */
            value?: unknown;
        };
        /** @description Many changes (RFC 7644 §3.7). */
        BulkRequest: {
            schemas?: "urn:ietf:params:scim:api:messages:2.0:BulkRequest"[];
            /** @description Stop after this many errors; 0 or absent never. */
            failOnErrors?: number;
            Operations: components["schemas"]["BulkOperation"][];
        };
        BulkOperation: {
            /** @enum {string} */
            method: "POST" | "PUT" | "PATCH" | "DELETE";
            /** @description `/Users` to create, `/Users/{id}` or `/Users/bulkId:…` for the rest. */
            path: string;
            /** @description A name for what the operation creates, for others to refer to. */
            bulkId?: string;
            /** @description As `If-Match`. */
            version?: string;
            /** @description The body of the single request. */
            data?: {
                [key: string]: unknown;
            };
        };
        BulkResponse: {
            schemas: "urn:ietf:params:scim:api:messages:2.0:BulkResponse"[];
            Operations: components["schemas"]["BulkOutcome"][];
        };
        BulkOutcome: {
            method: string;
            bulkId?: string;
            /** @description As `ETag`. */
            version?: string;
            /** Format: uri */
            location?: string;
            /** @description The status of the single request, as text. */
            status: string;
            /** @description The Error; or the User, if the path of the operation asks for `attributes`. */
            response?: {
                [key: string]: unknown;
            };
        };
        /** @description A SCIM Error (RFC 7644 §3.12). */
        Error: {
            schemas: "urn:ietf:params:scim:api:messages:2.0:Error"[];
            /** @description The HTTP status, as text. */
            status: string;
            /** @enum {string} */
            scimType?: "invalidCount" | "invalidCursor" | "invalidFilter" | "invalidPath" | "invalidSyntax" | "invalidValue" | "mutability" | "noTarget" | "uniqueness";
            /** @description What was wrong and what to change, for people. */
            detail: string;
        };
        /** @description A problem (RFC 9457). */
        Problem: {
            type: string;
            title: string;
            status: number;
            /**
             * @description What happened, for programs.
             * @enum {string}
             */
            code: "badRequest" | "conflict" | "forbidden" | "gone" | "internal" | "invalidSyntax" | "invalidValue" | "methodNotAllowed" | "notFound" | "payloadTooLarge" | "tooMany" | "tooManyRequests" | "unauthorized" | "unavailable" | "uniqueness" | "unsupportedMediaType";
            /** @description What was wrong and what to change, for people. */
            detail: string;
        };
        CursorProblem: components["schemas"]["Problem"] & {
            /**
             * @description Expired: events behind the cursor were deleted. Reset: a backup was restored.
             * @enum {unknown}
             */
            type?: "urn:rollcall:problem:cursor-expired" | "urn:rollcall:problem:feed-reset";
            /** @description The cursor before the oldest event that is kept. */
            oldest: string;
            /** @description Where the members of an account are read again. */
            snapshot: string;
        };
        ServiceProviderConfig: {
            schemas: string[];
            patch: components["schemas"]["Supported"];
            bulk: {
                supported: boolean;
                maxOperations: number;
                maxPayloadSize: number;
            };
            filter: {
                supported: boolean;
                maxResults: number;
            };
            /** @description RFC 9865 §4. */
            pagination?: {
                cursor: boolean;
                index: boolean;
                /** @enum {string} */
                defaultPaginationMethod?: "cursor" | "index";
                defaultPageSize?: number;
                maxPageSize?: number;
            };
            changePassword: components["schemas"]["Supported"];
            sort: components["schemas"]["Supported"];
            etag: components["schemas"]["Supported"];
            authenticationSchemes: {
                type: string;
                name: string;
                description: string;
                /** Format: uri */
                specUri?: string;
                primary?: boolean;
            }[];
            meta?: components["schemas"]["Meta"];
        };
        Supported: {
            supported: boolean;
        };
        ResourceType: {
            schemas: string[];
            id: string;
            name: string;
            description?: string;
            endpoint: string;
            schema: string;
            schemaExtensions?: {
                schema: string;
                required: boolean;
            }[];
            meta?: components["schemas"]["Meta"];
        };
        Schema: {
            schemas: string[];
            id: string;
            name: string;
            description?: string;
            attributes: components["schemas"]["SchemaAttribute"][];
            meta?: components["schemas"]["Meta"];
        };
        SchemaAttribute: {
            name: string;
            /** @enum {string} */
            type: "string" | "boolean" | "reference" | "complex";
            referenceTypes?: string[];
            multiValued: boolean;
            description?: string;
            required: boolean;
            caseExact?: boolean;
            /** @description Suggestions; every other text is taken as well. */
            canonicalValues?: string[];
            /** @enum {string} */
            mutability: "readWrite" | "readOnly";
            /** @enum {string} */
            returned: "default";
            /** @enum {string} */
            uniqueness?: "none" | "server";
            subAttributes?: components["schemas"]["SchemaAttribute"][];
        };
        Snapshot: {
            account: string;
            /** @description The `sequence` of the account's last event; the members include it and all before it. */
            asOfSequence: string;
            /** @description Send it as `after` to read on; every later event of this account comes behind it. */
            cursor: string;
            members: components["schemas"]["EventMember"][];
        };
        EventSchemaList: {
            schemas: {
                type: string;
                when: string;
                /**
                 * Format: uri
                 * @description Where the schema of `data` is: `dataschema`.
                 */
                data: string;
                /**
                 * Format: uri
                 * @description Where the schema of the whole event is.
                 */
                event: string;
            }[];
        };
        EventPage: {
            data: components["schemas"]["Event"][];
            /** @description Send it as `after` to go on. Never null, and valid at the end of the feed as well. */
            next: string;
            /** @description Whether more is there already. */
            has_more: boolean;
            /** @description The cursor of the newest event in the feed. */
            head: string;
        };
        /** @description Send it as `after` to read on; null on the last page. */
        NextPage: string | null;
        /** @description Whether there are more. */
        HasMore: boolean;
        /** @description How the people of the account sign in to the main app, as the main app or an operator says. */
        SingleSignOn: {
            /** @enum {string} */
            protocol: "saml" | "oidc" | "none";
            /** @description A name for people; null when it is left out. */
            provider?: string | null;
            /**
             * @description Whether it is in use; `active` when it is left out, unless `protocol` is `none`.
             * @enum {string}
             */
            status?: "active" | "inactive";
        };
        /** @description The account's own rules; what is left out stays as it is. */
        AccountPolicies: {
            /**
             * @description What happens when the identity provider sends an attribute that could carry a role.
             * @enum {string}
             */
            authority?: "ignore" | "reject";
            /**
             * @description How `GET /Groups` answers. As the identity provider needs it, always an empty list, or never.
             * @enum {string}
             */
            groups?: "auto" | "empty" | "refuse";
            /** @description Whether members must have an e-mail address. */
            requireEmail?: boolean;
            /** @description The only domains a new address may have; empty allows every one. */
            allowedEmailDomains?: string[];
            /**
             * @description Which members that the main app added an identity provider may take over.
             * @enum {string}
             */
            link?: "any" | "allowedDomains" | "never";
        };
        /** @description What can be said of an account; what is left out stays as it is. No role and no permission is among it. */
        AccountSettings: {
            /** @description For people; the id when it was never said. */
            name?: string;
            identityProvider?: components["schemas"]["IdentityProvider"];
            sso?: components["schemas"]["SingleSignOn"];
            policies?: components["schemas"]["AccountPolicies"];
        };
        /**
         * @description It decides how `GET /Groups` answers, and selects the guide and the explanations.
         * @enum {string}
         */
        IdentityProvider: "jumpcloud" | "okta" | "cloudflare" | "entra" | "onelogin" | "google" | "ping" | "rippling" | "authentik" | "keycloak" | "other";
        /**
         * @example {
         *       "id": "acme",
         *       "name": "Acme",
         *       "identityProvider": "okta",
         *       "sso": {
         *         "protocol": "saml",
         *         "provider": "Okta",
         *         "status": "active"
         *       },
         *       "policies": {
         *         "authority": "ignore",
         *         "groups": "auto",
         *         "requireEmail": false,
         *         "allowedEmailDomains": [],
         *         "link": "any"
         *       },
         *       "connection": {
         *         "state": "enabled",
         *         "reason": null,
         *         "since": "2026-11-21T20:18:55.062Z"
         *       },
         *       "offboarding": null,
         *       "createdAt": "2026-11-20T09:12:00.410Z",
         *       "updatedAt": "2026-11-21T20:18:55.062Z",
         *       "closedAt": null
         *     }
         */
        Account: {
            /** @description The main app's own id of it. */
            id: string;
            name: string;
            identityProvider: components["schemas"]["IdentityProvider"];
            sso: components["schemas"]["SingleSignOn"];
            policies: components["schemas"]["AccountPolicies"];
            /** @description Whether SCIM is on for the account. */
            connection: {
                /** @enum {string} */
                state: "enabled" | "suspended" | "disabled";
                /** @description Why not, `sso_inactive`, `account_closed`, or what was said when it was suspended. */
                reason: string | null;
                /** Format: date-time */
                since: string;
            };
            /**
             * @description Why members are being deactivated or removed in the background; null when the work is done or there is none.
             * @enum {string|null}
             */
            offboarding: "connection_removed" | "account_closed" | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** Format: date-time */
            closedAt: string | null;
        };
        AccountPage: {
            data: components["schemas"]["Account"][];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        /** @description What can be said of a token. */
        TokenInput: {
            /** @description What it is for. */
            label?: string;
            /**
             * Format: date-time
             * @description When it ends; without it, or with null, it lives until it is revoked.
             */
            expiresAt?: string | null;
            /**
             * @description From where alone it may be used: ranges in CIDR notation, or addresses. Whose `X-Forwarded-For` is believed is
             *     the deployment's to say (TRUSTED_PROXIES).
             */
            allowedAddresses?: string[] | null;
        };
        /** @description The name of the key in SIGNING_KEYS that signed the token; null for one that an earlier release issued. */
        TokenKeyId: string | null;
        /**
         * @example {
         *       "id": "01a1ffc3-0bd4-71bd-9483-1cacea7208e9",
         *       "label": "Okta",
         *       "state": "active",
         *       "createdAt": "2026-11-21T20:18:55.062Z",
         *       "expiresAt": null,
         *       "revokedAt": null,
         *       "allowedAddresses": [
         *         "203.0.113.0/24"
         *       ],
         *       "lastUsedAt": "2026-11-22T08:30:12.007Z",
         *       "lastUsedFrom": "203.0.113.9",
         *       "keyId": "2026"
         *     }
         */
        Token: {
            /** Format: uuid */
            id: string;
            label: string;
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            allowedAddresses: string[] | null;
            /**
             * Format: date-time
             * @description About, for it is written at most once a minute.
             */
            lastUsedAt: string | null;
            /** @description The address of that request; null when it is not known. */
            lastUsedFrom: string | null;
            keyId: components["schemas"]["TokenKeyId"];
        };
        IssuedToken: components["schemas"]["Token"] & {
            /** @description The bearer token itself, a JWT. */
            token: string;
        };
        /**
         * @description `provider`: choose the identity provider; `enable`: switch SCIM on; `tokens`: issue, rotate and end tokens; `log`:
         *     see the requests; `people`: see the members the identity provider does not manage; `self_test`: test the service;
         *     `disable`: switch SCIM off.
         * @enum {string}
         */
        SetupRight: "provider" | "enable" | "tokens" | "log" | "people" | "self_test" | "disable";
        /** @description For whom the link is; shown to operators, and never to the identity provider. */
        SetupAdmin: {
            /** @description The main app's own id; the `adminId` of events. */
            id?: string | null;
            name?: string | null;
            email?: string | null;
        };
        SetupLink: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "unused" | "open" | "completed" | "expired" | "revoked";
            /** @enum {string} */
            mode: "mail" | "redirect";
            may: components["schemas"]["SetupRight"][];
            admin: components["schemas"]["SetupAdmin"];
            /** Format: uri */
            returnUrl: string | null;
            /** @description Who made it, as in events. */
            createdBy: Record<string, never>;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: date-time */
            openedAt: string | null;
            /** @description The kind of browser that has it: Chrome on Windows. */
            openedIn: string | null;
            /**
             * Format: date-time
             * @description Written at most once a minute.
             */
            lastSeenAt: string | null;
            /** Format: date-time */
            completedAt: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            /** @description How often another browser tried to open it. */
            otherBrowsers: number;
            /** Format: date-time */
            otherBrowserAt: string | null;
        };
        IssuedSetupLink: components["schemas"]["SetupLink"] & {
            /**
             * Format: uri
             * @description The address to send or to follow, shown only now.
             */
            url: string;
        };
        SetupLinkPage: {
            data: components["schemas"]["SetupLink"][];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        ValidTokenPage: {
            data: (components["schemas"]["Token"] & {
                /** @description The id of its account. */
                account: string;
            })[];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        TokenPage: {
            data: components["schemas"]["Token"][];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        /** @description What the account's IT admin needs to connect the identity provider. */
        Enabling: {
            /** Format: uri */
            baseUrl: string;
            /** Format: uuid */
            tokenId: string;
            /** @description The bearer token itself, shown only now. */
            token: string;
            /** @description How the identity provider of the account is connected. */
            guide: {
                identityProvider: components["schemas"]["IdentityProvider"];
                /** @description The name of the identity provider. */
                label: string;
                /** @description What to do, in order. */
                steps: string[];
                /** @description What to fill the attributes with, at the least. */
                mappings: components["schemas"]["GuideMapping"][];
                /** @description What surprises people. */
                notes: string[];
            };
        };
        /** @description How an identity provider is connected. */
        Guide: {
            /** Format: uri */
            baseUrl: string;
            identityProvider: components["schemas"]["IdentityProvider"];
            /** @description The name of the identity provider. */
            label: string;
            /** @description Why it may not work at all; null when nothing stands in the way. */
            limit: {
                title: string;
                sentences: string[];
                /** @description What can be done instead. */
                choices: string[];
                /** @description When the steps hold all the same, in the administrator's words. */
                unless: string;
            } | null;
            beforeYouBegin: string[];
            /** @description What to do, in order. */
            steps: components["schemas"]["GuideStep"][];
            /** @description Steps for a sister product or for older screens. */
            variants: {
                title: string;
                steps: components["schemas"]["GuideStep"][];
            }[];
            /** @description What to fill the attributes with, at the least. */
            mappings: components["schemas"]["GuideMapping"][];
            /** @description What surprises people. */
            notes: string[];
            afterwards: string[];
            /** @description What people ask when something is not as they expect. */
            problems: {
                question: string;
                answer: string;
            }[];
        };
        GuideStep: {
            /** @description One thing to do; names on screens stand between `**`. */
            text: string;
            fields: {
                /** @description The name of the field on the screen. */
                label: string;
                value: string;
                /**
                 * @description `paste`: copy the value as it is; `set`: choose or switch.
                 * @enum {string}
                 */
                kind: "paste" | "set";
            }[];
            notes: string[];
            /**
             * @description What the service sees when the step is done; null when it cannot see it.
             * @enum {string|null}
             */
            proves: "enabled" | "tested" | "test_person" | "first_contact" | "first_person" | "cycle" | null;
        };
        SelfTestReport: {
            /**
             * Format: uuid
             * @description Names the run in the service's log.
             */
            runId: string;
            identityProvider: components["schemas"]["IdentityProvider"];
            verdict: {
                /**
                 * @description `works`: all is answered as it should be; `rule`: a policy of the account refuses what the identity
                 *     provider sends; `fault`: the service is to blame; `not_run`: the test could not run.
                 * @enum {string}
                 */
                outcome: "works" | "rule" | "fault" | "not_run";
                title: string;
                /** @description For the IT admin. */
                text: string;
            };
            steps: components["schemas"]["SelfTestStep"][];
            durationMs: number;
            /** @description What a self-test cannot know. */
            notTested: string;
        };
        SelfTestStep: {
            /** @description What the identity provider does, as a clause that follows its name. */
            does: string;
            expected: components["schemas"]["SelfTestSight"];
            /** @description Null when the step was not played, because a step before it failed. */
            got: components["schemas"]["SelfTestSight"] | null;
            isAsExpected: boolean;
            explanation: components["schemas"]["MaybeExplanation"];
            durationMs: number;
        };
        SelfTestSight: {
            /** @description The status of HTTP. */
            status: number;
            /** @description What the answer shows in a few words, such as `no one`; may be empty. */
            sight: string;
        };
        GuideMapping: {
            /** @description The SCIM attribute. */
            attribute: string;
            /** @description What fills it at the identity provider. */
            from: string;
        };
        /**
         * @description `ignored`: done, except for something that was left out; `refused`: the identity provider's to mend; `failed`:
         *     ours.
         * @enum {string}
         */
        LogOutcome: "done" | "nothing_changed" | "ignored" | "refused" | "failed";
        /**
         * @description A request of an identity provider, or an operation of a bulk request, and its outcome. Of a person it holds
         *     the userName and the externalId alone.
         * @example {
         *       "id": "01a20070-2f57-7000-8000-5bd1e95f87e2",
         *       "account": "acme",
         *       "unproven": false,
         *       "at": "2026-11-21T23:28:01.815Z",
         *       "outcome": "refused",
         *       "meaning": "tried to change ann@example.com: a value must be true or false",
         *       "memberId": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *       "userName": "ann@example.com",
         *       "externalId": null,
         *       "changed": [],
         *       "ignored": [],
         *       "unknownAttributes": 0,
         *       "unknownNames": [],
         *       "events": [],
         *       "method": "PATCH",
         *       "path": "/scim/v2/Users/01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *       "bulkIndex": null,
         *       "status": 400,
         *       "scimType": "invalidValue",
         *       "detail": "'active' must be true or false, not this text.",
         *       "explanation": {
         *         "id": "boolean_value",
         *         "title": "A value must be true or false",
         *         "cause": "An attribute such as \"active\" or \"primary\" has a value that is neither true nor false.",
         *         "where": "OneLogin Administration > Applications > Applications > the app > Configuration > SCIM JSON Template",
         *         "change": "In the template, \"active\" must become true or false.",
         *         "again": "Failed people are on the tab Users of the app, where they can be retried."
         *       },
         *       "tokenId": "01a1ffc3-0bd4-71bd-9483-1cacea7208e9",
         *       "identityProvider": "onelogin",
         *       "userAgent": "OneLogin SCIM",
         *       "requestId": "728cd881-162c-43cc-b6c7-6c7c10bdbb7f",
         *       "durationMs": 3
         *     }
         */
        LogEntry: {
            /** Format: uuid */
            id: string;
            /** @description Null: it is not known whose request it was. */
            account: string | null;
            /**
             * @description The token did not count, and only claims to be of this account. At most 5 a minute from an address, and 20 for
             *     an account, are shown so.
             */
            unproven: boolean;
            /**
             * Format: date-time
             * @description When the request came in.
             */
            at: string;
            outcome: components["schemas"]["LogOutcome"];
            /** @description What happened, in words. */
            meaning: string;
            /** Format: uuid */
            memberId: string | null;
            userName: string | null;
            externalId: string | null;
            /** @description Paths of what changed; no values. */
            changed: string[];
            /** @description What was left out on purpose. */
            ignored: ("roles" | "entitlements" | "groups" | "userType" | "x509Certificates" | "extension" | "password")[];
            /** @description How many attributes were left out because the schema does not know them. */
            unknownAttributes: number;
            /** @description The names of the first ten of these, cut to 64 characters, without the URN of a declared schema; never their values. What does not look like an attribute's name is counted only. */
            unknownNames: string[];
            /** @description The events it resulted in, in order. */
            events: string[];
            method: string;
            /** @description Without the query; what a client made up is "…". */
            path: string;
            /** @description The place of an operation in its bulk request, from 0. */
            bulkIndex: number | null;
            /** @description The status answered; 499: the client had gone before its turn came. */
            status: number;
            scimType: string | null;
            /** @description What was answered, without names. */
            detail: string | null;
            explanation: components["schemas"]["MaybeExplanation"];
            /** Format: uuid */
            tokenId: string | null;
            /** @description Of the account, at that time. */
            identityProvider: string | null;
            userAgent: string | null;
            /** @description `X-Request-Id` of the answer, `correlationid` of the events. */
            requestId: string;
            durationMs: number;
        };
        LogEntryPage: {
            data: components["schemas"]["LogEntry"][];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        /**
         * @description Why something happened and what to change, in the words of the screens of the account's identity provider; null
         *     when there is nothing to explain. The ids may become more.
         */
        MaybeExplanation: {
            id: string;
            title: string;
            /** @description In plain words. */
            cause: string;
            /** @description The screen on which to change something. */
            where: string;
            /** @description What to change there. */
            change: string;
            /** @description How to let the identity provider try again; null: nothing failed. */
            again: string | null;
        } | null;
        /** @description How far the connection has come, as the setup page shows it. */
        ConnectionProgress: {
            /**
             * @description `ours`: the service failed; `wrong`: a kind of request was refused and has not succeeded since; `syncing`: people
             *     arrive now; `test_person`: a test user was created and deleted again. More words may be added.
             * @enum {string}
             */
            state: "off" | "paused_sso" | "paused" | "no_token" | "ours" | "wrong" | "silent" | "syncing" | "people" | "test_person_left" | "test_person" | "tested" | "waiting";
            /**
             * @description Done, nothing to say, look at it, mend it.
             * @enum {string}
             */
            mark: "tick" | "ring" | "triangle" | "cross";
            /** @description Without a full stop. */
            headline: string;
            /** @description For the IT admin, the most important first. Times in them are in UTC. */
            sentences: string[];
            /** @description The evidence that has arrived. A step of the guide is done when what it proves is among it. */
            ticks: ("enabled" | "first_contact" | "tested" | "test_person" | "first_person" | "cycle")[];
            /** @description In the states `ours` and `wrong`. */
            fault: components["schemas"]["ConnectionFault"] | null;
            /** @description A fault that ended within the last ten minutes. */
            mended: {
                /** Format: date-time */
                at: string;
                text: string;
            } | null;
        };
        /** @description Requests of one kind that were refused or failed since the last that succeeded. */
        ConnectionFault: {
            /** @enum {string} */
            kind: "door" | "look_up" | "create" | "change" | "delete" | "group";
            requests: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            /** @description Of the last one. */
            requestId: string;
            /** @description Of the last one. */
            status: number;
            explanation: components["schemas"]["MaybeExplanation"];
        };
        Connection: {
            /** @description Whether it works. */
            verdict: {
                /**
                 * @description `token_refused`: nothing came but requests whose token does not count; `refused`: a kind of request was, has
                 *     not succeeded since, and a setting of the identity provider must change; `failed`: the service failed;
                 *     `silent`: an identity provider that speaks regularly does not. More words may be added.
                 * @enum {string}
                 */
                state: "off" | "paused" | "no_token" | "waiting" | "token_refused" | "refused" | "failed" | "silent" | "works";
                /** @description For people: "12 people provisioned. 11 active, 1 inactive." */
                text: string;
            };
            progress: components["schemas"]["ConnectionProgress"];
            /** @enum {string} */
            state: "enabled" | "suspended" | "disabled";
            reason: string | null;
            /** Format: date-time */
            since: string;
            identityProvider: components["schemas"]["IdentityProvider"];
            /**
             * Format: uri
             * @description What to type into the identity provider.
             */
            baseUrl: string;
            health: {
                /** Format: date-time */
                firstContactAt: string | null;
                /** Format: date-time */
                lastRequestAt: string | null;
                /** Format: date-time */
                lastSuccessAt: string | null;
                /** @description It stays until there is another one; `lastSuccessAt` tells whether it is over. */
                lastError: components["schemas"]["HealthError"] | null;
                /**
                 * @description The last request whose token only claims to be of this account: cut off, mistyped, signed with a key that
                 *     is not in use, or sent by Basic authentication. It may be a stranger's, and is no contact.
                 */
                lastUnproven: components["schemas"]["HealthError"] | null;
            };
            tokens: {
                active: number;
                expired: number;
                revoked: number;
                /**
                 * Format: date-time
                 * @description Of the active ones.
                 */
                nextExpiryAt: string | null;
                /** Format: date-time */
                lastUsedAt: string | null;
            };
        };
        HealthError: {
            /** Format: date-time */
            at: string;
            status: number;
            /** @description In words. It names no person. */
            message: string;
            explanation: components["schemas"]["MaybeExplanation"];
        };
        Timeline: {
            /** @description As far as it is known today. */
            member: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                state: "active" | "inactive" | "gone";
                userName: string | null;
                externalId: string | null;
            };
            data: components["schemas"]["TimelineEntry"][];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        TimelineEntry: {
            /** Format: date-time */
            at: string;
            /** @description Null for what the main app or an operator did. */
            entry: components["schemas"]["LogEntry"] | null;
            events: {
                /** Format: uuid */
                id: string;
                type: string;
                sequence: string;
                /** Format: date-time */
                at: string;
                changed: string[];
                reason: string | null;
                /** @description The actor of the event. */
                actor: {
                    [key: string]: unknown;
                };
                requestId: string;
                deliveries: components["schemas"]["TimelineDelivery"][];
            }[];
        };
        /** @description An event on its way to one webhook endpoint. */
        TimelineDelivery: {
            /** Format: uuid */
            endpointId: string;
            /** @description Null: the endpoint was removed. */
            url: string | null;
            /**
             * @description `failed`: not accepted so far; `waiting`: not tried yet.
             * @enum {string}
             */
            state: "delivered" | "failed" | "waiting";
            /** @description The oldest first; kept for `ATTEMPT_RETENTION_DAYS`. */
            attempts: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                trigger: "event" | "replay" | "ping";
                attempt: number;
                /** @enum {string} */
                status: "delivered" | "failed";
                failure: string | null;
                statusCode: number | null;
                error: string | null;
                durationMs: number;
            }[];
        };
        MemberPage: {
            data: components["schemas"]["Member"][];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        /** @description What can be said of an endpoint at any time. No other field is taken. */
        WebhookEndpointChange: {
            /**
             * Format: uri
             * @description Where events go: `https://`, on the public internet, on a port of `WEBHOOK_PORTS`. What is listed in
             *     `WEBHOOK_ALLOW_CIDRS` is reached as well, also with `http://`. No user, password or fragment.
             */
            url?: string;
            /** @description For people. */
            description?: string | null;
            /** @description Types of events, or patterns of them such as `team_member.*` and `*`. */
            types?: string[];
            /**
             * @description The accounts it listens to; null for all of them, and for the events about the delivery itself. One that
             *     does not exist yet counts from its first event on.
             */
            accounts?: string[] | null;
            batch?: {
                /** @description The most events of an account in one request. 1 sends them singly; more makes every body a list. */
                max: number;
            };
            /** @description The most requests at a time, over all accounts. */
            maxInFlight?: number;
            /** @description How long the receiver may take to answer. */
            timeoutMs?: number;
            /** @description Sent with every request, such as what a gateway asks for. Sealed at rest, and never shown again. */
            headers?: {
                [key: string]: string;
            };
        };
        /**
         * @description An endpoint to add. What is left out: no description, the types `team_member.*` and `connection.*`, all accounts,
         *     one event a request, 8 requests at a time, 15 seconds, no headers.
         */
        WebhookEndpointInput: {
            /**
             * Format: uri
             * @description Where events go: `https://`, on the public internet, on a port of `WEBHOOK_PORTS`. What is listed in
             *     `WEBHOOK_ALLOW_CIDRS` is reached as well, also with `http://`. No user, password or fragment.
             */
            url: string;
            /** @description For people. */
            description?: string | null;
            /** @description Types of events, or patterns of them such as `team_member.*` and `*`. */
            types?: string[];
            /**
             * @description The accounts it listens to; null for all of them, and for the events about the delivery itself. One that
             *     does not exist yet counts from its first event on.
             */
            accounts?: string[] | null;
            batch?: {
                /** @description The most events of an account in one request. 1 sends them singly; more makes every body a list. */
                max: number;
            };
            /** @description The most requests at a time, over all accounts. */
            maxInFlight?: number;
            /** @description How long the receiver may take to answer. */
            timeoutMs?: number;
            /** @description Sent with every request, such as what a gateway asks for. Sealed at rest, and never shown again. */
            headers?: {
                [key: string]: string;
            };
            /**
             * @description `v1`: HMAC-SHA256 with a shared secret. `v1a`: ed25519, for a receiver that should not be able to sign.
             * @default v1
             * @enum {string}
             */
            signature: "v1" | "v1a";
            /**
             * @description `now`: with what comes; `beginning`: with the oldest event that is kept; or a cursor of the feed, after
             *     which it begins.
             * @default now
             */
            start: string;
        };
        WebhookEndpoint: {
            /** Format: uuid */
            id: string;
            /** Format: uri */
            url: string;
            description: string | null;
            types: string[];
            /** @description Null: all of them. */
            accounts: string[] | null;
            /** @enum {string} */
            signature: "v1" | "v1a";
            batch: {
                max: number;
            };
            maxInFlight: number;
            timeoutMs: number;
            /** @description The names of the custom headers, without the values. */
            headers: string[];
            /**
             * @description `failing`: the receiver is down, and is tried with one request at a time until it answers. `disabled`: nothing
             *     is sent, by hand, because the receiver answered 410, or because it accepted nothing for five days; what comes
             *     waits as long as events are kept.
             * @enum {string}
             */
            status: "active" | "failing" | "disabled";
            /** @description For people; null while it is not disabled. */
            disabledReason: string | null;
            /** @description Failed requests in a row. */
            consecutiveFailures: number;
            /**
             * Format: date-time
             * @description The first of these failures.
             */
            failingSince: string | null;
            /**
             * Format: date-time
             * @description When a failing receiver is tried again.
             */
            nextProbeAt: string | null;
            /** @description The secrets that sign or have signed, the newest first. */
            secrets: components["schemas"]["WebhookSecret"][];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description What may be shown of a secret after it was issued. */
        WebhookSecret: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            scheme: "v1" | "v1a";
            /** @description Null for a shared secret. */
            publicKey: string | null;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it signs no more; null for the newest.
             */
            expiresAt: string | null;
        };
        IssuedWebhookEndpoint: components["schemas"]["WebhookEndpoint"] & {
            /** @description The shared secret, with the signature `v1`. It is shown only now. */
            secret?: string;
            /** @description The public key, with the signature `v1a`. */
            publicKey?: string;
        };
        WebhookEndpointPage: {
            data: components["schemas"]["WebhookEndpoint"][];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        /** @description One request to an endpoint, and its outcome. */
        DeliveryAttempt: {
            /** Format: uuid */
            id: string;
            /** @description Null: events about the delivery itself. */
            account: string | null;
            /**
             * Format: uuid
             * @description The first event in the request.
             */
            eventId: string;
            firstSequence: string;
            lastSequence: string;
            /** @enum {string} */
            trigger: "event" | "replay" | "ping";
            attempt: number;
            /** @enum {string} */
            status: "delivered" | "failed";
            /**
             * @description How far it came. `blocked`: the address may not be called; `connection`: it broke, or what came was no HTTP;
             *     `status`: the answer was not 2xx.
             * @enum {string|null}
             */
            failure: "blocked" | "dns" | "connect" | "tls" | "timeout" | "connection" | "status" | null;
            statusCode: number | null;
            /** @description What went wrong, for people. */
            error: string | null;
            /** @description The beginning of the answer's body; at most 4 KiB. */
            response: string | null;
            durationMs: number;
            /** Format: date-time */
            at: string;
        };
        DeliveryAttemptPage: {
            data: components["schemas"]["DeliveryAttempt"][];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        /** @description How far an endpoint is with an account. */
        Lane: {
            /** @description Null: the events about the delivery itself. */
            account: string | null;
            /** @description All events before it are done with. */
            nextSequence: string;
            /** @description The last event that may be delivered. */
            readySequence: string;
            /** @description How many events are between the two; those of other types are passed over. */
            waiting: number;
            /** @description Of the next event. */
            failedAttempts: number;
            /**
             * Format: date-time
             * @description Null unless an attempt has failed.
             */
            nextAttemptAt: string | null;
        };
        LanePage: {
            data: components["schemas"]["Lane"][];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        /** @description Events that an endpoint never accepted; later ones of the account have gone on. */
        DeadLetter: {
            /** Format: uuid */
            id: string;
            account: string | null;
            firstSequence: string;
            lastSequence: string;
            /**
             * Format: uuid
             * @description Null when the events are no longer kept.
             */
            eventId: string | null;
            /**
             * @description `exhausted`: the last attempt of the schedule failed. `expired`: they waited until they were no longer kept;
             *     read the snapshot of the account.
             * @enum {string}
             */
            reason: "exhausted" | "expired";
            attempts: number;
            lastError: string | null;
            /** @enum {string} */
            state: "open" | "resolved";
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            resolvedAt: string | null;
        };
        DeadLetterPage: {
            data: components["schemas"]["DeadLetter"][];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        ReplayOrder: {
            /** @description A time (RFC 3339) or, with `account`, a sequence, both inclusive; or a cursor of the feed, exclusive. */
            from?: string;
            /** @description A time, a cursor or a sequence, inclusive. */
            to?: string;
            /** @description Only events of this account. */
            account?: string;
            /**
             * @description `failed`: only what became a dead letter that is not resolved.
             * @default all
             * @enum {string}
             */
            only: "all" | "failed";
        };
        Replay: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            only: "all" | "failed";
            /** @description How many events it goes over; those of other types are passed over. */
            events: number;
            /** @description How many of them are not done with; 0 at the end. */
            remaining: number;
            /** Format: date-time */
            createdAt: string;
            /** @description In the answer that begins it: what the receiver must do for nothing to be lost. */
            notice?: string;
        };
        ReplayPage: {
            data: components["schemas"]["Replay"][];
            next: components["schemas"]["NextPage"];
            has_more: components["schemas"]["HasMore"];
        };
        /** @description The member as events tell it, and what only the main app needs to know besides. */
        Member: {
            /**
             * Format: uuid
             * @description The id of the SCIM User.
             */
            id: string;
            userName: string;
            externalId?: string;
            active: boolean;
            name?: {
                formatted?: string;
                familyName?: string;
                givenName?: string;
                middleName?: string;
                honorificPrefix?: string;
                honorificSuffix?: string;
            };
            displayName?: string;
            nickName?: string;
            profileUrl?: string;
            title?: string;
            preferredLanguage?: string;
            locale?: string;
            timezone?: string;
            emails?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[];
            phoneNumbers?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[];
            ims?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[];
            photos?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[];
            addresses?: {
                formatted?: string;
                streetAddress?: string;
                locality?: string;
                region?: string;
                postalCode?: string;
                country?: string;
                type?: string;
                primary?: boolean;
            }[];
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"?: {
                employeeNumber?: string;
                costCenter?: string;
                organization?: string;
                division?: string;
                department?: string;
                manager?: {
                    value?: string;
                    $ref?: string;
                };
            };
            /** @description The address the member is reached under: the primary of `emails`, else the work one, else the first, else a `userName` that looks like one. */
            email: string | null;
            /** @description 1 for a new member, one more for each change; the `meta.version` of SCIM. */
            version: number;
            /**
             * @description Who keeps the member: the identity provider, or the main app itself.
             * @enum {string}
             */
            managedBy: "idp" | "app";
            /** @description Whether the identity provider may not deactivate, delete or rename the member, nor change the e-mails. */
            protected: boolean;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the last change was published.
             */
            modifiedAt: string;
        };
        /** @description What is said of a member. What is left out stays as it is, null unassigns, and a list or an object replaces the one there was. No other field is taken, at any depth: no role can enter here. */
        MemberDescription: {
            userName?: string;
            externalId?: string | null;
            active?: boolean;
            name?: {
                formatted?: string;
                familyName?: string;
                givenName?: string;
                middleName?: string;
                honorificPrefix?: string;
                honorificSuffix?: string;
            } | null;
            displayName?: string | null;
            nickName?: string | null;
            profileUrl?: string | null;
            title?: string | null;
            preferredLanguage?: string | null;
            locale?: string | null;
            timezone?: string | null;
            emails?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[] | null;
            phoneNumbers?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[] | null;
            ims?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[] | null;
            photos?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[] | null;
            addresses?: {
                formatted?: string;
                streetAddress?: string;
                locality?: string;
                region?: string;
                postalCode?: string;
                country?: string;
                type?: string;
                primary?: boolean;
            }[] | null;
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"?: {
                employeeNumber?: string;
                costCenter?: string;
                organization?: string;
                division?: string;
                department?: string;
                manager?: {
                    value?: string;
                    $ref?: string;
                };
            } | null;
            /** @description Short for one of `emails`, of type `work` and primary; it changes nothing when the member is reached under it already. Not beside `emails`. */
            email?: string;
            /** @description Whether the identity provider may not deactivate, delete or rename the member, nor change the e-mails. */
            protected?: boolean;
        };
        /** @description One line of the report of an import. */
        ImportRecord: components["schemas"]["ImportFault"] | components["schemas"]["ImportProgress"] | components["schemas"]["ImportSummary"] | components["schemas"]["ImportStop"];
        /** @description What was wrong with a line; the others are imported. */
        ImportFault: {
            /** @description The number of a line, from 1. */
            line: number;
            /** @description For people. */
            error: string;
        };
        /** @description All lines up to this one are done; the numbers are those from the beginning. */
        ImportProgress: {
            progress: components["schemas"]["ImportPosition"];
        };
        ImportPosition: {
            /** @description The number of a line, from 1. */
            line: number;
            created: number;
            updated: number;
            unchanged: number;
            failed: number;
        };
        /** @description The last line: the import went through to its end. */
        ImportSummary: {
            summary: components["schemas"]["ImportCounts"];
        };
        ImportCounts: {
            created: number;
            updated: number;
            unchanged: number;
            failed: number;
        };
        /** @description The last line: the service failed, and this line and those behind it are not done. */
        ImportStop: {
            stopped: components["schemas"]["ImportFault"];
        };
        /** @description What happened, as a CloudEvent (1.0, structured JSON). The bytes of an event change only when a person is erased. */
        Event: components["schemas"]["TeamMemberProvisioned"] | components["schemas"]["TeamMemberStaged"] | components["schemas"]["TeamMemberLinked"] | components["schemas"]["TeamMemberUpdated"] | components["schemas"]["TeamMemberDeprovisioned"] | components["schemas"]["TeamMemberReactivated"] | components["schemas"]["TeamMemberDeleted"] | components["schemas"]["TeamMemberErased"] | components["schemas"]["ConnectionEnabled"] | components["schemas"]["ConnectionSuspended"] | components["schemas"]["ConnectionResumed"] | components["schemas"]["ConnectionDisabled"] | components["schemas"]["ConnectionSilent"] | components["schemas"]["ConnectionSetupOpened"] | components["schemas"]["ConnectionSetupCompleted"] | components["schemas"]["ConnectionTokenIssued"] | components["schemas"]["ConnectionTokenRevoked"] | components["schemas"]["ConnectionTokenExpiring"] | components["schemas"]["EndpointFailing"] | components["schemas"]["EndpointEnabled"] | components["schemas"]["EndpointDisabled"] | components["schemas"]["EndpointVerification"] | components["schemas"]["DeliveryExhausted"];
        /**
         * @description Created active, or active for the first time after `staged`.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffc3-2aa9-7197-bd03-7105f9bfbe40",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "team_member.provisioned",
         *       "subject": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *       "time": "2026-11-21T20:19:02.953Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/team_member.provisioned.v1.json",
         *       "sequence": "00000000000000000006",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffc3-2aa7-77df-9e17-fe2223e5e3d4",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "member": {
         *           "id": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *           "userName": "ann@example.com",
         *           "externalId": "00u1a2b3c4",
         *           "active": true,
         *           "name": {
         *             "givenName": "Ann",
         *             "familyName": "Baker"
         *           },
         *           "displayName": "Ann Baker",
         *           "title": "Baker",
         *           "locale": "en-US",
         *           "emails": [
         *             {
         *               "value": "ann@example.com",
         *               "type": "work",
         *               "primary": true
         *             }
         *           ],
         *           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
         *             "employeeNumber": "1042",
         *             "department": "Ovens",
         *             "manager": {
         *               "value": "01a1ffc3-2a7a-7258-99f4-3efcbc2763c3"
         *             }
         *           },
         *           "email": "ann@example.com",
         *           "version": 1,
         *           "managedBy": "idp"
         *         },
         *         "changed": [
         *           "active",
         *           "displayName",
         *           "emails",
         *           "externalId",
         *           "locale",
         *           "name.familyName",
         *           "name.givenName",
         *           "title",
         *           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
         *           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
         *           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
         *           "userName"
         *         ],
         *         "previous": {},
         *         "actor": {
         *           "kind": "idp",
         *           "tokenId": "01a1ffc3-0bd4-71bd-9483-1cacea7208e9",
         *           "identityProvider": "okta"
         *         },
         *         "request": {
         *           "id": "01a1ffc3-2aa7-77df-9e17-fe2223e5e3d4",
         *           "method": "POST",
         *           "bulkIndex": null
         *         }
         *       }
         *     }
         */
        TeamMemberProvisioned: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "team_member.provisioned";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["TeamMemberProvisionedData"];
        };
        /** @description What team_member.provisioned tells. */
        TeamMemberProvisionedData: components["schemas"]["TeamMemberProvisionedDetails"] | components["schemas"]["ErasedData"];
        /** @description What team_member.provisioned tells until the member is erased. */
        TeamMemberProvisionedDetails: {
            account: components["schemas"]["EventAccount"];
            /** @description Always with `active` true. */
            member: components["schemas"]["EventMember"];
            /** @description `active`, and whatever else changed. */
            changed: components["schemas"]["ChangedPaths"];
            previous: components["schemas"]["PreviousValues"];
            /** @description The same change put the member under the identity provider, as `team_member.linked` says. */
            linked?: boolean;
            /** @description The member came back as another person: it was activated with another `externalId` and with another `userName` or e-mail. Take its roles away. */
            identity?: {
                /** @description The `externalId` before. */
                previousExternalId: string;
                /** @description The `externalId` now. */
                externalId: string;
                /** @description Always false. */
                samePerson: boolean;
            };
            /**
             * Format: uuid
             * @description The id of the last member with this `userName`, who was removed; absent when there was none, or when the member was added by the main app and the policy `link` would not have let the identity provider take it over.
             */
            formerId?: string;
            former?: {
                /**
                 * @description Who kept the former member: the identity provider, or the main app.
                 * @enum {string}
                 */
                managedBy: "idp" | "app";
                /** @description Whether the former member was protected. */
                protected: boolean;
                /** @description Whether both have the same `externalId`; false where either has none. Without it, the new member may be a namesake. */
                sameExternalId: boolean;
            };
            actor: components["schemas"]["EventActor"];
            request: components["schemas"]["EventRequest"];
        };
        /**
         * @description Created with `active` false.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffc3-2a7a-7258-99f4-415d85cf5278",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "team_member.staged",
         *       "subject": "01a1ffc3-2a7a-7258-99f4-3efcbc2763c3",
         *       "time": "2026-11-21T20:19:02.905Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/team_member.staged.v1.json",
         *       "sequence": "00000000000000000005",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffc3-2a66-736e-a4b5-8c779156a2ab",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "member": {
         *           "id": "01a1ffc3-2a7a-7258-99f4-3efcbc2763c3",
         *           "userName": "bo@example.com",
         *           "active": false,
         *           "email": "bo@example.com",
         *           "version": 1,
         *           "managedBy": "idp"
         *         },
         *         "changed": [
         *           "active",
         *           "userName"
         *         ],
         *         "previous": {},
         *         "actor": {
         *           "kind": "idp",
         *           "tokenId": "01a1ffc3-0bd4-71bd-9483-1cacea7208e9",
         *           "identityProvider": "okta"
         *         },
         *         "request": {
         *           "id": "01a1ffc3-2a66-736e-a4b5-8c779156a2ab",
         *           "method": "POST",
         *           "bulkIndex": null
         *         }
         *       }
         *     }
         */
        TeamMemberStaged: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "team_member.staged";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["TeamMemberStagedData"];
        };
        /** @description What team_member.staged tells. */
        TeamMemberStagedData: components["schemas"]["TeamMemberStagedDetails"] | components["schemas"]["ErasedData"];
        /** @description What team_member.staged tells until the member is erased. */
        TeamMemberStagedDetails: {
            account: components["schemas"]["EventAccount"];
            /** @description Always with `active` false. */
            member: components["schemas"]["EventMember"];
            /** @description `active`, and whatever else changed. */
            changed: components["schemas"]["ChangedPaths"];
            /** @description Always empty. */
            previous: components["schemas"]["PreviousValues"];
            /**
             * Format: uuid
             * @description The id of the last member with this `userName`, who was removed; absent when there was none, or when the member was added by the main app and the policy `link` would not have let the identity provider take it over.
             */
            formerId?: string;
            former?: {
                /**
                 * @description Who kept the former member: the identity provider, or the main app.
                 * @enum {string}
                 */
                managedBy: "idp" | "app";
                /** @description Whether the former member was protected. */
                protected: boolean;
                /** @description Whether both have the same `externalId`; false where either has none. Without it, the new member may be a namesake. */
                sameExternalId: boolean;
            };
            actor: components["schemas"]["EventActor"];
            request: components["schemas"]["EventRequest"];
        };
        /**
         * @description Added by the main app, and now written by the identity provider for the first time.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffc3-2b47-7d19-8f0e-5a3c9be01f77",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "team_member.linked",
         *       "subject": "01a1ffc3-2a91-7c3e-b0d4-1f2e3d4c5b6a",
         *       "time": "2026-11-21T20:19:03.110Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/team_member.linked.v1.json",
         *       "sequence": "00000000000000000010",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffc3-2b46-7a20-9c41-0be2f7d7c1aa",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "member": {
         *           "id": "01a1ffc3-2a91-7c3e-b0d4-1f2e3d4c5b6a",
         *           "userName": "cy@example.com",
         *           "externalId": "00u9z8y7x6",
         *           "active": true,
         *           "emails": [
         *             {
         *               "value": "cy@example.com",
         *               "type": "work",
         *               "primary": true
         *             }
         *           ],
         *           "email": "cy@example.com",
         *           "version": 2,
         *           "managedBy": "idp"
         *         },
         *         "changed": [
         *           "externalId"
         *         ],
         *         "previous": {
         *           "externalId": null
         *         },
         *         "actor": {
         *           "kind": "idp",
         *           "tokenId": "01a1ffc3-0bd4-71bd-9483-1cacea7208e9",
         *           "identityProvider": "okta"
         *         },
         *         "request": {
         *           "id": "01a1ffc3-2b46-7a20-9c41-0be2f7d7c1aa",
         *           "method": "PUT",
         *           "bulkIndex": null
         *         }
         *       }
         *     }
         */
        TeamMemberLinked: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "team_member.linked";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["TeamMemberLinkedData"];
        };
        /** @description What team_member.linked tells. */
        TeamMemberLinkedData: components["schemas"]["TeamMemberLinkedDetails"] | components["schemas"]["ErasedData"];
        /** @description What team_member.linked tells until the member is erased. */
        TeamMemberLinkedDetails: {
            account: components["schemas"]["EventAccount"];
            /** @description Always with `managedBy` `idp`. */
            member: components["schemas"]["EventMember"];
            changed: components["schemas"]["ChangedPaths"];
            previous: components["schemas"]["PreviousValues"];
            actor: components["schemas"]["EventActor"];
            request: components["schemas"]["EventRequest"];
        };
        /**
         * @description Any other attribute changed.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffc3-2ae5-7037-9e72-222c162ddc99",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "team_member.updated",
         *       "subject": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *       "time": "2026-11-21T20:19:03.013Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/team_member.updated.v1.json",
         *       "sequence": "00000000000000000007",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffc3-2ae4-75e7-8fee-c78a34a44a54",
         *       "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "member": {
         *           "id": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *           "userName": "ann@example.com",
         *           "externalId": "00u1a2b3c4",
         *           "active": true,
         *           "name": {
         *             "givenName": "Ann",
         *             "familyName": "Baker"
         *           },
         *           "displayName": "Ann Baker",
         *           "title": "Head Baker",
         *           "locale": "en-US",
         *           "emails": [
         *             {
         *               "value": "ann@example.com",
         *               "type": "work",
         *               "primary": true
         *             }
         *           ],
         *           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
         *             "employeeNumber": "1042",
         *             "department": "Ovens",
         *             "manager": {
         *               "value": "01a1ffc3-2a7a-7258-99f4-3efcbc2763c3"
         *             }
         *           },
         *           "email": "ann@example.com",
         *           "version": 2,
         *           "managedBy": "idp"
         *         },
         *         "changed": [
         *           "title"
         *         ],
         *         "previous": {
         *           "title": "Baker"
         *         },
         *         "actor": {
         *           "kind": "idp",
         *           "tokenId": "01a1ffc3-0bd4-71bd-9483-1cacea7208e9",
         *           "identityProvider": "okta"
         *         },
         *         "request": {
         *           "id": "01a1ffc3-2ae4-75e7-8fee-c78a34a44a54",
         *           "method": "PUT",
         *           "bulkIndex": null
         *         }
         *       }
         *     }
         */
        TeamMemberUpdated: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "team_member.updated";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["TeamMemberUpdatedData"];
        };
        /** @description What team_member.updated tells. */
        TeamMemberUpdatedData: components["schemas"]["TeamMemberUpdatedDetails"] | components["schemas"]["ErasedData"];
        /** @description What team_member.updated tells until the member is erased. */
        TeamMemberUpdatedDetails: {
            account: components["schemas"]["EventAccount"];
            member: components["schemas"]["EventMember"];
            /** @description Never empty. */
            changed: components["schemas"]["ChangedPaths"];
            previous: components["schemas"]["PreviousValues"];
            actor: components["schemas"]["EventActor"];
            request: components["schemas"]["EventRequest"];
        };
        /**
         * @description No longer active, deleted while active, or the connection or account ended; `reason` says which.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffc3-2b28-7640-805f-8da17fd06fcc",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "team_member.deprovisioned",
         *       "subject": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *       "time": "2026-11-21T20:19:03.080Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/team_member.deprovisioned.v1.json",
         *       "sequence": "00000000000000000008",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffc3-2b24-776b-913f-1515271ac234",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "member": {
         *           "id": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *           "userName": "ann@example.com",
         *           "externalId": "00u1a2b3c4",
         *           "active": false,
         *           "name": {
         *             "givenName": "Ann",
         *             "familyName": "Baker"
         *           },
         *           "displayName": "Ann Baker",
         *           "title": "Head Baker",
         *           "locale": "en-US",
         *           "emails": [
         *             {
         *               "value": "ann@example.com",
         *               "type": "work",
         *               "primary": true
         *             }
         *           ],
         *           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
         *             "employeeNumber": "1042",
         *             "department": "Ovens",
         *             "manager": {
         *               "value": "01a1ffc3-2a7a-7258-99f4-3efcbc2763c3"
         *             }
         *           },
         *           "email": "ann@example.com",
         *           "version": 3,
         *           "managedBy": "idp"
         *         },
         *         "changed": [
         *           "active"
         *         ],
         *         "previous": {
         *           "active": true
         *         },
         *         "reason": "deactivated",
         *         "actor": {
         *           "kind": "idp",
         *           "tokenId": "01a1ffc3-0bd4-71bd-9483-1cacea7208e9",
         *           "identityProvider": "okta"
         *         },
         *         "request": {
         *           "id": "01a1ffc3-2b24-776b-913f-1515271ac234",
         *           "method": "PATCH",
         *           "bulkIndex": null
         *         }
         *       }
         *     }
         */
        TeamMemberDeprovisioned: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "team_member.deprovisioned";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["TeamMemberDeprovisionedData"];
        };
        /** @description What team_member.deprovisioned tells. */
        TeamMemberDeprovisionedData: components["schemas"]["TeamMemberDeprovisionedDetails"] | components["schemas"]["ErasedData"];
        /** @description What team_member.deprovisioned tells until the member is erased. */
        TeamMemberDeprovisionedDetails: {
            account: components["schemas"]["EventAccount"];
            /** @description Always with `active` false. */
            member: components["schemas"]["EventMember"];
            /** @description `active`, and whatever else changed. */
            changed: components["schemas"]["ChangedPaths"];
            /** @description `active` was true; and what else there was. */
            previous: components["schemas"]["PreviousValues"];
            /**
             * @description Why.
             * @enum {string}
             */
            reason: "deactivated" | "deleted" | "connection_removed" | "account_closed";
            /** @description The same change put the member under the identity provider, as `team_member.linked` says. */
            linked?: boolean;
            actor: components["schemas"]["EventActor"];
            request: components["schemas"]["EventRequest"];
        };
        /**
         * @description Active again.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffc3-2b3d-7753-8db5-af54e56dc357",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "team_member.reactivated",
         *       "subject": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *       "time": "2026-11-21T20:19:03.100Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/team_member.reactivated.v1.json",
         *       "sequence": "00000000000000000009",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffc3-2b3a-75ae-95a4-e4e5c1c55509",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "member": {
         *           "id": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *           "userName": "ann@example.com",
         *           "externalId": "00u1a2b3c4",
         *           "active": true,
         *           "name": {
         *             "givenName": "Ann",
         *             "familyName": "Baker"
         *           },
         *           "displayName": "Ann Baker",
         *           "title": "Head Baker",
         *           "locale": "en-US",
         *           "emails": [
         *             {
         *               "value": "ann@example.com",
         *               "type": "work",
         *               "primary": true
         *             },
         *             {
         *               "type": "home",
         *               "value": "ann@home.example"
         *             }
         *           ],
         *           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
         *             "employeeNumber": "1042",
         *             "department": "Ovens",
         *             "manager": {
         *               "value": "01a1ffc3-2a7a-7258-99f4-3efcbc2763c3"
         *             }
         *           },
         *           "email": "ann@example.com",
         *           "version": 4,
         *           "managedBy": "idp"
         *         },
         *         "changed": [
         *           "active",
         *           "emails"
         *         ],
         *         "previous": {
         *           "active": false,
         *           "emails": [
         *             {
         *               "value": "ann@example.com",
         *               "type": "work",
         *               "primary": true
         *             }
         *           ]
         *         },
         *         "actor": {
         *           "kind": "idp",
         *           "tokenId": "01a1ffc3-0bd4-71bd-9483-1cacea7208e9",
         *           "identityProvider": "okta"
         *         },
         *         "request": {
         *           "id": "01a1ffc3-2b3a-75ae-95a4-e4e5c1c55509",
         *           "method": "PATCH",
         *           "bulkIndex": null
         *         }
         *       }
         *     }
         */
        TeamMemberReactivated: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "team_member.reactivated";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["TeamMemberReactivatedData"];
        };
        /** @description What team_member.reactivated tells. */
        TeamMemberReactivatedData: components["schemas"]["TeamMemberReactivatedDetails"] | components["schemas"]["ErasedData"];
        /** @description What team_member.reactivated tells until the member is erased. */
        TeamMemberReactivatedDetails: {
            account: components["schemas"]["EventAccount"];
            /** @description Always with `active` true. */
            member: components["schemas"]["EventMember"];
            /** @description `active`, and whatever else changed. */
            changed: components["schemas"]["ChangedPaths"];
            /** @description `active` was false; and what else there was. */
            previous: components["schemas"]["PreviousValues"];
            /** @description The same change put the member under the identity provider, as `team_member.linked` says. */
            linked?: boolean;
            /** @description The member came back as another person: it was activated with another `externalId` and with another `userName` or e-mail. Take its roles away. */
            identity?: {
                /** @description The `externalId` before. */
                previousExternalId: string;
                /** @description The `externalId` now. */
                externalId: string;
                /** @description Always false. */
                samePerson: boolean;
            };
            actor: components["schemas"]["EventActor"];
            request: components["schemas"]["EventRequest"];
        };
        /**
         * @description Removed for good; `member` is the last state.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffc3-2b52-704d-be27-c6b179a59afb",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "team_member.deleted",
         *       "subject": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *       "time": "2026-11-21T20:19:03.122Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/team_member.deleted.v1.json",
         *       "sequence": "00000000000000000011",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffc3-2b51-7083-8014-034885cf1822",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "member": {
         *           "id": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *           "userName": "ann@example.com",
         *           "externalId": "00u1a2b3c4",
         *           "active": false,
         *           "name": {
         *             "givenName": "Ann",
         *             "familyName": "Baker"
         *           },
         *           "displayName": "Ann Baker",
         *           "title": "Head Baker",
         *           "locale": "en-US",
         *           "emails": [
         *             {
         *               "value": "ann@example.com",
         *               "type": "work",
         *               "primary": true
         *             },
         *             {
         *               "type": "home",
         *               "value": "ann@home.example"
         *             }
         *           ],
         *           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
         *             "employeeNumber": "1042",
         *             "department": "Ovens",
         *             "manager": {
         *               "value": "01a1ffc3-2a7a-7258-99f4-3efcbc2763c3"
         *             }
         *           },
         *           "email": "ann@example.com",
         *           "version": 6,
         *           "managedBy": "idp"
         *         },
         *         "changed": [],
         *         "previous": {},
         *         "reason": "deleted",
         *         "actor": {
         *           "kind": "idp",
         *           "tokenId": "01a1ffc3-0bd4-71bd-9483-1cacea7208e9",
         *           "identityProvider": "okta"
         *         },
         *         "request": {
         *           "id": "01a1ffc3-2b51-7083-8014-034885cf1822",
         *           "method": "DELETE",
         *           "bulkIndex": null
         *         }
         *       }
         *     }
         */
        TeamMemberDeleted: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "team_member.deleted";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["TeamMemberDeletedData"];
        };
        /** @description What team_member.deleted tells. */
        TeamMemberDeletedData: components["schemas"]["TeamMemberDeletedDetails"] | components["schemas"]["ErasedData"];
        /** @description What team_member.deleted tells until the member is erased. */
        TeamMemberDeletedDetails: {
            account: components["schemas"]["EventAccount"];
            /** @description Always with `active` false. */
            member: components["schemas"]["EventMember"];
            /** @description Always empty. */
            changed: components["schemas"]["ChangedPaths"];
            /** @description Always empty. */
            previous: components["schemas"]["PreviousValues"];
            /**
             * @description Why.
             * @enum {string}
             */
            reason: "deleted" | "account_closed";
            actor: components["schemas"]["EventActor"];
            request: components["schemas"]["EventRequest"];
        };
        /**
         * @description What was known of the person is gone for good, from earlier events as well.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffd0-1b60-7c55-9e3a-2f4d6a8b0c1e",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "team_member.erased",
         *       "subject": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
         *       "time": "2026-11-21T20:33:10.112Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/team_member.erased.v1.json",
         *       "sequence": "00000000000000000012",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffd0-1b5f-7b1d-8a77-6e5d4c3b2a19",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "member": {
         *           "id": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0"
         *         },
         *         "actor": {
         *           "kind": "app",
         *           "serviceTokenId": "01a1ffc3-0bd9-7b44-a1c2-93d4e5f60718"
         *         },
         *         "request": {
         *           "id": "01a1ffd0-1b5f-7b1d-8a77-6e5d4c3b2a19",
         *           "method": "POST",
         *           "bulkIndex": null
         *         }
         *       }
         *     }
         */
        TeamMemberErased: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "team_member.erased";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["TeamMemberErasedData"];
        };
        /** @description What team_member.erased tells. */
        TeamMemberErasedData: {
            account: components["schemas"]["EventAccount"];
            member: {
                /**
                 * Format: uuid
                 * @description The id of the SCIM User.
                 */
                id: string;
            };
            actor: components["schemas"]["EventActor"];
            request: components["schemas"]["EventRequest"];
        };
        /**
         * @description SCIM was switched on for the account.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffc3-0bd6-74be-8731-7d3a9e360dd0",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "connection.enabled",
         *       "subject": "acme",
         *       "time": "2026-11-21T20:18:55.062Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/connection.enabled.v1.json",
         *       "sequence": "00000000000000000001",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffc3-0bd6-74be-8731-7d3a9e360dd0",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "actor": {
         *           "kind": "operator"
         *         },
         *         "identityProvider": "okta"
         *       }
         *     }
         */
        ConnectionEnabled: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "connection.enabled";
            /** @description The member's id; of a connection event the account's; of an operational event the endpoint's. */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["ConnectionEnabledData"];
        };
        /** @description What connection.enabled tells. */
        ConnectionEnabledData: {
            account: components["schemas"]["EventAccount"];
            /** @description The identity provider of the account, such as `okta`. */
            identityProvider: string;
            actor: components["schemas"]["ServiceActor"];
        };
        /**
         * @description SCIM was suspended: by an operator, or because SAML single sign-on is no longer active.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffe0-51b0-7d21-8c52-0a7f6a1c9d11",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "connection.suspended",
         *       "subject": "acme",
         *       "time": "2026-11-21T20:50:45.296Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/connection.suspended.v1.json",
         *       "sequence": "00000000000000000031",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffe0-51b0-7d21-8c52-0a7f6a1c9d11",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "reason": "sso_inactive",
         *         "actor": {
         *           "kind": "app",
         *           "serviceTokenId": "01a1ffb9-4d3c-7a2b-8f1e-0d9c8b7a6f5e"
         *         }
         *       }
         *     }
         */
        ConnectionSuspended: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "connection.suspended";
            /** @description The member's id; of a connection event the account's; of an operational event the endpoint's. */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["ConnectionSuspendedData"];
        };
        /** @description What connection.suspended tells. */
        ConnectionSuspendedData: {
            account: components["schemas"]["EventAccount"];
            /** @description `sso_inactive`, or what was said when it was suspended; null when nothing was. */
            reason: string | null;
            actor: components["schemas"]["ServiceActor"];
        };
        /**
         * @description SCIM goes on after it was suspended.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffe1-0c44-7b8e-9f3a-6d5c4b3a2f10",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "connection.resumed",
         *       "subject": "acme",
         *       "time": "2026-11-21T20:51:33.060Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/connection.resumed.v1.json",
         *       "sequence": "00000000000000000032",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffe1-0c44-7b8e-9f3a-6d5c4b3a2f10",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "actor": {
         *           "kind": "app",
         *           "serviceTokenId": "01a1ffb9-4d3c-7a2b-8f1e-0d9c8b7a6f5e"
         *         }
         *       }
         *     }
         */
        ConnectionResumed: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "connection.resumed";
            /** @description The member's id; of a connection event the account's; of an operational event the endpoint's. */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["ConnectionResumedData"];
        };
        /** @description What connection.resumed tells. */
        ConnectionResumedData: {
            account: components["schemas"]["EventAccount"];
            actor: components["schemas"]["ServiceActor"];
        };
        /**
         * @description SCIM was switched off, or the account was closed; `members` says what happens to the members.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffe2-5f08-7c6d-8b1e-2f4e6d8c0a97",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "connection.disabled",
         *       "subject": "acme",
         *       "time": "2026-11-21T20:52:59.784Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/connection.disabled.v1.json",
         *       "sequence": "00000000000000000033",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffe2-5f08-7c6d-8b1e-2f4e6d8c0a97",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "members": "deprovision",
         *         "actor": {
         *           "kind": "app",
         *           "serviceTokenId": "01a1ffb9-4d3c-7a2b-8f1e-0d9c8b7a6f5e"
         *         }
         *       }
         *     }
         */
        ConnectionDisabled: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "connection.disabled";
            /** @description The member's id; of a connection event the account's; of an operational event the endpoint's. */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["ConnectionDisabledData"];
        };
        /** @description What connection.disabled tells. */
        ConnectionDisabledData: {
            account: components["schemas"]["EventAccount"];
            /**
             * @description `keep`: they stay as they are. `deprovision`: those of the identity provider become inactive. `remove`: the account was closed, and all of them go.
             * @enum {string}
             */
            members: "keep" | "deprovision" | "remove";
            actor: components["schemas"]["ServiceActor"];
        };
        /**
         * @description No request has come through an enabled connection for longer than its identity provider is ever quiet, or for days; sent once, until one comes.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a22a10-7e9d-7f15-8d2c-9b8a7c6d5e4f",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "connection.silent",
         *       "subject": "acme",
         *       "time": "2026-11-29T20:02:17.309Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/connection.silent.v1.json",
         *       "sequence": "00000000000000000041",
         *       "partitionkey": "acme",
         *       "correlationid": "01a22a10-7e9d-7f15-8d2c-9b8a7c6d5e4f",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "lastRequest": "2026-11-22T20:01:58.410Z",
         *         "days": 7,
         *         "hours": 168
         *       }
         *     }
         */
        ConnectionSilent: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "connection.silent";
            /** @description The member's id; of a connection event the account's; of an operational event the endpoint's. */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["ConnectionSilentData"];
        };
        /** @description What connection.silent tells. */
        ConnectionSilentData: {
            account: components["schemas"]["EventAccount"];
            /**
             * Format: date-time
             * @description When the last one came; null when none ever did.
             */
            lastRequest: string | null;
            /** @description For how many whole days at least there was none. */
            days: number;
            /** @description The same in hours. */
            hours: number;
        };
        /**
         * @description The IT admin of a customer opened a setup link; sent once for a link.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffc4-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "connection.setup_opened",
         *       "subject": "acme",
         *       "time": "2026-11-21T20:20:05.413Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/connection.setup_opened.v1.json",
         *       "sequence": "00000000000000000006",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffc4-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "actor": {
         *           "kind": "admin",
         *           "setupLinkId": "01a1ffc4-0a1b-7c2d-8e3f-4a5b6c7d8e9f",
         *           "adminId": "u_812"
         *         }
         *       }
         *     }
         */
        ConnectionSetupOpened: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "connection.setup_opened";
            /** @description The member's id; of a connection event the account's; of an operational event the endpoint's. */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["ConnectionSetupOpenedData"];
        };
        /** @description What connection.setup_opened tells. */
        ConnectionSetupOpenedData: {
            account: components["schemas"]["EventAccount"];
            actor: components["schemas"]["ServiceActor"];
        };
        /**
         * @description The IT admin of a customer said on the setup page that the set-up is done; sent once for a link.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffcb-2d3e-7f40-9b5c-6d7e8f9a0b1c",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "connection.setup_completed",
         *       "subject": "acme",
         *       "time": "2026-11-21T20:27:44.902Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/connection.setup_completed.v1.json",
         *       "sequence": "00000000000000000019",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffcb-2d3e-7f40-9b5c-6d7e8f9a0b1c",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "actor": {
         *           "kind": "admin",
         *           "setupLinkId": "01a1ffc4-0a1b-7c2d-8e3f-4a5b6c7d8e9f",
         *           "adminId": "u_812"
         *         }
         *       }
         *     }
         */
        ConnectionSetupCompleted: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "connection.setup_completed";
            /** @description The member's id; of a connection event the account's; of an operational event the endpoint's. */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["ConnectionSetupCompletedData"];
        };
        /** @description What connection.setup_completed tells. */
        ConnectionSetupCompletedData: {
            account: components["schemas"]["EventAccount"];
            actor: components["schemas"]["ServiceActor"];
        };
        /**
         * @description A token was issued; the token itself is in no event.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffc3-0bd6-74be-8731-81b113604f7d",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "connection.token_issued",
         *       "subject": "acme",
         *       "time": "2026-11-21T20:18:55.062Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/connection.token_issued.v1.json",
         *       "sequence": "00000000000000000002",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffc3-0bd6-74be-8731-81b113604f7d",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "actor": {
         *           "kind": "operator"
         *         },
         *         "token": {
         *           "id": "01a1ffc3-0bd4-71bd-9483-1cacea7208e9",
         *           "label": "first token",
         *           "expires": null
         *         }
         *       }
         *     }
         */
        ConnectionTokenIssued: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "connection.token_issued";
            /** @description The member's id; of a connection event the account's; of an operational event the endpoint's. */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["ConnectionTokenIssuedData"];
        };
        /** @description What connection.token_issued tells. */
        ConnectionTokenIssuedData: {
            account: components["schemas"]["EventAccount"];
            token: components["schemas"]["EventToken"];
            /** @description The token whose place it takes, and when that one ends. */
            replaces?: components["schemas"]["EventToken"];
            actor: components["schemas"]["ServiceActor"];
        };
        /**
         * @description A token was revoked; it is refused from the next request on.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffc3-29e3-76d0-a99b-1a04181a41fd",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "connection.token_revoked",
         *       "subject": "acme",
         *       "time": "2026-11-21T20:19:02.759Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/connection.token_revoked.v1.json",
         *       "sequence": "00000000000000000004",
         *       "partitionkey": "acme",
         *       "correlationid": "01a1ffc3-29e3-76d0-a99b-1a04181a41fd",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "actor": {
         *           "kind": "operator"
         *         },
         *         "token": {
         *           "id": "01a1ffc3-2318-7723-bee9-8c79922b3481",
         *           "label": "spare",
         *           "expires": "2027-01-31T00:00:00.000Z"
         *         }
         *       }
         *     }
         */
        ConnectionTokenRevoked: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "connection.token_revoked";
            /** @description The member's id; of a connection event the account's; of an operational event the endpoint's. */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["ConnectionTokenRevokedData"];
        };
        /** @description What connection.token_revoked tells. */
        ConnectionTokenRevokedData: {
            account: components["schemas"]["EventAccount"];
            token: components["schemas"]["EventToken"];
            actor: components["schemas"]["ServiceActor"];
        };
        /**
         * @description A token will expire: sent 14 days before, and again three days before.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a29f3d-1a2b-7c3d-8e4f-5a6b7c8d9e0f",
         *       "source": "https://scim.example.com/accounts/acme",
         *       "type": "connection.token_expiring",
         *       "subject": "acme",
         *       "time": "2027-01-17T00:04:11.051Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/connection.token_expiring.v1.json",
         *       "sequence": "00000000000000000052",
         *       "partitionkey": "acme",
         *       "correlationid": "01a29f3d-1a2b-7c3d-8e4f-5a6b7c8d9e0f",
         *       "data": {
         *         "account": {
         *           "id": "acme"
         *         },
         *         "token": {
         *           "id": "01a1ffc3-0bd4-71bd-9483-1cacea7208e9",
         *           "label": "Okta",
         *           "expires": "2027-01-31T00:00:00.000Z"
         *         }
         *       }
         *     }
         */
        ConnectionTokenExpiring: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "connection.token_expiring";
            /** @description The member's id; of a connection event the account's; of an operational event the endpoint's. */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["ConnectionTokenExpiringData"];
        };
        /** @description What connection.token_expiring tells. */
        ConnectionTokenExpiringData: {
            account: components["schemas"]["EventAccount"];
            token: components["schemas"]["EventToken"];
        };
        /**
         * @description A webhook endpoint fails again and again, and is tried with one request at a time until it answers.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffd2-91c3-7b0f-a6de-0f5f7c1d2b3a",
         *       "source": "https://scim.example.com/operations",
         *       "type": "endpoint.failing",
         *       "subject": "01a1ffd0-4c1e-7a52-8d1b-52b1d2f7a9c4",
         *       "time": "2026-11-21T20:35:11.043Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/endpoint.failing.v1.json",
         *       "sequence": "00000000000000000002",
         *       "partitionkey": "operations",
         *       "correlationid": "01a1ffd2-91c3-7b0f-a6de-0f5f7c1d2b3a",
         *       "data": {
         *         "endpoint": {
         *           "id": "01a1ffd0-4c1e-7a52-8d1b-52b1d2f7a9c4",
         *           "url": "https://app.example.com/hooks/rollcall"
         *         },
         *         "consecutiveFailures": 5,
         *         "lastError": "The receiver answered 503; only 2xx accepts an event."
         *       }
         *     }
         */
        EndpointFailing: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "endpoint.failing";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /**
             * @description The account; `operations` for the delivery itself.
             * @enum {string}
             */
            partitionkey: "operations";
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["EndpointFailingData"];
        };
        /** @description What endpoint.failing tells. */
        EndpointFailingData: {
            endpoint: components["schemas"]["EventEndpoint"];
            /** @description Failures in a row. */
            consecutiveFailures: number;
            /** @description What went wrong the last time, for people. */
            lastError: string | null;
        };
        /**
         * @description A webhook endpoint that was failing or disabled is called again as before.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffd5-03ab-7e64-b1f0-6a7b8c9d0e1f",
         *       "source": "https://scim.example.com/operations",
         *       "type": "endpoint.enabled",
         *       "subject": "01a1ffd0-4c1e-7a52-8d1b-52b1d2f7a9c4",
         *       "time": "2026-11-21T20:37:51.275Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/endpoint.enabled.v1.json",
         *       "sequence": "00000000000000000003",
         *       "partitionkey": "operations",
         *       "correlationid": "01a1ffd5-03ab-7e64-b1f0-6a7b8c9d0e1f",
         *       "data": {
         *         "endpoint": {
         *           "id": "01a1ffd0-4c1e-7a52-8d1b-52b1d2f7a9c4",
         *           "url": "https://app.example.com/hooks/rollcall"
         *         },
         *         "previousStatus": "failing"
         *       }
         *     }
         */
        EndpointEnabled: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "endpoint.enabled";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /**
             * @description The account; `operations` for the delivery itself.
             * @enum {string}
             */
            partitionkey: "operations";
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["EndpointEnabledData"];
        };
        /** @description What endpoint.enabled tells. */
        EndpointEnabledData: {
            endpoint: components["schemas"]["EventEndpoint"];
            /**
             * @description What it was.
             * @enum {string}
             */
            previousStatus: "failing" | "disabled";
        };
        /**
         * @description A webhook endpoint is called no more until it is enabled again; its events wait.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a21f41-7d20-7c11-9a3e-1b2c3d4e5f60",
         *       "source": "https://scim.example.com/operations",
         *       "type": "endpoint.disabled",
         *       "subject": "01a1ffd0-4c1e-7a52-8d1b-52b1d2f7a9c4",
         *       "time": "2026-11-27T23:05:42.112Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/endpoint.disabled.v1.json",
         *       "sequence": "00000000000000000004",
         *       "partitionkey": "operations",
         *       "correlationid": "01a21f41-7d20-7c11-9a3e-1b2c3d4e5f60",
         *       "data": {
         *         "endpoint": {
         *           "id": "01a1ffd0-4c1e-7a52-8d1b-52b1d2f7a9c4",
         *           "url": "https://app.example.com/hooks/rollcall"
         *         },
         *         "reason": "The receiver answered 410 Gone."
         *       }
         *     }
         */
        EndpointDisabled: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "endpoint.disabled";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /**
             * @description The account; `operations` for the delivery itself.
             * @enum {string}
             */
            partitionkey: "operations";
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["EndpointDisabledData"];
        };
        /** @description What endpoint.disabled tells. */
        EndpointDisabledData: {
            endpoint: components["schemas"]["EventEndpoint"];
            /** @description Why, for people. */
            reason: string;
        };
        /**
         * @description A test of a webhook endpoint was requested.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a1ffd0-4d02-7f3c-8e91-a0b1c2d3e4f5",
         *       "source": "https://scim.example.com/operations",
         *       "type": "endpoint.verification",
         *       "subject": "01a1ffd0-4c1e-7a52-8d1b-52b1d2f7a9c4",
         *       "time": "2026-11-21T20:32:42.370Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/endpoint.verification.v1.json",
         *       "sequence": "00000000000000000001",
         *       "partitionkey": "operations",
         *       "correlationid": "01a1ffd0-4d02-7f3c-8e91-a0b1c2d3e4f5",
         *       "data": {
         *         "endpoint": {
         *           "id": "01a1ffd0-4c1e-7a52-8d1b-52b1d2f7a9c4",
         *           "url": "https://app.example.com/hooks/rollcall"
         *         }
         *       }
         *     }
         */
        EndpointVerification: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "endpoint.verification";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /**
             * @description The account; `operations` for the delivery itself.
             * @enum {string}
             */
            partitionkey: "operations";
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["EndpointVerificationData"];
        };
        /** @description What endpoint.verification tells. */
        EndpointVerificationData: {
            endpoint: components["schemas"]["EventEndpoint"];
        };
        /**
         * @description Events could not be delivered to an endpoint and are tried no more; they are dead letters, and still in the feed.
         * @example {
         *       "specversion": "1.0",
         *       "id": "01a2108f-5a3d-7d84-8b2c-9f8e7d6c5b4a",
         *       "source": "https://scim.example.com/operations",
         *       "type": "delivery.exhausted",
         *       "subject": "01a1ffd0-4c1e-7a52-8d1b-52b1d2f7a9c4",
         *       "time": "2026-11-25T00:41:19.293Z",
         *       "datacontenttype": "application/json",
         *       "dataschema": "https://scim.example.com/schemas/events/delivery.exhausted.v1.json",
         *       "sequence": "00000000000000000005",
         *       "partitionkey": "operations",
         *       "correlationid": "01a2108f-5a3d-7d84-8b2c-9f8e7d6c5b4a",
         *       "data": {
         *         "endpoint": {
         *           "id": "01a1ffd0-4c1e-7a52-8d1b-52b1d2f7a9c4",
         *           "url": "https://app.example.com/hooks/rollcall"
         *         },
         *         "account": {
         *           "id": "acme"
         *         },
         *         "firstSequence": "00000000000000000008",
         *         "lastSequence": "00000000000000000008",
         *         "eventId": "01a1ffc3-2b28-7640-805f-8da17fd06fcc",
         *         "reason": "exhausted",
         *         "attempts": 14,
         *         "lastError": "The receiver answered 500; only 2xx accepts an event."
         *       }
         *     }
         */
        DeliveryExhausted: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /**
             * @description What happened. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "delivery.exhausted";
            /**
             * Format: uuid
             * @description The member's id; of a connection event the account's; of an operational event the endpoint's.
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /**
             * @description The account; `operations` for the delivery itself.
             * @enum {string}
             */
            partitionkey: "operations";
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            data: components["schemas"]["DeliveryExhaustedData"];
        };
        /** @description What delivery.exhausted tells. */
        DeliveryExhaustedData: {
            endpoint: components["schemas"]["EventEndpoint"];
            account: components["schemas"]["EventAccount"];
            /** @description The first event in question, by its number in the account. */
            firstSequence: string;
            /** @description The last one; the same when it is a single event. */
            lastSequence: string;
            /**
             * Format: uuid
             * @description The id of the event; null when it is no longer kept.
             */
            eventId: string | null;
            /**
             * @description The attempts were used up, or the event had reached the end of its time.
             * @enum {string}
             */
            reason: "exhausted" | "expired";
            /** @description How often it was tried. */
            attempts: number;
            /** @description What went wrong the last time, for people. */
            lastError: string | null;
        };
        /** @description What all events have in common: CloudEvents 1.0 in structured JSON. */
        EventEnvelope: {
            /**
             * @description The version of CloudEvents.
             * @enum {string}
             */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same in every repetition.
             */
            id: string;
            /**
             * Format: uri
             * @description `PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.
             */
            source: string;
            /** @description What happened. */
            type: string;
            /** @description The member's id; of a connection event the account's; of an operational event the endpoint's. */
            subject: string;
            /**
             * Format: date-time
             * @description When it was decided, UTC.
             */
            time: string;
            /**
             * @description The media type of `data`.
             * @enum {string}
             */
            datacontenttype: "application/json";
            /**
             * Format: uri
             * @description Where the JSON Schema of `data` is served.
             */
            dataschema: string;
            /** @description The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text. */
            sequence: string;
            /** @description The account; `operations` for the delivery itself. */
            partitionkey: string;
            /** @description The `X-Request-Id` of the request that caused it. */
            correlationid: string;
            /** @description The trace of that request (W3C Trace Context), when it had one. */
            traceparent?: string;
            /** @description The details, as the type says. */
            data: Record<string, never>;
        };
        EventAccount: {
            /** @description The account, by the main app's own id. */
            id: string;
        };
        /** @description The member after the change: the SCIM attributes that are assigned (RFC 7643 §4.1, §4.3), and what Rollcall adds. It never carries a role, a permission or a password. */
        EventMember: {
            /**
             * Format: uuid
             * @description The id of the SCIM User.
             */
            id: string;
            userName: string;
            externalId?: string;
            active: boolean;
            name?: {
                formatted?: string;
                familyName?: string;
                givenName?: string;
                middleName?: string;
                honorificPrefix?: string;
                honorificSuffix?: string;
            };
            displayName?: string;
            nickName?: string;
            profileUrl?: string;
            title?: string;
            preferredLanguage?: string;
            locale?: string;
            timezone?: string;
            emails?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[];
            phoneNumbers?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[];
            ims?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[];
            photos?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[];
            addresses?: {
                formatted?: string;
                streetAddress?: string;
                locality?: string;
                region?: string;
                postalCode?: string;
                country?: string;
                type?: string;
                primary?: boolean;
            }[];
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"?: {
                employeeNumber?: string;
                costCenter?: string;
                organization?: string;
                division?: string;
                department?: string;
                manager?: {
                    value?: string;
                    $ref?: string;
                };
            };
            /** @description The address the member is reached under: the primary of `emails`, else the work one, else the first, else a `userName` that looks like one. */
            email: string | null;
            /** @description 1 for a new member, one more for each change; the `meta.version` of SCIM. */
            version: number;
            /**
             * @description Who keeps the member: the identity provider, or the main app itself.
             * @enum {string}
             */
            managedBy: "idp" | "app";
        };
        /** @description The SCIM paths of what changed, such as `title`, `name.givenName` or `emails`; a list is named as a whole, and compares as a set. */
        ChangedPaths: ("userName" | "externalId" | "active" | "name.formatted" | "name.familyName" | "name.givenName" | "name.middleName" | "name.honorificPrefix" | "name.honorificSuffix" | "displayName" | "nickName" | "profileUrl" | "title" | "preferredLanguage" | "locale" | "timezone" | "emails" | "phoneNumbers" | "ims" | "photos" | "addresses" | "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber" | "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter" | "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization" | "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division" | "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department" | "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value" | "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref")[];
        /** @description The old values of just the changed paths, null where there was none; empty for a new member. */
        PreviousValues: {
            userName?: string | null;
            externalId?: string | null;
            active?: boolean | null;
            "name.formatted"?: string | null;
            "name.familyName"?: string | null;
            "name.givenName"?: string | null;
            "name.middleName"?: string | null;
            "name.honorificPrefix"?: string | null;
            "name.honorificSuffix"?: string | null;
            displayName?: string | null;
            nickName?: string | null;
            profileUrl?: string | null;
            title?: string | null;
            preferredLanguage?: string | null;
            locale?: string | null;
            timezone?: string | null;
            emails?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[] | null;
            phoneNumbers?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[] | null;
            ims?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[] | null;
            photos?: {
                value?: string;
                display?: string;
                type?: string;
                primary?: boolean;
            }[] | null;
            addresses?: {
                formatted?: string;
                streetAddress?: string;
                locality?: string;
                region?: string;
                postalCode?: string;
                country?: string;
                type?: string;
                primary?: boolean;
            }[] | null;
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber"?: string | null;
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter"?: string | null;
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization"?: string | null;
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division"?: string | null;
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"?: string | null;
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value"?: string | null;
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref"?: string | null;
        };
        EventActor: {
            /**
             * @description Who did it: an identity provider, the main app by a service token, the IT admin of a customer by a setup link, or an operator at the command line.
             * @enum {string}
             */
            kind: "idp" | "app" | "admin" | "operator";
            /**
             * Format: uuid
             * @description The id of the token that the identity provider used.
             */
            tokenId?: string;
            /** @description The identity provider of the account, such as `okta`. */
            identityProvider?: string;
            /**
             * Format: uuid
             * @description The id of the service token that the main app used.
             */
            serviceTokenId?: string;
            /**
             * Format: uuid
             * @description The id of the setup link that the IT admin used.
             */
            setupLinkId?: string;
            /** @description The id that the main app gave the IT admin when it made the setup link. */
            adminId?: string;
        };
        ServiceActor: {
            /**
             * @description Who did it: the main app by a service token, the IT admin of a customer by a setup link, or an operator at the command line.
             * @enum {string}
             */
            kind: "app" | "admin" | "operator";
            /**
             * Format: uuid
             * @description The id of the service token that the main app used.
             */
            serviceTokenId?: string;
            /**
             * Format: uuid
             * @description The id of the setup link that the IT admin used.
             */
            setupLinkId?: string;
            /** @description The id that the main app gave the IT admin when it made the setup link. */
            adminId?: string;
        };
        EventRequest: {
            /** @description The `X-Request-Id` of the request that made the change. */
            id: string;
            /**
             * @description Its method; in a bulk request the method of the operation; null when it was no HTTP request.
             * @enum {string|null}
             */
            method: "POST" | "PUT" | "PATCH" | "DELETE" | null;
            /** @description The place of the operation in a bulk request, from 0; null outside one. */
            bulkIndex: number | null;
        };
        /** @description What is left of an event about a member after the member's erasure: no attribute but `active`, and nothing of what changed. */
        ErasedData: {
            account: components["schemas"]["EventAccount"];
            member: {
                /**
                 * Format: uuid
                 * @description The id of the SCIM User.
                 */
                id: string;
                /** @description Whether the member was active after the change. */
                active: boolean;
                /** @description 1 for a new member, one more for each change; the `meta.version` of SCIM. */
                version: number;
                /**
                 * @description Who keeps the member: the identity provider, or the main app itself.
                 * @enum {string}
                 */
                managedBy: "idp" | "app";
            };
            /** @description Always empty. */
            changed: string[];
            /** @description Always empty. */
            previous: Record<string, never>;
            /**
             * @description Why, where the event said it.
             * @enum {string}
             */
            reason?: "deactivated" | "deleted" | "connection_removed" | "account_closed";
            /** @description The same change put the member under the identity provider, as `team_member.linked` says. */
            linked?: boolean;
            /**
             * Format: uuid
             * @description The id of the last member with this `userName`, who was removed; absent when there was none, or when the member was added by the main app and the policy `link` would not have let the identity provider take it over.
             */
            formerId?: string;
            actor: components["schemas"]["EventActor"];
            request: components["schemas"]["EventRequest"];
            /** @description Says that the rest is gone, not that it was unassigned. */
            erased: boolean;
        };
        EventToken: {
            /**
             * Format: uuid
             * @description The id of the token; the token itself is in no event.
             */
            id: string;
            /** @description What it is called. */
            label: string;
            /**
             * Format: date-time
             * @description When it expires; null when it never does.
             */
            expires: string | null;
        };
        EventEndpoint: {
            /**
             * Format: uuid
             * @description The id of the webhook endpoint.
             */
            id: string;
            /**
             * Format: uri
             * @description Its address, without the query.
             */
            url: string;
        };
    };
    responses: {
        /** @description The User as it is now. */
        UserAnswer: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                ETag: components["headers"]["ETag"];
                Location: components["headers"]["Location"];
                "Content-Location": components["headers"]["Content-Location"];
                [name: string]: unknown;
            };
            content: {
                "application/scim+json": components["schemas"]["User"];
            };
        };
        /**
         * @description The body is no User (`invalidSyntax`), a value does not fit or a policy of the account forbids it
         *     (`invalidValue`), or it sets what is not the client's to set (`mutability`).
         */
        BadUser: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:Error"
                 *       ],
                 *       "status": "400",
                 *       "scimType": "invalidValue",
                 *       "detail": "'userName' is required and must not be empty."
                 *     }
                 */
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /** @description No valid token of an account. Why it is not valid stands in the log alone. */
        Unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such User in this account. */
        NoSuchUser: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:Error"
                 *       ],
                 *       "status": "404",
                 *       "detail": "There is no member with the id \"01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0\" in this account; it may have been deleted."
                 *     }
                 */
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /** @description The document has not changed. */
        UnchangedDocument: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                ETag: components["headers"]["Document-ETag"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description There is nothing with this id. */
        NoSuchDocument: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:Error"
                 *       ],
                 *       "status": "404",
                 *       "detail": "There is nothing with this id under /ResourceTypes; read /ResourceTypes for the list."
                 *     }
                 */
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /**
         * @description Another User of this account has the `userName`, whatever the case and width of its letters and the blanks at
         *     its ends, and whether it is active or not.
         */
        Uniqueness: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:Error"
                 *       ],
                 *       "status": "409",
                 *       "scimType": "uniqueness",
                 *       "detail": "userName \"ANN@example.com\" already belongs to member 01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0 in this account; the identity provider should look it up with filter=userName eq \"ANN@example.com\" and update that member."
                 *     }
                 */
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /** @description The User has another version than the request asks for. */
        PreconditionFailed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:Error"
                 *       ],
                 *       "status": "412",
                 *       "detail": "The member has changed since: its version is now W/\"1\". Read it again and repeat the change."
                 *     }
                 */
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /** @description The body is larger than 1 MiB, or holds more than 1,000 operations. */
        PayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /** @description The body has another media type, charset or content encoding. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:Error"
                 *       ],
                 *       "status": "415",
                 *       "detail": "Send the body as application/scim+json or application/json."
                 *     }
                 */
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /** @description A filter is not allowed here (RFC 7644 §4). */
        FilterRefused: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:Error"
                 *       ],
                 *       "status": "403",
                 *       "detail": "A filter is not allowed on /Schemas (RFC 7644 §4); read the whole list."
                 *     }
                 */
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /** @description Groups are not supported. */
        GroupsRefused: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:Error"
                 *       ],
                 *       "status": "501",
                 *       "detail": "Groups are not supported by this service provider; turn group provisioning off."
                 *     }
                 */
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /** @description /Me is not supported. */
        MeRefused: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:Error"
                 *       ],
                 *       "status": "501",
                 *       "detail": "/Me is not supported: a token stands for an account, not for a person."
                 *     }
                 */
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /**
         * @description Any other failure. A 4xx says what to change; a 5xx is a fault or an outage of the service, and nothing was
         *     changed.
         */
        ErrorAnswer: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:Error"
                 *       ],
                 *       "status": "405",
                 *       "detail": "DELETE is not possible here; use GET, HEAD, POST."
                 *     }
                 */
                "application/scim+json": components["schemas"]["Error"];
            };
        };
        /**
         * @description The cursor leads nowhere any more: its events are no longer kept, or the feed was reset. Read a snapshot of
         *     each account, then the feed from its cursor; or read the feed from `oldest`.
         */
        CursorGone: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "urn:rollcall:problem:feed-reset",
                 *       "title": "Gone",
                 *       "status": 410,
                 *       "code": "gone",
                 *       "detail": "The feed was reset since this cursor was given out. Read all members again, then read the feed without a cursor.",
                 *       "oldest": "v1.YmViNjIxNzJhZWE2LjA",
                 *       "snapshot": "/v1/accounts/{id}/snapshot"
                 *     }
                 */
                "application/problem+json": components["schemas"]["CursorProblem"];
            };
        };
        /** @description Any other failure. */
        ProblemAnswer: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Method not allowed",
                 *       "status": 405,
                 *       "code": "methodNotAllowed",
                 *       "detail": "Events are read with GET."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A parameter or a field of the body is unknown or does not fit. */
        BadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Bad request",
                 *       "status": 400,
                 *       "code": "badRequest",
                 *       "detail": "\"limit\" must be a whole number from 1 to 1000."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No valid service token. */
        NoServiceToken: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unauthorized",
                 *       "status": 401,
                 *       "code": "unauthorized",
                 *       "detail": "This request carries no bearer token: send the header \"Authorization: Bearer <token>\"."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The token lacks the scope, or does not reach an account that the request names. */
        OutOfReach: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The member as it is now. */
        MemberAnswer: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "id": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
                 *       "userName": "ann@example.com",
                 *       "active": true,
                 *       "name": {
                 *         "givenName": "Ann",
                 *         "familyName": "Baker"
                 *       },
                 *       "emails": [
                 *         {
                 *           "value": "ann@example.com",
                 *           "type": "work",
                 *           "primary": true
                 *         }
                 *       ],
                 *       "email": "ann@example.com",
                 *       "version": 1,
                 *       "managedBy": "app",
                 *       "protected": true,
                 *       "createdAt": "2026-11-21T20:19:02.953Z",
                 *       "modifiedAt": "2026-11-21T20:19:02.953Z"
                 *     }
                 */
                "application/json": components["schemas"]["Member"];
            };
        };
        /** @description The account. */
        AccountAnswer: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Account"];
            };
        };
        /** @description The token, without what is secret of it. */
        TokenAnswer: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Token"];
            };
        };
        /** @description The token, shown only now. */
        IssuedTokenAnswer: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                Location: components["headers"]["Location"];
                "Cache-Control": components["headers"]["NoStore"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IssuedToken"];
            };
        };
        /** @description There is no such account or token, or the service token does not reach it. */
        NoSuchAccount: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "code": "notFound",
                 *       "detail": "There is no such account, or this service token does not reach it."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The account is not in a state in which this can be done; the detail says what to do first. */
        AccountConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A field is unknown, or its value does not fit. */
        BadMember: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Bad request",
                 *       "status": 400,
                 *       "code": "badRequest",
                 *       "detail": "\"roles\" is not a field of this request; the fields are userName, externalId, active."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such entry, or no such account, or the token does not reach it. */
        NoSuchLogEntry: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "code": "notFound",
                 *       "detail": "There is no such entry in the log of this account; it may have expired."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such member, or no such account, or the token does not reach it. */
        NoSuchMember: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "code": "notFound",
                 *       "detail": "There is no member with the id \"01a1ffb7-0000-7000-8000-000000000000\" in this account; it may have been deleted."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Another member has this `userName`, or the account was closed. */
        MemberConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than 256 KiB. */
        MemberTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not `application/x-ndjson` in UTF-8, or it is compressed. */
        LinesWanted: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A page of the provisioning log. */
        LogEntries: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["LogEntryPage"];
            };
        };
        /** @description There is no such endpoint, or the token does not reach it; or the endpoint has no such dead letter. */
        NoSuchEndpoint: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "code": "notFound",
                 *       "detail": "There is no webhook endpoint \"01a20038-2718-7318-86b8-7ecf2a1f4a05\"."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Ten replays of the endpoint are running, or there is nothing to retry about this dead letter. */
        NotNow: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "code": "conflict",
                 *       "detail": "This dead letter is resolved already."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than 64 KiB. */
        BodyTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not `application/json` in UTF-8. */
        JsonWanted: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unsupported media type",
                 *       "status": 415,
                 *       "code": "unsupportedMediaType",
                 *       "detail": "Send the body as application/json."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The endpoint as it is now. */
        WebhookEndpointAnswer: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["WebhookEndpoint"];
            };
        };
        /** @description It is under way. */
        ReplayBegun: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "id": "01a20051-6c1f-7d35-b1c4-0d8f3f4e6a11",
                 *       "only": "all",
                 *       "events": 4,
                 *       "remaining": 4,
                 *       "createdAt": "2026-11-21T20:47:26.879Z",
                 *       "notice": "The receiver must decide about these requests (scim-replay: true) by the id of each event: one that goes by sequence takes a dead letter for a repetition, answers 2xx and drops it."
                 *     }
                 */
                "application/json": components["schemas"]["Replay"];
            };
        };
    };
    parameters: {
        /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
        "X-Request-Id": string;
        /**
         * @description The cursor `next` of an earlier page, or the `id` of a frame of the stream, as it is. Without it the feed
         *     begins at the oldest event that is kept.
         */
        after: string;
        /**
         * @description Begins at a time (RFC 3339), instead of behind `after`. No event of that time or later is passed over; some
         *     that are older may come along, because the clocks of instances differ. Go on with `after`.
         */
        from_time: string;
        /** @description Only events of this account. */
        "of-account": string;
        /**
         * @description Only events of these types: names such as `team_member.updated`, or patterns such as `team_member.*` and `*`.
         *     Separated by commas, or repeated.
         */
        type: string[];
        /** @description Versions the request may meet; with any other the answer is 412 (RFC 7644 §3.14). `*` means any. */
        "If-Match": string;
        /** @description Versions the change must not meet; with one of them the answer is 412. */
        "If-None-Match-of-change": string;
        /** @description What the client has already; when it is still the present one the answer is 304. */
        "If-None-Match-of-read": string;
        /**
         * @description A filter (RFC 7644 §3.4.2.2): `eq ne co sw ew gt ge lt le pr`, `and or not`, groups and value paths such as
         *     `emails[type eq "work" and value co "@example"]`. At most 8,192 characters, 300 terms and 40 levels of nesting.
         *     `email` means the address a member is reached under; `emails`, `emails.value` the stored ones. A name that is
         *     no attribute of a User is an `invalidFilter`.
         */
        filter: string;
        /**
         * @description The attribute to sort by (RFC 7644 §3.4.2.3); of a multi-valued one the primary value counts, else the first.
         *     Without it the order is that of creation.
         */
        sortBy: string;
        sortOrder: "ascending" | "descending";
        /** @description The 1-based index of the first User of the page; less than 1 counts as 1. */
        startIndex: number;
        /**
         * @description The largest number of Users in the page; at most 1,000 are returned. A negative number counts as 0, and 0 asks
         *     for the total alone; with a cursor it must be at least 1.
         */
        count: number;
        /**
         * @description Pages by cursor (RFC 9865) instead of by index: empty for the first page, then `nextCursor` or
         *     `previousCursor` of the last one, with the same `filter`, `sortBy` and `sortOrder`. A cursor stays valid while
         *     the directory changes, and a walk by cursor returns every member who was there throughout exactly once.
         */
        cursor: string;
        /**
         * @description The attributes to return, separated by commas (RFC 7644 §3.9); `id` and `schemas` always come. Wins over
         *     `excludedAttributes`.
         */
        attributes: string;
        /** @description The attributes to leave out, separated by commas. */
        excludedAttributes: string;
        /** @description What `next` of an earlier page says, as it is. */
        "after-id": string;
        /** @description The largest number of entries in the page. */
        "page-limit": number;
        "endpoint-id": string;
        "member-account": string;
        "token-id": string;
        "member-id": string;
        "letter-id": string;
        /** @description Only what came in at this time (RFC 3339) or later. */
        "log-from": string;
        /** @description Only what came in before this time. */
        "log-to": string;
        /** @description Only these, separated by commas, such as `refused,failed` for all that went wrong. */
        "log-outcomes": components["schemas"]["LogOutcome"][];
        /** @description Only what is about the member with this id. */
        "log-member": string;
        /**
         * @description Only what holds this text, in any case: in the meaning, the detail, a userName or an externalId; or what has it
         *     as its request id.
         */
        "log-text": string;
    };
    requestBodies: {
        /**
         * @description A User. Read-only attributes (`id`, `meta`) are ignored, so is a `password` and what the schema does not know.
         *     Attributes that could carry a role or permission (`roles`, `entitlements`, `groups`, `userType`,
         *     `x509Certificates`, undeclared extensions) are dropped, or refused with `mutability` under the account policy
         *     `authority=reject`. Null means unassigned. Booleans may be text in any case.
         */
        UserBody: {
            content: {
                "application/scim+json": components["schemas"]["UserInput"];
                "application/json": components["schemas"]["UserInput"];
            };
        };
        SearchRequestBody: {
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
                 *       ],
                 *       "filter": "active eq true and title sw \"bak\"",
                 *       "attributes": [
                 *         "userName",
                 *         "title"
                 *       ],
                 *       "sortBy": "userName",
                 *       "sortOrder": "ascending",
                 *       "startIndex": 1,
                 *       "count": 10
                 *     }
                 */
                "application/scim+json": components["schemas"]["SearchRequest"];
                "application/json": components["schemas"]["SearchRequest"];
            };
        };
        /** @description None is needed. */
        Nothing: {
            content: {
                "application/json": Record<string, never>;
            };
        };
    };
    headers: {
        /** @description Names this request in the logs and, as `correlationid`, in the events it caused. */
        "X-Request-Id": string;
        /**
         * @description The version of the User, the same as `meta.version` (RFC 7644 §3.14).
         * @example W/"1"
         */
        ETag: string;
        /** @description Names the present text of the document. */
        "Document-ETag": string;
        /**
         * @description How long the document may be used without asking again.
         * @example private, max-age=3600
         */
        "Cache-Control": string;
        /** @description The address of the User, the same as `meta.location`. */
        Location: string;
        /** @description The address of the User in the body, the same as `meta.location` (RFC 9110 §8.7). */
        "Content-Location": string;
        /**
         * @description The scheme to use (RFC 6750 §3). Without `error` the request carried no token; with it the token does not
         *     count, whatever is wrong with it.
         * @example Bearer realm="SCIM", error="invalid_token"
         */
        "WWW-Authenticate": string;
        /**
         * @description The methods that are possible here; sent with 405.
         * @example GET, HEAD, POST
         */
        Allow: string;
        /** @description When to try again, in seconds. */
        "Retry-After": string;
        /** @description It is the same for every caller, and may be kept for a while. */
        PublicCaching: string;
        /** @description What it holds is a secret. */
        NoStore: "no-store";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    checkLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process answers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["ProblemAnswer"];
        };
    };
    checkHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service can serve. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description The database does not answer. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Temporarily unavailable",
                     *       "status": 503,
                     *       "code": "unavailable",
                     *       "detail": "The database does not answer.",
                     *       "check": "database"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["UnreadyProblem"];
                };
            };
            default: components["responses"]["ProblemAnswer"];
        };
    };
    checkReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send requests here. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "backgroundLoops": [
                     *         {
                     *           "name": "deliveries",
                     *           "lastSuccess": "2027-01-31T18:00:00.000Z",
                     *           "lagSeconds": 0
                     *         },
                     *         {
                     *           "name": "event_retention",
                     *           "lastSuccess": null,
                     *           "lagSeconds": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Send requests elsewhere; `check` and `detail` say why. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Temporarily unavailable",
                     *       "status": 503,
                     *       "code": "unavailable",
                     *       "detail": "The service is stopping; send requests to another instance.",
                     *       "check": "stopping"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["UnreadyProblem"];
                };
            };
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All metrics. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP rollcall_database_up Whether the database answers.
                     *     # TYPE rollcall_database_up gauge
                     *     rollcall_database_up 1
                     */
                    "text/plain": string;
                };
            };
            401: components["responses"]["NoServiceToken"];
            /** @description The token lacks the scope, or is limited to some accounts. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readEvents: {
        parameters: {
            query?: {
                /**
                 * @description The cursor `next` of an earlier page, or the `id` of a frame of the stream, as it is. Without it the feed
                 *     begins at the oldest event that is kept.
                 */
                after?: components["parameters"]["after"];
                /**
                 * @description Begins at a time (RFC 3339), instead of behind `after`. No event of that time or later is passed over; some
                 *     that are older may come along, because the clocks of instances differ. Go on with `after`.
                 */
                from_time?: components["parameters"]["from_time"];
                /** @description Only events of this account. */
                account?: components["parameters"]["of-account"];
                /**
                 * @description Only events of these types: names such as `team_member.updated`, or patterns such as `team_member.*` and `*`.
                 *     Separated by commas, or repeated.
                 */
                type?: components["parameters"]["type"];
                /** @description The largest number of events in the page. */
                limit?: number;
                /** @description How many seconds to wait for an event when there is none. */
                wait?: number;
            };
            header?: {
                /** @description `wait=<seconds>` (RFC 7240), when there is no parameter `wait`; more than 30 counts as 30. */
                Prefer?: string;
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A page of events. `data` is empty at the end of the feed, and may be empty before it when little fits the
             *     filter: then `has_more` is true.
             */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description Sent when `Prefer` was honoured. */
                    "Preference-Applied"?: string;
                    /**
                     * @description The address of the next page (RFC 8288); sent with a batch.
                     * @example <https://scim.example.com/v1/events?after=v1.YmViNjIxNzJhZWE2LjI>; rel="next"
                     */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                    "application/cloudevents-batch+json": components["schemas"]["Event"][];
                };
            };
            /** @description A parameter cannot be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            410: components["responses"]["CursorGone"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /**
                 * @description The cursor `next` of an earlier page, or the `id` of a frame of the stream, as it is. Without it the feed
                 *     begins at the oldest event that is kept.
                 */
                after?: components["parameters"]["after"];
                /**
                 * @description Begins at a time (RFC 3339), instead of behind `after`. No event of that time or later is passed over; some
                 *     that are older may come along, because the clocks of instances differ. Go on with `after`.
                 */
                from_time?: components["parameters"]["from_time"];
                /** @description Only events of this account. */
                account?: components["parameters"]["of-account"];
                /**
                 * @description Only events of these types: names such as `team_member.updated`, or patterns such as `team_member.*` and `*`.
                 *     Separated by commas, or repeated.
                 */
                type?: components["parameters"]["type"];
            };
            header?: {
                /** @description The `id` of the last frame that was worked on. */
                "Last-Event-ID"?: string;
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description The stream is not to be kept, nor to be changed on the way. */
                    "Cache-Control": "no-store, no-transform";
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A parameter, or `Last-Event-ID`, cannot be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad request",
                     *       "status": 400,
                     *       "code": "badRequest",
                     *       "detail": "The cursor in the header Last-Event-ID is not one this service gave out; use \"next\" of an earlier page, or the id of a frame of the stream, as it is."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            410: components["responses"]["CursorGone"];
            /** @description All streams are in use. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Too many requests",
                     *       "status": 429,
                     *       "code": "tooManyRequests",
                     *       "detail": "All 100 streams of this service are in use. Read pages with \"wait\" instead, or try again in 10 seconds."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                /** @description The `id` of the event. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/cloudevents+json": components["schemas"]["Event"];
                };
            };
            401: components["responses"]["NoServiceToken"];
            /** @description The token lacks the scope. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not there, no longer kept, or out of the token's reach; the answer is the same. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not found",
                     *       "status": 404,
                     *       "code": "notFound",
                     *       "detail": "There is no event with this id, or it is no longer kept, or this service token does not reach its account."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listEventSchemas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every type of event, and where its schemas are. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["PublicCaching"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schemas": [
                     *         {
                     *           "type": "team_member.provisioned",
                     *           "when": "Created active, or active for the first time after `staged`.",
                     *           "data": "https://scim.example.com/schemas/events/team_member.provisioned.v1.json",
                     *           "event": "https://scim.example.com/schemas/events/team_member.provisioned.v1.json#/$defs/event"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EventSchemaList"];
                };
            };
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readEventSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The type, and the version of its schema. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schema. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["PublicCaching"];
                    [name: string]: unknown;
                };
                content: {
                    "application/schema+json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description There is no such schema. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not found",
                     *       "status": 404,
                     *       "code": "notFound",
                     *       "detail": "There is no schema of this name; https://scim.example.com/schemas/events lists them all."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description What `next` of an earlier page says, as it is. */
                after?: string;
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AccountAnswer"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    putAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme",
                 *       "identityProvider": "okta",
                 *       "sso": {
                 *         "protocol": "saml",
                 *         "provider": "Okta"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AccountSettings"];
            };
        };
        responses: {
            200: components["responses"]["AccountAnswer"];
            /** @description A new account, or one that is open again. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            409: components["responses"]["AccountConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    closeAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            /** @description It is closed, and its members go. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    enableScim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "label": "Okta"
                 *     }
                 */
                "application/json": components["schemas"]["TokenInput"];
            };
        };
        responses: {
            /** @description All that the IT admin needs; the token is shown only now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enabling"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            409: components["responses"]["AccountConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readScimGuide: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guide. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Guide"];
                };
            };
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    testScim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            /** @description What the test came to. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelfTestReport"];
                };
            };
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    suspendScim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The contract is being renewed."
                 *     }
                 */
                "application/json": {
                    /** @description For people. `sso_inactive` and `account_closed` are the service's own words. */
                    reason?: string | null;
                };
            };
        };
        responses: {
            200: components["responses"]["AccountAnswer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            409: components["responses"]["AccountConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    resumeScim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            200: components["responses"]["AccountAnswer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            409: components["responses"]["AccountConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    disableScim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "members": "deprovision"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    members: "keep" | "deprovision";
                };
            };
        };
        responses: {
            200: components["responses"]["AccountAnswer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            409: components["responses"]["AccountConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listValidTokens: {
        parameters: {
            query?: {
                /** @description Only tokens that end before this time (RFC 3339). */
                expires_before?: string;
                /** @description What `next` of an earlier page says, as it is. */
                after?: components["parameters"]["after-id"];
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tokens, each with its account. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidTokenPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description What `next` of an earlier page says, as it is. */
                after?: components["parameters"]["after-id"];
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tokens. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    issueToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "label": "Okta",
                 *       "expiresAt": "2027-01-31T18:00:00Z",
                 *       "allowedAddresses": [
                 *         "203.0.113.0/24"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["TokenInput"];
            };
        };
        responses: {
            201: components["responses"]["IssuedTokenAnswer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            409: components["responses"]["AccountConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                tokenId: components["parameters"]["token-id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["TokenAnswer"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    rotateToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                tokenId: components["parameters"]["token-id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "overlap_seconds": 3600
                 *     }
                 */
                "application/json": {
                    /**
                     * @description How long the old token stays valid; 0 ends it at once.
                     * @default 86400
                     */
                    overlap_seconds?: number;
                };
            };
        };
        responses: {
            201: components["responses"]["IssuedTokenAnswer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            409: components["responses"]["AccountConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                tokenId: components["parameters"]["token-id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            200: components["responses"]["TokenAnswer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listSetupLinks: {
        parameters: {
            query?: {
                /** @description What `next` of an earlier page says, as it is. */
                after?: components["parameters"]["after-id"];
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of setup links. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupLinkPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    createSetupLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "admin": {
                 *         "id": "u_812",
                 *         "name": "Dana Kim",
                 *         "email": "dana@acorn.example"
                 *       }
                 *     }
                 */
                "application/json": {
                    /**
                     * @description After so long nothing opens it any more, and its browser is signed out.
                     * @default 604800
                     */
                    expiresInSeconds?: number;
                    /**
                     * @default mail
                     * @enum {string}
                     */
                    mode?: "mail" | "redirect";
                    admin?: components["schemas"]["SetupAdmin"];
                    /**
                     * Format: uri
                     * @description Where "Back" on the page leads; its origin is one of `PAGES_RETURN_ORIGINS`.
                     */
                    returnUrl?: string | null;
                    /** @description What the admin may do; all but `disable` unless it is named here. */
                    may?: components["schemas"]["SetupRight"][];
                    /**
                     * @description Ends the earlier links of the account.
                     * @default false
                     */
                    revokeOthers?: boolean;
                };
            };
        };
        responses: {
            /** @description The setup link; its address is shown only now. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedSetupLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            409: components["responses"]["AccountConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    revokeSetupLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                linkId: string;
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            /** @description The setup link. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members, in no particular order. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account": "acme",
                     *       "asOfSequence": "00000000000000000003",
                     *       "cursor": "v1.YmViNjIxNzJhZWE2LjE2",
                     *       "members": [
                     *         {
                     *           "id": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
                     *           "userName": "ann@example.com",
                     *           "active": true,
                     *           "name": {
                     *             "givenName": "Ann",
                     *             "familyName": "Baker"
                     *           },
                     *           "emails": [
                     *             {
                     *               "value": "ann@example.com",
                     *               "type": "work",
                     *               "primary": true
                     *             }
                     *           ],
                     *           "email": "ann@example.com",
                     *           "version": 1,
                     *           "managedBy": "idp"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            /** @description No valid service token. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token lacks the scope. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such account, or the token does not reach it. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not found",
                     *       "status": 404,
                     *       "code": "notFound",
                     *       "detail": "There is no such account, or this service token does not reach it."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Four snapshots are being read already. */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    /** @description In so many seconds. */
                    "Retry-After": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description Only the one with this `userName`, in whatever case. */
                userName?: string;
                /** @description Only those who are reached under this address, in whatever case. */
                email?: string;
                /** @description Only those with exactly this `externalId`. */
                externalId?: string;
                /** @description Only those whom the identity provider keeps, or the main app itself. */
                managedBy?: "idp" | "app";
                /** @description Only those who are active, or who are not. */
                active?: "true" | "false";
                /** @description What `next` of an earlier page says, as it is. */
                after?: components["parameters"]["after-id"];
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of members. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchMember"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    putMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ann@example.com",
                 *       "name": {
                 *         "givenName": "Ann",
                 *         "familyName": "Baker"
                 *       },
                 *       "protected": true
                 *     }
                 */
                "application/json": components["schemas"]["MemberDescription"];
            };
        };
        responses: {
            200: components["responses"]["MemberAnswer"];
            /** @description A new member. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["BadMember"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchMember"];
            409: components["responses"]["MemberConflict"];
            413: components["responses"]["MemberTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    importMembers: {
        parameters: {
            query?: {
                /** @description Passes over the lines before this one. */
                from_line?: number;
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": components["schemas"]["MemberDescription"];
            };
        };
        responses: {
            /** @description The outcome of the lines, one JSON object on each line. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["ImportRecord"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchMember"];
            409: components["responses"]["MemberConflict"];
            415: components["responses"]["LinesWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                memberId: components["parameters"]["member-id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MemberAnswer"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchMember"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                memberId: components["parameters"]["member-id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchMember"];
            409: components["responses"]["MemberConflict"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    changeMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                memberId: components["parameters"]["member-id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Head Baker",
                 *       "phoneNumbers": null
                 *     }
                 */
                "application/json": components["schemas"]["MemberDescription"];
            };
        };
        responses: {
            200: components["responses"]["MemberAnswer"];
            400: components["responses"]["BadMember"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchMember"];
            409: components["responses"]["MemberConflict"];
            413: components["responses"]["MemberTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    eraseMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                memberId: components["parameters"]["member-id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Erased. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchMember"];
            409: components["responses"]["MemberConflict"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readTimeline: {
        parameters: {
            query?: {
                /** @description What `next` of an earlier page says, as it is. */
                after?: components["parameters"]["after-id"];
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                memberId: components["parameters"]["member-id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the story. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchMember"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listLogEntries: {
        parameters: {
            query?: {
                /** @description Only what came in at this time (RFC 3339) or later. */
                from?: components["parameters"]["log-from"];
                /** @description Only what came in before this time. */
                to?: components["parameters"]["log-to"];
                /** @description Only these, separated by commas, such as `refused,failed` for all that went wrong. */
                outcome?: components["parameters"]["log-outcomes"];
                /** @description Only what is about the member with this id. */
                member?: components["parameters"]["log-member"];
                /**
                 * @description Only what holds this text, in any case: in the meaning, the detail, a userName or an externalId; or what has it
                 *     as its request id.
                 */
                text?: components["parameters"]["log-text"];
                /** @description What `next` of an earlier page says, as it is. */
                after?: components["parameters"]["after-id"];
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["LogEntries"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchAccount"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readLogEntry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["member-account"];
                entryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogEntry"];
                };
            };
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchLogEntry"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listUnassignedLogEntries: {
        parameters: {
            query?: {
                /** @description Only what came in at this time (RFC 3339) or later. */
                from?: components["parameters"]["log-from"];
                /** @description Only what came in before this time. */
                to?: components["parameters"]["log-to"];
                /** @description Only these, separated by commas, such as `refused,failed` for all that went wrong. */
                outcome?: components["parameters"]["log-outcomes"];
                /** @description Only what is about the member with this id. */
                member?: components["parameters"]["log-member"];
                /**
                 * @description Only what holds this text, in any case: in the meaning, the detail, a userName or an externalId; or what has it
                 *     as its request id.
                 */
                text?: components["parameters"]["log-text"];
                /** @description What `next` of an earlier page says, as it is. */
                after?: components["parameters"]["after-id"];
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["LogEntries"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                /** @description What `next` of an earlier page says, as it is. */
                after?: components["parameters"]["after-id"];
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of endpoints. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "01a20038-2718-7318-86b8-7ecf2a1f4a05",
                     *           "url": "https://app.example.com/hooks/rollcall",
                     *           "description": "The main app",
                     *           "types": [
                     *             "team_member.*",
                     *             "connection.*"
                     *           ],
                     *           "accounts": null,
                     *           "signature": "v1",
                     *           "batch": {
                     *             "max": 1
                     *           },
                     *           "maxInFlight": 8,
                     *           "timeoutMs": 15000,
                     *           "headers": [
                     *             "x-api-key"
                     *           ],
                     *           "status": "failing",
                     *           "disabledReason": null,
                     *           "consecutiveFailures": 7,
                     *           "failingSince": "2026-11-21T20:31:07.114Z",
                     *           "nextProbeAt": "2026-11-21T20:33:40.020Z",
                     *           "secrets": [
                     *             {
                     *               "id": "01a20038-2718-7318-86b8-8202a4e1a9a8",
                     *               "scheme": "v1",
                     *               "publicKey": null,
                     *               "createdAt": "2026-11-21T20:20:11.416Z",
                     *               "expiresAt": null
                     *             }
                     *           ],
                     *           "createdAt": "2026-11-21T20:20:11.416Z",
                     *           "updatedAt": "2026-11-21T20:31:09.730Z"
                     *         }
                     *       ],
                     *       "next": null,
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpointPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    addWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEndpointInput"];
            };
        };
        responses: {
            /** @description Made. What the receiver needs to verify signatures is shown only now. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["NoStore"];
                    /** @description The address of the endpoint. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedWebhookEndpoint"];
                };
            };
            /** @description A field is missing, unknown or does not fit, or the address may not be called. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            /** @description The cursor in `start` belongs to a feed that was reset. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Gone",
                     *       "status": 410,
                     *       "code": "gone",
                     *       "detail": "The feed was reset since this cursor was given out; use a time instead."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    readWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["WebhookEndpointAnswer"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    removeWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    changeWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "batch": {
                 *         "max": 50
                 *       },
                 *       "headers": {
                 *         "x-api-key": "new-secret-of-the-gateway"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookEndpointChange"];
            };
        };
        responses: {
            200: components["responses"]["WebhookEndpointAnswer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["JsonWanted"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    pingWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            /** @description The outcome. `status` says whether the receiver accepted it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryAttempt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "overlap_seconds": 3600
                 *     }
                 */
                "application/json": {
                    /**
                     * @description How long the secrets there are go on signing.
                     * @default 86400
                     */
                    overlap_seconds?: number;
                };
            };
        };
        responses: {
            /** @description The endpoint, with what the receiver needs to verify signatures, shown only now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedWebhookEndpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    enableWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "resume": "head"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description `backlog`: it goes on with what waits; `head`: with what comes, and what waits is dropped.
                     * @default backlog
                     * @enum {string}
                     */
                    resume?: "backlog" | "head";
                };
            };
        };
        responses: {
            200: components["responses"]["WebhookEndpointAnswer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    disableWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            200: components["responses"]["WebhookEndpointAnswer"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listDeliveryAttempts: {
        parameters: {
            query?: {
                /** @description Only those that were accepted, or that were not. */
                status?: "delivered" | "failed";
                /** @description Only those with events of this account. */
                account?: string;
                /** @description What `next` of an earlier page says, as it is. */
                after?: components["parameters"]["after-id"];
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of attempts. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "01a2003e-77b2-7bb1-8f0b-5d3ee11b9a55",
                     *           "account": "acme",
                     *           "eventId": "01a2003e-7680-70fd-bd19-5e4b3e2f8ad1",
                     *           "firstSequence": "00000000000000000042",
                     *           "lastSequence": "00000000000000000042",
                     *           "trigger": "event",
                     *           "attempt": 2,
                     *           "status": "failed",
                     *           "failure": "status",
                     *           "statusCode": 503,
                     *           "error": "The receiver answered 503; only 2xx accepts an event.",
                     *           "response": "<h1>Deploying</h1>",
                     *           "durationMs": 31,
                     *           "at": "2026-11-21T20:27:05.394Z"
                     *         }
                     *       ],
                     *       "next": "01a2003e-77b2-7bb1-8f0b-5d3ee11b9a55",
                     *       "has_more": true
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryAttemptPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listLanes: {
        parameters: {
            query?: {
                /** @description `waiting`: only where something must be delivered; `blocked`: of those, where the next event has failed and is tried again. */
                state?: "waiting" | "blocked";
                /** @description What `next` of an earlier page says, as it is. */
                after?: string;
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of lanes. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "account": "acme",
                     *           "nextSequence": "00000000000000000042",
                     *           "readySequence": "00000000000000000044",
                     *           "waiting": 3,
                     *           "failedAttempts": 2,
                     *           "nextAttemptAt": "2026-11-21T20:29:05.870Z"
                     *         }
                     *       ],
                     *       "next": null,
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["LanePage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description Only those that wait for an operator, or that were dealt with. */
                state?: "open" | "resolved";
                /** @description What `next` of an earlier page says, as it is. */
                after?: components["parameters"]["after-id"];
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of dead letters. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "01a2004a-02a5-7c8e-9b1e-f4a5be03d1c7",
                     *           "account": "acme",
                     *           "firstSequence": "00000000000000000042",
                     *           "lastSequence": "00000000000000000042",
                     *           "eventId": "01a2003e-7680-70fd-bd19-5e4b3e2f8ad1",
                     *           "reason": "exhausted",
                     *           "attempts": 14,
                     *           "lastError": "The receiver answered 422; only 2xx accepts an event.",
                     *           "state": "open",
                     *           "at": "2026-11-25T01:12:44.309Z",
                     *           "resolvedAt": null
                     *         }
                     *       ],
                     *       "next": null,
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["DeadLetterPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    retryDeadLetter: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
                letterId: components["parameters"]["letter-id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            202: components["responses"]["ReplayBegun"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            409: components["responses"]["NotNow"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    resolveDeadLetter: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
                letterId: components["parameters"]["letter-id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            /** @description Resolved, now or earlier. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    replayEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayOrder"];
            };
        };
        responses: {
            202: components["responses"]["ReplayBegun"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            409: components["responses"]["NotNow"];
            /** @description A cursor has expired, or belongs to a feed that was reset. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listReplays: {
        parameters: {
            query?: {
                /** @description What `next` of an earlier page says, as it is. */
                after?: components["parameters"]["after-id"];
                /** @description The largest number of entries in the page. */
                limit?: components["parameters"]["page-limit"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: components["parameters"]["endpoint-id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of replays. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "01a20051-6c1f-7d35-b1c4-0d8f3f4e6a11",
                     *           "only": "all",
                     *           "events": 4,
                     *           "remaining": 1,
                     *           "createdAt": "2026-11-21T20:47:26.879Z"
                     *         }
                     *       ],
                     *       "next": null,
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NoServiceToken"];
            403: components["responses"]["OutOfReach"];
            404: components["responses"]["NoSuchEndpoint"];
            default: components["responses"]["ProblemAnswer"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /**
                 * @description A filter (RFC 7644 §3.4.2.2): `eq ne co sw ew gt ge lt le pr`, `and or not`, groups and value paths such as
                 *     `emails[type eq "work" and value co "@example"]`. At most 8,192 characters, 300 terms and 40 levels of nesting.
                 *     `email` means the address a member is reached under; `emails`, `emails.value` the stored ones. A name that is
                 *     no attribute of a User is an `invalidFilter`.
                 */
                filter?: components["parameters"]["filter"];
                /**
                 * @description The attribute to sort by (RFC 7644 §3.4.2.3); of a multi-valued one the primary value counts, else the first.
                 *     Without it the order is that of creation.
                 */
                sortBy?: components["parameters"]["sortBy"];
                sortOrder?: components["parameters"]["sortOrder"];
                /** @description The 1-based index of the first User of the page; less than 1 counts as 1. */
                startIndex?: components["parameters"]["startIndex"];
                /**
                 * @description The largest number of Users in the page; at most 1,000 are returned. A negative number counts as 0, and 0 asks
                 *     for the total alone; with a cursor it must be at least 1.
                 */
                count?: components["parameters"]["count"];
                /**
                 * @description Pages by cursor (RFC 9865) instead of by index: empty for the first page, then `nextCursor` or
                 *     `previousCursor` of the last one, with the same `filter`, `sortBy` and `sortOrder`. A cursor stays valid while
                 *     the directory changes, and a walk by cursor returns every member who was there throughout exactly once.
                 */
                cursor?: components["parameters"]["cursor"];
                /**
                 * @description The attributes to return, separated by commas (RFC 7644 §3.9); `id` and `schemas` always come. Wins over
                 *     `excludedAttributes`.
                 */
                attributes?: components["parameters"]["attributes"];
                /** @description The attributes to leave out, separated by commas. */
                excludedAttributes?: components["parameters"]["excludedAttributes"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of Users; an empty list when no member matches. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["UserList"];
                };
            };
            /** @description The filter, the sort attribute, a number or the cursor cannot be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    createUser: {
        parameters: {
            query?: {
                /**
                 * @description The attributes to return, separated by commas (RFC 7644 §3.9); `id` and `schemas` always come. Wins over
                 *     `excludedAttributes`.
                 */
                attributes?: components["parameters"]["attributes"];
                /** @description The attributes to leave out, separated by commas. */
                excludedAttributes?: components["parameters"]["excludedAttributes"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["UserBody"];
        responses: {
            /** @description Created, and the event is committed with it. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Content-Location": components["headers"]["Content-Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["BadUser"];
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["Uniqueness"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    readUser: {
        parameters: {
            query?: {
                /**
                 * @description The attributes to return, separated by commas (RFC 7644 §3.9); `id` and `schemas` always come. Wins over
                 *     `excludedAttributes`.
                 */
                attributes?: components["parameters"]["attributes"];
                /** @description The attributes to leave out, separated by commas. */
                excludedAttributes?: components["parameters"]["excludedAttributes"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
                /** @description What the client has already; when it is still the present one the answer is 304. */
                "If-None-Match"?: components["parameters"]["If-None-Match-of-read"];
                /** @description Versions the request may meet; with any other the answer is 412 (RFC 7644 §3.14). `*` means any. */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description The `id` the service gave to the User. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["UserAnswer"];
            /** @description The version has not changed. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Content-Location": components["headers"]["Content-Location"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NoSuchUser"];
            412: components["responses"]["PreconditionFailed"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    replaceUser: {
        parameters: {
            query?: {
                /**
                 * @description The attributes to return, separated by commas (RFC 7644 §3.9); `id` and `schemas` always come. Wins over
                 *     `excludedAttributes`.
                 */
                attributes?: components["parameters"]["attributes"];
                /** @description The attributes to leave out, separated by commas. */
                excludedAttributes?: components["parameters"]["excludedAttributes"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
                /** @description Versions the request may meet; with any other the answer is 412 (RFC 7644 §3.14). `*` means any. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description Versions the change must not meet; with one of them the answer is 412. */
                "If-None-Match"?: components["parameters"]["If-None-Match-of-change"];
            };
            path: {
                /** @description The `id` the service gave to the User. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["UserBody"];
        responses: {
            200: components["responses"]["UserAnswer"];
            400: components["responses"]["BadUser"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NoSuchUser"];
            409: components["responses"]["Uniqueness"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
                /** @description Versions the request may meet; with any other the answer is 412 (RFC 7644 §3.14). `*` means any. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description Versions the change must not meet; with one of them the answer is 412. */
                "If-None-Match"?: components["parameters"]["If-None-Match-of-change"];
            };
            path: {
                /** @description The `id` the service gave to the User. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NoSuchUser"];
            412: components["responses"]["PreconditionFailed"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    changeUser: {
        parameters: {
            query?: {
                /**
                 * @description The attributes to return, separated by commas (RFC 7644 §3.9); `id` and `schemas` always come. Wins over
                 *     `excludedAttributes`.
                 */
                attributes?: components["parameters"]["attributes"];
                /** @description The attributes to leave out, separated by commas. */
                excludedAttributes?: components["parameters"]["excludedAttributes"];
            };
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
                /** @description Versions the request may meet; with any other the answer is 412 (RFC 7644 §3.14). `*` means any. */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description Versions the change must not meet; with one of them the answer is 412. */
                "If-None-Match"?: components["parameters"]["If-None-Match-of-change"];
            };
            path: {
                /** @description The `id` the service gave to the User. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/scim+json": components["schemas"]["PatchOp"];
                "application/json": components["schemas"]["PatchOp"];
            };
        };
        responses: {
            200: components["responses"]["UserAnswer"];
            /**
             * @description The body is no PatchOp (`invalidSyntax`), a path is malformed (`invalidPath`) or selects nothing
             *     (`noTarget`), a value does not fit (`invalidValue`), or an attribute is not the client's to change
             *     (`mutability`).
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schemas": [
                     *         "urn:ietf:params:scim:api:messages:2.0:Error"
                     *       ],
                     *       "status": "400",
                     *       "scimType": "mutability",
                     *       "detail": "'id' is read-only; the service alone sets it."
                     *     }
                     */
                    "application/scim+json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NoSuchUser"];
            409: components["responses"]["Uniqueness"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    searchUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SearchRequestBody"];
        responses: {
            /** @description A page of Users, as from `GET /Users`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schemas": [
                     *         "urn:ietf:params:scim:api:messages:2.0:ListResponse"
                     *       ],
                     *       "totalResults": 1,
                     *       "itemsPerPage": 1,
                     *       "startIndex": 1,
                     *       "Resources": [
                     *         {
                     *           "id": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
                     *           "schemas": [
                     *             "urn:ietf:params:scim:schemas:core:2.0:User",
                     *             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
                     *           ],
                     *           "userName": "ann@example.com",
                     *           "title": "Baker"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/scim+json": components["schemas"]["UserList"];
                };
            };
            400: components["responses"]["ErrorAnswer"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    search: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SearchRequestBody"];
        responses: {
            /** @description A page of Users, as from `GET /Users`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schemas": [
                     *         "urn:ietf:params:scim:api:messages:2.0:ListResponse"
                     *       ],
                     *       "totalResults": 1,
                     *       "itemsPerPage": 1,
                     *       "startIndex": 1,
                     *       "Resources": [
                     *         {
                     *           "id": "01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
                     *           "schemas": [
                     *             "urn:ietf:params:scim:schemas:core:2.0:User",
                     *             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
                     *           ],
                     *           "userName": "ann@example.com",
                     *           "title": "Baker"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/scim+json": components["schemas"]["UserList"];
                };
            };
            400: components["responses"]["ErrorAnswer"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    readServiceProviderConfig: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
                /** @description What the client has already; when it is still the present one the answer is 304. */
                "If-None-Match"?: components["parameters"]["If-None-Match-of-read"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configuration. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["Document-ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schemas": [
                     *         "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
                     *       ],
                     *       "patch": {
                     *         "supported": true
                     *       },
                     *       "bulk": {
                     *         "supported": true,
                     *         "maxOperations": 1000,
                     *         "maxPayloadSize": 1048576
                     *       },
                     *       "filter": {
                     *         "supported": true,
                     *         "maxResults": 1000
                     *       },
                     *       "pagination": {
                     *         "cursor": true,
                     *         "index": true,
                     *         "defaultPaginationMethod": "index",
                     *         "defaultPageSize": 100,
                     *         "maxPageSize": 1000
                     *       },
                     *       "changePassword": {
                     *         "supported": false
                     *       },
                     *       "sort": {
                     *         "supported": true
                     *       },
                     *       "etag": {
                     *         "supported": true
                     *       },
                     *       "authenticationSchemes": [
                     *         {
                     *           "type": "oauthbearertoken",
                     *           "name": "Bearer token",
                     *           "description": "A token of the account, sent as 'Authorization: Bearer <token>'.",
                     *           "specUri": "https://datatracker.ietf.org/doc/html/rfc6750",
                     *           "primary": true
                     *         }
                     *       ],
                     *       "meta": {
                     *         "resourceType": "ServiceProviderConfig",
                     *         "location": "https://scim.example.com/scim/v2/ServiceProviderConfig"
                     *       }
                     *     }
                     */
                    "application/scim+json": components["schemas"]["ServiceProviderConfig"];
                };
            };
            304: components["responses"]["UnchangedDocument"];
            401: components["responses"]["Unauthorized"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    listResourceTypes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
                /** @description What the client has already; when it is still the present one the answer is 304. */
                "If-None-Match"?: components["parameters"]["If-None-Match-of-read"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them; there is one. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["Document-ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schemas": [
                     *         "urn:ietf:params:scim:api:messages:2.0:ListResponse"
                     *       ],
                     *       "totalResults": 1,
                     *       "startIndex": 1,
                     *       "itemsPerPage": 1,
                     *       "Resources": [
                     *         {
                     *           "schemas": [
                     *             "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
                     *           ],
                     *           "id": "User",
                     *           "name": "User",
                     *           "description": "User Account",
                     *           "endpoint": "/Users",
                     *           "schema": "urn:ietf:params:scim:schemas:core:2.0:User",
                     *           "schemaExtensions": [
                     *             {
                     *               "schema": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                     *               "required": false
                     *             }
                     *           ],
                     *           "meta": {
                     *             "resourceType": "ResourceType",
                     *             "location": "https://scim.example.com/scim/v2/ResourceTypes/User"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/scim+json": components["schemas"]["ResourceTypeList"];
                };
            };
            304: components["responses"]["UnchangedDocument"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["FilterRefused"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    readResourceType: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
                /** @description What the client has already; when it is still the present one the answer is 304. */
                "If-None-Match"?: components["parameters"]["If-None-Match-of-read"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resource type. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["Document-ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schemas": [
                     *         "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
                     *       ],
                     *       "id": "User",
                     *       "name": "User",
                     *       "description": "User Account",
                     *       "endpoint": "/Users",
                     *       "schema": "urn:ietf:params:scim:schemas:core:2.0:User",
                     *       "schemaExtensions": [
                     *         {
                     *           "schema": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                     *           "required": false
                     *         }
                     *       ],
                     *       "meta": {
                     *         "resourceType": "ResourceType",
                     *         "location": "https://scim.example.com/scim/v2/ResourceTypes/User"
                     *       }
                     *     }
                     */
                    "application/scim+json": components["schemas"]["ResourceType"];
                };
            };
            304: components["responses"]["UnchangedDocument"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["FilterRefused"];
            404: components["responses"]["NoSuchDocument"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    listSchemas: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
                /** @description What the client has already; when it is still the present one the answer is 304. */
                "If-None-Match"?: components["parameters"]["If-None-Match-of-read"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The User schema and its Enterprise extension. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["Document-ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/scim+json": components["schemas"]["SchemaList"];
                };
            };
            304: components["responses"]["UnchangedDocument"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["FilterRefused"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    readSchema: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
                /** @description What the client has already; when it is still the present one the answer is 304. */
                "If-None-Match"?: components["parameters"]["If-None-Match-of-read"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schema. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["Document-ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schemas": [
                     *         "urn:ietf:params:scim:schemas:core:2.0:Schema"
                     *       ],
                     *       "id": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                     *       "name": "EnterpriseUser",
                     *       "description": "Enterprise User",
                     *       "attributes": [
                     *         {
                     *           "name": "employeeNumber",
                     *           "type": "string",
                     *           "multiValued": false,
                     *           "description": "Numeric or alphanumeric identifier assigned to a person, typically based on order of hire or association with an organization.",
                     *           "required": false,
                     *           "caseExact": false,
                     *           "mutability": "readWrite",
                     *           "returned": "default",
                     *           "uniqueness": "none"
                     *         },
                     *         {
                     *           "name": "costCenter",
                     *           "type": "string",
                     *           "multiValued": false,
                     *           "description": "Identifies the name of a cost center.",
                     *           "required": false,
                     *           "caseExact": false,
                     *           "mutability": "readWrite",
                     *           "returned": "default",
                     *           "uniqueness": "none"
                     *         },
                     *         {
                     *           "name": "organization",
                     *           "type": "string",
                     *           "multiValued": false,
                     *           "description": "Identifies the name of an organization.",
                     *           "required": false,
                     *           "caseExact": false,
                     *           "mutability": "readWrite",
                     *           "returned": "default",
                     *           "uniqueness": "none"
                     *         },
                     *         {
                     *           "name": "division",
                     *           "type": "string",
                     *           "multiValued": false,
                     *           "description": "Identifies the name of a division.",
                     *           "required": false,
                     *           "caseExact": false,
                     *           "mutability": "readWrite",
                     *           "returned": "default",
                     *           "uniqueness": "none"
                     *         },
                     *         {
                     *           "name": "department",
                     *           "type": "string",
                     *           "multiValued": false,
                     *           "description": "Identifies the name of a department.",
                     *           "required": false,
                     *           "caseExact": false,
                     *           "mutability": "readWrite",
                     *           "returned": "default",
                     *           "uniqueness": "none"
                     *         },
                     *         {
                     *           "name": "manager",
                     *           "type": "complex",
                     *           "multiValued": false,
                     *           "description": "The User's manager.  A complex type that optionally allows service providers to represent organizational hierarchy by referencing the 'id' attribute of another User.",
                     *           "required": false,
                     *           "subAttributes": [
                     *             {
                     *               "name": "value",
                     *               "type": "string",
                     *               "multiValued": false,
                     *               "description": "The id of the SCIM resource representing the User's manager.",
                     *               "required": false,
                     *               "caseExact": false,
                     *               "mutability": "readWrite",
                     *               "returned": "default",
                     *               "uniqueness": "none"
                     *             },
                     *             {
                     *               "name": "$ref",
                     *               "type": "reference",
                     *               "referenceTypes": [
                     *                 "User"
                     *               ],
                     *               "multiValued": false,
                     *               "description": "The URI of the SCIM resource representing the User's manager.",
                     *               "required": false,
                     *               "caseExact": false,
                     *               "mutability": "readWrite",
                     *               "returned": "default",
                     *               "uniqueness": "none"
                     *             },
                     *             {
                     *               "name": "displayName",
                     *               "type": "string",
                     *               "multiValued": false,
                     *               "description": "The displayName of the User's manager.",
                     *               "required": false,
                     *               "caseExact": false,
                     *               "mutability": "readOnly",
                     *               "returned": "default",
                     *               "uniqueness": "none"
                     *             }
                     *           ],
                     *           "mutability": "readWrite",
                     *           "returned": "default"
                     *         }
                     *       ],
                     *       "meta": {
                     *         "resourceType": "Schema",
                     *         "location": "https://scim.example.com/scim/v2/Schemas/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
                     *       }
                     *     }
                     */
                    "application/scim+json": components["schemas"]["Schema"];
                };
            };
            304: components["responses"]["UnchangedDocument"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["FilterRefused"];
            404: components["responses"]["NoSuchDocument"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    listGroups: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There are no groups. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schemas": [
                     *         "urn:ietf:params:scim:api:messages:2.0:ListResponse"
                     *       ],
                     *       "totalResults": 0,
                     *       "itemsPerPage": 0,
                     *       "startIndex": 1,
                     *       "Resources": []
                     *     }
                     */
                    "application/scim+json": components["schemas"]["EmptyList"];
                };
            };
            401: components["responses"]["Unauthorized"];
            501: components["responses"]["GroupsRefused"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            501: components["responses"]["GroupsRefused"];
        };
    };
    readGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            501: components["responses"]["GroupsRefused"];
        };
    };
    replaceGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            501: components["responses"]["GroupsRefused"];
        };
    };
    deleteGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            501: components["responses"]["GroupsRefused"];
        };
    };
    changeGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            501: components["responses"]["GroupsRefused"];
        };
    };
    readMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            501: components["responses"]["MeRefused"];
        };
    };
    replaceMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            501: components["responses"]["MeRefused"];
        };
    };
    createMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            501: components["responses"]["MeRefused"];
        };
    };
    deleteMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            501: components["responses"]["MeRefused"];
        };
    };
    changeMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["Unauthorized"];
            501: components["responses"]["MeRefused"];
        };
    };
    sendBulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`. Anything else is replaced. */
                "X-Request-Id"?: components["parameters"]["X-Request-Id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "schemas": [
                 *         "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
                 *       ],
                 *       "failOnErrors": 1,
                 *       "Operations": [
                 *         {
                 *           "method": "POST",
                 *           "path": "/Users",
                 *           "bulkId": "cleo",
                 *           "data": {
                 *             "schemas": [
                 *               "urn:ietf:params:scim:schemas:core:2.0:User"
                 *             ],
                 *             "userName": "cleo@example.com"
                 *           }
                 *         },
                 *         {
                 *           "method": "POST",
                 *           "path": "/Users",
                 *           "bulkId": "dan",
                 *           "data": {
                 *             "schemas": [
                 *               "urn:ietf:params:scim:schemas:core:2.0:User",
                 *               "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
                 *             ],
                 *             "userName": "dan@example.com",
                 *             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
                 *               "manager": {
                 *                 "value": "bulkId:cleo"
                 *               }
                 *             }
                 *           }
                 *         },
                 *         {
                 *           "method": "DELETE",
                 *           "path": "/Users/01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0"
                 *         }
                 *       ]
                 *     }
                 */
                "application/scim+json": components["schemas"]["BulkRequest"];
                "application/json": components["schemas"]["BulkRequest"];
            };
        };
        responses: {
            /** @description The outcome of each operation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "schemas": [
                     *         "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
                     *       ],
                     *       "Operations": [
                     *         {
                     *           "method": "POST",
                     *           "bulkId": "cleo",
                     *           "version": "W/\"1\"",
                     *           "location": "https://scim.example.com/scim/v2/Users/01a1ffc3-2bb3-7062-b35a-4ecc40995e9a",
                     *           "status": "201"
                     *         },
                     *         {
                     *           "method": "POST",
                     *           "bulkId": "dan",
                     *           "version": "W/\"1\"",
                     *           "location": "https://scim.example.com/scim/v2/Users/01a1ffc3-2bbb-702a-b1c4-99c7f3fac5b8",
                     *           "status": "201"
                     *         },
                     *         {
                     *           "method": "DELETE",
                     *           "location": "https://scim.example.com/scim/v2/Users/01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0",
                     *           "status": "404",
                     *           "response": {
                     *             "schemas": [
                     *               "urn:ietf:params:scim:api:messages:2.0:Error"
                     *             ],
                     *             "status": "404",
                     *             "detail": "There is no member with the id \"01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0\" in this account; it may have been deleted."
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/scim+json": components["schemas"]["BulkResponse"];
                };
            };
            400: components["responses"]["ErrorAnswer"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            default: components["responses"]["ErrorAnswer"];
        };
    };
}
