// Made from this gateway's OpenAPI document by `npm run client`. Do not edit it.
export interface paths {
    "/v1/otp/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a ticket or a proof, once
         * @description Of all redeems of an OTP one succeeds, whether they come with the hosted page's ticket or with the proof of a right code. A ticket and a proof live for 5 minutes. 404 `otp_not_found`: not made by this gateway for your tenant. 409 `conflict` with `reason` `already_redeemed` or `expired`. A repeated request with the same Idempotency-Key gets the first answer.
         *
         *     Roles: admin, erp.
         */
        post: operations["postOtpRedeem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/otp/issue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue an OTP and send its code
         * @description Answers as soon as the OTP is stored; delivery goes on in the background. With `user` and no `to` it goes where that user's codes go; 409 `conflict` with `active: false` says that no OTP is asked of this user, and 422 `invalid_recipient` that no such user is stored.
         *
         *     Roles: admin, erp.
         */
        post: operations["postOtpIssue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/otp/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a code
         * @description A right code is valid once. A wrong one is an answer with `valid: false`, not an error. A code that a provider's vendor made is checked there: 503 `unavailable` when it could not be asked, and the check is given back unless the question may have reached the vendor; `expired` and `locked` with status `pending` are the vendor's word for its code, and the OTP may be resent. A verify whose answer was lost is looked up by `GET /v1/otp/{id}`: `verified` says that its code was right.
         *
         *     Roles: admin, erp.
         */
        post: operations["postOtpVerify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/otp/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an OTP and its messages; never the code
         * @description Roles: admin, erp, ops, auditor.
         */
        get: operations["getOtpById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/otp/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the code again, maybe on another channel
         * @description Counts like an issue and has a hold of its own; the OTP lives no longer for it. Roles `erp` and `admin`; `ops` too, for support that helps somebody at a telephone: within the same limits, and audited as `otp.resend`.
         *
         *     Roles: admin, erp, ops.
         */
        post: operations["postOtpByIdResend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/otp/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End an OTP; what was not sent is not charged
         * @description Cancelling twice is cancelling once. By another key than the ERP's it is audited as `otp.cancel`.
         *
         *     Roles: admin, erp.
         */
        post: operations["postOtpByIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The balance, and how long it lasts
         * @description Roles: admin, erp, finance, ops, auditor.
         */
        get: operations["getBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Warnings that money runs out, newest first: the balance, and the credit with providers
         * @description Looked at each minute. Told to the addresses of the tenant's `alert_to` (kind `balance`; of a provider's credit, kind `provider`) when one begins or gets worse, then again each hour (`empty`), six hours (`runway`) or day (`low`) until it is acknowledged or over.
         *
         *     Roles: admin, finance, ops, auditor.
         */
        get: operations["getBalanceAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/alerts/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test notice to every address that would be warned
         * @description To every address of `alert_to` that wants `balance`, by the ways a warning goes. Nothing is charged; the vendor may bill it. What a provider refuses is an answer with `ok: false`.
         *
         *     Roles: admin, finance, ops.
         */
        post: operations["postBalanceAlertsTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/alerts/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that somebody sees to it: it is not repeated, unless it gets worse
         * @description The first who acknowledges it is kept; again it changes nothing.
         *
         *     Roles: admin, finance, ops.
         */
        post: operations["postBalanceAlertsByIdAcknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a message would cost, without sending it
         * @description Takes the fields of an issue that decide on its price, and makes the plan that an issue would make now. Nothing is stored, held, counted against a limit or sent. Give `code` where the issue will: providers that make their own are left out then. Calls are not limited in number. Amounts are decimal strings in the account's currency.
         *
         *     Roles: admin, erp, finance, ops, auditor.
         */
        post: operations["postBalanceQuote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/numbers/normalise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a list of phone numbers: normal form, valid or why not, duplicates
         * @description At most 1000 a call. Reads numbers as an issue reads `to`, so that an ERP can clean its table before it sends anything. Whether a country is allowed is not looked at. Nothing is stored, logged or charged. For a CSV file of any size: `npx gerbang numbers normalise FILE`.
         *
         *     Roles: admin, erp, ops.
         */
        post: operations["postNumbersNormalise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The users, those that were created last first
         * @description Roles: admin, erp, ops, auditor.
         */
        get: operations["getUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One user
         * @description Roles: admin, erp, ops, auditor.
         */
        get: operations["getUsersById"];
        /**
         * Store a user, or replace what is stored
         * @description `id` is the ERP's own word for the person, percent-encoded. From then on an issue may name the `user` alone. A put that changes nothing writes nothing, so all users may be sent each night. Where the codes of a user go elsewhere from now on, what is pending at the old place is cancelled in the same commit; all else that was issued stays as it is.
         *
         *     Roles: admin, erp, ops.
         */
        put: operations["putUsersById"];
        post?: never;
        /**
         * Forget a user; what was issued stays as it is
         * @description Roles: admin, erp, ops.
         */
        delete: operations["deleteUsersById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put many users in one commit: all of them, or none
         * @description Up to 1000 in 1024 KiB, each as by its own PUT, with its `id`. Users that are not in the list stay as they are. Errors name the place in the list and the field.
         *
         *     Roles: admin, erp, ops.
         */
        post: operations["postUsersImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The providers, by name, with health and circuit breaker
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every kind of provider there is, with the JSON Schema of its settings and secrets
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getProvidersKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One provider; its secrets are never read back
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getProvidersByName"];
        /**
         * Create a provider or replace it; at work on every replica within a second
         * @description A secret that is left out is kept, `null` removes it. All must be sent again when kind, base_url, host or port changes. Closes the provider's circuit breaker. With `If-Match` and the `ETag` of a read it is done only if the provider is still as it was read, else 409 `conflict`.
         *
         *     Roles: admin, ops.
         */
        put: operations["putProvidersByName"];
        post?: never;
        /**
         * Delete a provider that is in no route
         * @description Roles: admin, ops.
         */
        delete: operations["deleteProvidersByName"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{name}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Switch a provider on, off, or let it drain
         * @description `drain`: no new messages go to it, and those under way are finished; `off`: nothing is sent through it any more, those under way go by others, and a connection that is kept is closed. Reports count all the same. Nothing else of it changes, whoever puts it at the same moment. Closes its circuit breaker.
         *
         *     Roles: admin, ops.
         */
        put: operations["putProvidersByNameState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/kinds/http/descriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The descriptions of vendors that come with the kind http
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getProvidersKindsHttpDescriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/kinds/http/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check the settings of a provider of kind http without saving them
         * @description Reads the description as `PUT /v1/providers/{name}` would, and tries its rules on each of its examples. Nothing is stored, and no request leaves. What is wrong is an answer with `ok: false`.
         *
         *     Roles: admin, ops, auditor.
         */
        post: operations["postProvidersKindsHttpCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a real test message through this provider
         * @description Sends the template otp with the code 123456, whatever the provider's state. No OTP is made, nothing is charged; the vendor may bill it. A refusal by the provider is an answer with `ok: false`.
         *
         *     Roles: admin, ops.
         */
        post: operations["postProvidersByNameTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Per channel the providers in order, and the order of channels
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getRoutes"];
        /**
         * Replace the routes
         * @description A plan that can't work is refused with 422 and names each step: an unknown or repeated provider, one that lacks the channel, no country that the limits allow, countries on e-mail, no price or one above the ceiling, no template, no binding, a fallback channel without providers. What carries nothing now (a provider that is off or drains, a template that is not approved) is said under `findings`, and refused when no channel of the fallback carries. With `If-Match` and the `ETag` of a read it is done only if the routes are still as they were read, else 409 `conflict`.
         *
         *     Roles: admin, ops.
         */
        put: operations["putRoutes"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routes/{channel}/first": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put a provider first on a channel: a swap in one call
         * @description All first tries of the channel go to this provider; the others become standby (weight 0), in the order they had, and one that was not in the routes comes in. Nothing else of the routes changes, whoever puts them at the same moment; messages under way are finished. A plan that can't work is refused with 422, as by `PUT /v1/routes`.
         *
         *     Roles: admin, ops.
         */
        put: operations["putRoutesByChannelFirst"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What would happen to a number now, without sending
         * @description Takes the fields of an issue and answers what that issue would come to at this moment: by which channel, provider and template, at what price, who is left out and why, what follows when nothing is reported, or what would refuse it. It is decided by what decides an issue; nothing is stored, held, counted against a limit or sent. Numbers are masked. Amounts are decimal strings in the account's currency.
         *
         *     Roles: admin, ops, auditor.
         */
        post: operations["postPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every variant of every template, by key, channel and locale
         * @description The tenant's own, and those of the first tenant's that it has none of.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{key}/{channel}/{locale}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One variant, with its versions, newest first
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getTemplatesByKeyByChannelByLocale"];
        /**
         * Put a new version
         * @description Either a text, or what an authentication template of WhatsApp is made of. In use at once; `…/draft` keeps what is not ready. Clears what a refusal had flagged.
         *
         *     With `If-Match` and the `ETag` of a read it is done only if the variant and its draft are still as they were read; else 409 `conflict` says who changed it and when, and `current` how it is now.
         *
         *     Roles: admin, ops.
         */
        put: operations["putTemplatesByKeyByChannelByLocale"];
        post?: never;
        /**
         * Take a variant out of use
         * @description Its versions stay, and so does its draft; putting it again goes on counting.
         *
         *     With `If-Match` and the `ETag` of a read it is done only if the variant and its draft are still as they were read; else 409 `conflict` says who changed it and when, and `current` how it is now.
         *
         *     Roles: admin, ops.
         */
        delete: operations["deleteTemplatesByKeyByChannelByLocale"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every draft: who is writing what
         * @description By key, channel and locale, those of variants that have no version yet too; each has its text at `…/draft`.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getTemplatesDrafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{key}/{channel}/{locale}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The draft of a variant
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getTemplatesByKeyByChannelByLocaleDraft"];
        /**
         * Keep what is being written; nothing is sent with it
         * @description Checked as a version is. The variant need not exist yet.
         *
         *     With `If-Match` and the `ETag` of a read it is done only if the variant and its draft are still as they were read; else 409 `conflict` says who changed it and when, and `current` how it is now.
         *
         *     Roles: admin, ops.
         */
        put: operations["putTemplatesByKeyByChannelByLocaleDraft"];
        post?: never;
        /**
         * Throw the draft away
         * @description With `If-Match` and the `ETag` of a read it is done only if the variant and its draft are still as they were read; else 409 `conflict` says who changed it and when, and `current` how it is now.
         *
         *     Roles: admin, ops.
         */
        delete: operations["deleteTemplatesByKeyByChannelByLocaleDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{key}/{channel}/{locale}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the draft the next version, in use at once
         * @description What providers said of bindings that it leaves as they were stays; of the others it is forgotten. A version that somebody put since the draft was begun is named under `findings`.
         *
         *     With `If-Match` and the `ETag` of a read it is done only if the variant and its draft are still as they were read; else 409 `conflict` says who changed it and when, and `current` how it is now.
         *
         *     Roles: admin, ops.
         */
        post: operations["postTemplatesByKeyByChannelByLocalePublish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{key}/{channel}/{locale}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every version of a variant, newest first
         * @description They stay when it is deleted. Those of the first tenant's, when the tenant has had none of its own.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getTemplatesByKeyByChannelByLocaleVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{key}/{channel}/{locale}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One version with its whole content
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getTemplatesByKeyByChannelByLocaleVersionsByVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{key}/{channel}/{locale}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the content of an older version the next one, in use at once
         * @description Versions only grow: the new one says from which it is. What providers said of bindings that it leaves as they were stays; of the others it is forgotten. A draft is left as it is.
         *
         *     With `If-Match` and the `ETag` of a read it is done only if the variant and its draft are still as they were read; else 409 `conflict` says who changed it and when, and `current` how it is now.
         *
         *     Roles: admin, ops.
         */
        post: operations["postTemplatesByKeyByChannelByLocaleRollback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every variant of the tenant's own, as one file
         * @description JSON, or CSV (RFC 4180) with a row for each variant; cells that a spreadsheet would run get a leading `'`, which an import takes away again. What an export gives, an import takes back unchanged.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getTemplatesExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put many variants in one commit: all of them, or none
         * @description JSON as an export gives it, or CSV with `,`, `;` or tabs, up to 20 MiB and 5000 variants. Errors name the row (the header is row 1) or the place in the list, and the field. A variant that stays as it is gets no version; what providers said of bindings that are as they were stays.
         *
         *     Roles: admin, ops.
         */
        post: operations["postTemplatesImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{key}/{channel}/{locale}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a person would read, in how many parts, at what price
         * @description With the functions that send and charge. Amounts are decimal strings in the tenant's currency, for the number `to`, else for the country that numbers without a country code belong to. Nothing is stored or sent, so it needs no Idempotency-Key.
         *
         *     Roles: admin, ops, auditor.
         */
        post: operations["postTemplatesByKeyByChannelByLocalePreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the linter says of every variant in use
         * @description By key, channel and locale; severities are error, warning, info. Takes no body. Nothing is stored or sent, so it needs no Idempotency-Key.
         *
         *     Roles: admin, ops, auditor.
         */
        post: operations["postTemplatesLint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{key}/{channel}/{locale}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand an authentication template to a provider for approval
         * @description Creates it there, or updates the one of that name and language, then binds it: it serves once it is approved. `meta-cloud` gives a message up after the expiry shown, at most 15 minutes; the other kinds after WhatsApp's ten. A refusal by the provider is an answer with `ok: false`, and so is one that is there, can't be changed and says something else (`other_words`); a lost answer is found by a later sync.
         *
         *     Roles: admin, ops.
         */
        post: operations["postTemplatesByKeyByChannelByLocaleSubmit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{key}/{channel}/{locale}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete the template at a provider and unbind it
         * @description The last way that a channel of the routes has is in use: 409, unless `force` is true. WhatsApp keeps the name of an approved template for 30 days before it may be used again.
         *
         *     Roles: admin, ops.
         */
        post: operations["postTemplatesByKeyByChannelByLocaleWithdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read back what a provider says of its templates
         * @description Happens by itself every ten minutes. A bound template that is not approved leaves the plan, and returns when it is. A provider that does not answer is an answer with `ok: false` and changes nothing.
         *
         *     Roles: admin, ops.
         */
        post: operations["postTemplatesSync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The providers that need templates of their own, and what they can do with them
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getTemplatesProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{key}/{channel}/{locale}/bindings/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Bind a variant to one provider by hand
         * @description Of what the provider knows already. It counts as approved until a send, a hook or a sync says otherwise, so the same binding again approves by hand what was paused or rejected. The other bindings stay as they are, with what providers said of them.
         *
         *     With `If-Match` and the `ETag` of a read it is done only if the variant and its draft are still as they were read; else 409 `conflict` says who changed it and when, and `current` how it is now.
         *
         *     Roles: admin, ops.
         */
        put: operations["putTemplatesByKeyByChannelByLocaleBindingsByProvider"];
        post?: never;
        /**
         * Unbind a variant from one provider
         * @description With the provider nothing changes; `…/withdraw` deletes it there too.
         *
         *     With `If-Match` and the `ETag` of a read it is done only if the variant and its draft are still as they were read; else 409 `conflict` says who changed it and when, and `current` how it is now.
         *
         *     Roles: admin, ops.
         */
        delete: operations["deleteTemplatesByKeyByChannelByLocaleBindingsByProvider"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The delivery log, newest first
         * @description Filters add up. By `message`, `otp`, `provider_message_id`, `user`, `to`, `error_class`, `provider_code` and the statuses failed, expired, cancelled and unknown the log is found at once, however long it is. What no index serves is looked for newest first, for about 50 ms a page: such a page may hold fewer messages than `limit`, even none, and yet not be the last; `searched_back_to` says how far it looked, and `next_cursor` goes on from there until it is null. `from` and `until` bound the search.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One message with every attempt and report
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getMessagesById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every status a message had, when, and by whose word
         * @description What is on record, replayed by the rules that settled it. `accepted` is not `delivered`; `read` implies delivered; reports that came late, again or against what was known stay in it, marked; silence ends as `unknown`.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getMessagesByIdTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The delivery log as a CSV file, newest first
         * @description Cells that a spreadsheet would run get a leading `'`; negative amounts are numbers and get none. `locale` makes a file for a spreadsheet, with a byte order mark: `id` with `;` and a decimal comma, `en` with `,` and a decimal point. Without it: none: RFC 4180, for programs.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getMessagesCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages.ndjson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The delivery log as one JSON object a line, newest first
         * @description Each line is a message as GET /v1/messages/{id} answers it, with attempts, reports and skips. It is made while it is read, whatever its length; messages made since it began are not in it. A file that breaks off ends without its last chunk: the connection is cut, and a client sees an error.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getMessagesNdjson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole story in order, for support
         * @description Give one of to, user, otp, message and q. Each OTP has a summary, and advice for the person; then what happened to it, oldest first: how it was asked for, its messages and why there is another one, who was left out, attempts, reports (late and contradictory ones too), money, what the ERP's webhooks were told, and how it ended. Numbers are masked; the code is never in it. Of wrong codes only the count is kept, and refused requests leave no trace; but what the fraud guard holds against a number now is said of a number.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getExplain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rate limits, allowed countries, ceilings on money
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getLimits"];
        /**
         * Replace the limits; what is left out has its default
         * @description Defaults are those of the `preset` (`normal` where none is named). Every window is decided in the commit of the issue, exact over replicas; a refusal is 429 `rate_limited`, names the limit, says when the next try is allowed, and costs and counts nothing. Amounts are decimal strings in the account's currency, spans are seconds. `gateway` and `ceilings.gateway` may be set by the first tenant alone: another's are 400. With `If-Match` and the `ETag` of a read it is done only if the limits are still as they were read, else 409 `conflict`.
         *
         *     Roles: admin, ops.
         */
        put: operations["putLimits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/limits/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Documents to begin with: normal, strict, open
         * @description `PUT /v1/limits` with `preset` takes what it leaves out from one of these.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getLimitsPresets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/limits/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every limit that concerns a person: used, maximum, when free
         * @description Give `to`, `user` and `client_ip` as an issue would have them; what is left out is left out of the answer. Amounts are in the account's currency. It is what an issue at this moment would meet; nothing is counted.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getLimitsUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/limits/forgive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Clear the counters and waits of one person
         * @description For support: the person's windows, cool-down and waits after wrong codes begin anew. What is counted of many (prefix, country, tenant, provider, gateway) and money stays. Audited, with the number masked.
         *
         *     Roles: admin, ops.
         */
        post: operations["postLimitsForgive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prefixes and countries with their conversion, and what the fraud guard holds against them
         * @description In the order of the keys: countries after prefixes. The figures are some seconds behind, and of the guard's moving window; what was sent before a release is not in them. Sandbox messages count as any others; decoys and e-mail do not.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getGuard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guard/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let codes go to a prefix or country again
         * @description In force on every replica within a second. What was sent before is no evidence any more: the key is suspected again only after `min_sent` further OTPs. With `allow` it goes on the guard's allow list too, and is never suspected; a tenant that has no limits of its own then gets a copy of those it uses. A full list is 409 `conflict`, and nothing is released.
         *
         *     Roles: admin, ops.
         */
        post: operations["postGuardRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guard/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the fraud guard decided and why, newest first; kept for a year
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getGuardDecisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/topups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Top-ups, newest first
         * @description Roles: admin, finance, auditor.
         */
        get: operations["getBalanceTopups"];
        put?: never;
        /**
         * Add money
         * @description Where the tenant has `topup_approval`, it is `requested` and adds nothing until another key approves it. The same reference again adds nothing and answers 200 with the same top-up, a refused one too; with another amount it is a conflict.
         *
         *     Roles: admin, finance.
         */
        post: operations["postBalanceTopups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Corrections that were made by hand, newest first
         * @description Each with its reason. Those that the gateway makes of late reports are in the ledger alone.
         *
         *     Roles: admin, finance, auditor.
         */
        get: operations["getBalanceAdjustments"];
        put?: never;
        /**
         * A signed correction
         * @description Never takes the balance below zero or the tenant's credit line. References count as those of top-ups do. Where the tenant has `topup_approval`, one that adds money takes an admin's key, else 403: it needs no second person.
         *
         *     Roles: admin, finance.
         */
        post: operations["postBalanceAdjustments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/topups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One top-up, with who requested and who decided it
         * @description Roles: admin, finance, auditor.
         */
        get: operations["getBalanceTopupsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/topups/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a requested top-up: its money is added now
         * @description By another key than the one that requested it, else 403. By the same key again it changes nothing; once somebody has decided, 409.
         *
         *     Roles: admin, finance.
         */
        post: operations["postBalanceTopupsByIdApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/topups/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse a requested top-up: nothing is added
         * @description By another key than the one that requested it, else 403. By the same key again it changes nothing; once somebody has decided, 409. Its reference stays taken; a new request needs a new one.
         *
         *     Roles: admin, finance.
         */
        post: operations["postBalanceTopupsByIdRefuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/topups/{id}/reverse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a posted top-up back, as when its transfer bounced
         * @description An entry of kind `adjustment` takes the whole amount back, once. 409 when so much is no longer there. Where the tenant has `topup_approval`, the top-up is `reversal_requested` until another key approves that.
         *
         *     Roles: admin, finance.
         */
        post: operations["postBalanceTopupsByIdReverse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/topups/{id}/reversal/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a requested reversal
         * @description By another key than the one that requested it, else 403. By the same key again it changes nothing; once somebody has decided, 409.
         *
         *     Roles: admin, finance.
         */
        post: operations["postBalanceTopupsByIdReversalApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/topups/{id}/reversal/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse a requested reversal: the top-up stays posted
         * @description By another key than the one that requested it, else 403. By the same key again it changes nothing; once somebody has decided, 409.
         *
         *     Roles: admin, finance.
         */
        post: operations["postBalanceTopupsByIdReversalRefuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/topups/{id}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The proof file of a top-up, to be saved
         * @description The newest version, or the one named. That it was read is audited.
         *
         *     Roles: admin, finance, auditor.
         */
        get: operations["getBalanceTopupsByIdProof"];
        /**
         * Keep a proof file beside a top-up
         * @description PDF, PNG or JPEG of at most 5 MiB, as the body (its name in `?name=`) or as the field `file` of a form. What it is is read from its content; a Content-Type that says otherwise is refused. A further file is a further version; once a second person has decided by the one that is there, 409; one that came after the decision may be followed by another. Kept encrypted.
         *
         *     Roles: admin, finance.
         */
        put: operations["putBalanceTopupsByIdProof"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ledger, newest entry first
         * @description Roles: admin, finance, auditor.
         */
        get: operations["getBalanceEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/entries.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ledger as a CSV file, newest entry first
         * @description Cells that a spreadsheet would run get a leading `'`; negative amounts are numbers and get none. `locale` makes a file for a spreadsheet, with a byte order mark: `id` with `;` and a decimal comma, `en` with `,` and a decimal point. Without it: none: RFC 4180, for programs.
         *
         *     Roles: admin, finance, auditor.
         */
        get: operations["getBalanceEntriesCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/actors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What people call those who acted: the names of keys and of people
         * @description For the fields `actor`, `requested_by`, `decided_by` and their like. A key, revoked or not, and a console user have the name that they bear now; a person who was removed, or another tenant's, the one that the tenant's audit had last. Whoever is not known there is left out.
         *
         *     Roles: admin, finance, ops, auditor.
         */
        get: operations["getActors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A month of the account
         * @description What was in it, what came in, what was spent on what, what is left: `opening + topups + adjustments − spend = closing`, of available and held together, checked against the ledger. An entry counts in the month in which it was written: a refund or a late charge in its own, under the names of its message. A cost centre is the issue's `metadata.cost_centre`, a text of up to 64 characters; what comes after the first 200 of a month (50 purposes) is added up as `(other)`. 503 while the sums of many new entries are being made.
         *
         *     Roles: admin, finance, auditor.
         */
        get: operations["getBalanceStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/statement/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that a month's statement was looked at and is right
         * @description Once for each person (or key) and month; again it changes nothing. Written into the audit, which nobody can change. 409 while the month is not over, or when `closing` is not what the statement closes with.
         *
         *     Roles: admin, finance.
         */
        post: operations["postBalanceStatementSign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/statement.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A month of the account, for a spreadsheet
         * @description Cells that a spreadsheet would run get a leading `'`; negative amounts are numbers and get none. `locale` makes a file for a spreadsheet, with a byte order mark: `id` with `;` and a decimal comma, `en` with `,` and a decimal point. Without it: the tenant's own.
         *
         *     Roles: admin, finance, auditor.
         */
        get: operations["getBalanceStatementCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/statement.html": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A month of the account, to be printed
         * @description A page for A4, in the language of `locale` or the tenant's own. A browser asks for the key as a password.
         *
         *     Roles: admin, finance, auditor.
         */
        get: operations["getBalanceStatementHtml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many were sent, delivered and verified, at what cost, and how long it took
         * @description Counts and latencies are of the OTPs that were asked for in a bucket, whatever came later: a report that comes tomorrow counts for today. Money is of the ledger's entries that were written in it, as on the statement. Buckets are whole hours, days or months of the tenant's time zone; without `from` and `until` the last 24 hours. Kept for 760 days.
         *
         *     Roles: admin, ops, finance, auditor.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stats.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The statistics for a spreadsheet: a row for each bucket and group
         * @description Cells that a spreadsheet would run get a leading `'`; negative amounts are numbers and get none. `locale` makes a file for a spreadsheet, with a byte order mark: `id` with `;` and a decimal comma, `en` with `,` and a decimal point. Without it: none: RFC 4180, for programs.
         *
         *     Roles: admin, ops, finance, auditor.
         */
        get: operations["getStatsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What needs a person's attention now, the worst first
         * @description Providers that are left out or fail, routes, templates and prices that can't work, money that runs out, top-ups that wait, what the fraud guard holds against prefixes, webhooks, invoices and a ledger that differ, and channels on which three times as many messages fail as in the week before. It is what stands now, not a history: what is over is not in it. Each key hears of what it may read. What speaks against a provider is as this replica sees it. At most twenty of a kind and severity; `counts` has all.
         *
         *     Roles: admin, ops, finance, auditor.
         */
        get: operations["getAttention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is set of that which a first code needs
         * @description For a new installation or tenant. What was set and works no longer is under GET /v1/attention.
         *
         *     Roles: admin, ops, finance, auditor.
         */
        get: operations["getSetup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reconciliations, newest first
         * @description Roles: admin, finance, auditor.
         */
        get: operations["getBalanceReconciliations"];
        put?: never;
        /**
         * Hold a provider's invoice against what was sent
         * @description The body is the vendor's CSV file, up to 20 MiB, one message a row, with a header. Columns are found by name, without regard to case and signs. Amounts finer than a millionth are rounded. Of the file only ids, amounts and statuses of the first 1,000 differences of each kind are kept, no phone number. An invoice goes to whose provider it is: that of a shared one is the first tenant's.
         *
         *     Roles: admin, finance.
         */
        post: operations["postBalanceReconciliations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/reconciliations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A reconciliation with its first differences
         * @description With `.csv` after the id: all differences that were kept, as a file; `locale` makes it one for a spreadsheet.
         *
         *     Roles: admin, finance, auditor.
         */
        get: operations["getBalanceReconciliationsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balance/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the ledger adds up
         * @description Each hour every entry since the last check is proven to follow from the one before it, and the account to be what its newest entry says. What is wrong is logged, told to `alert_to` of kind `balance`, and shown here.
         *
         *     Roles: admin, finance, auditor.
         */
        get: operations["getBalanceCheck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The price list
         * @description A price is found by provider and prefix (the longest), provider and country, provider, prefix, country, any; of equals the newest `valid_from` that has come. A provider without a price is skipped. `cost` is what the provider takes for the same: beside `amount` it is the margin.
         *
         *     Roles: admin, finance, auditor.
         */
        get: operations["getPrices"];
        /**
         * Replace the price list
         * @description Amounts and costs are decimal strings in the account's currency, for a message or for each SMS segment. A hold that is made keeps its price. 400 for a `prefix` outside its `country`, or two prices for the same from the same moment.
         *
         *     Roles: admin, finance.
         */
        put: operations["putPrices"];
        /**
         * Add one price, which takes effect at a time
         * @description At the end of the list; the one that it follows stays as history. 400 when the list has one for the same from the same moment. 409 for a tenant that has no list of its own and uses the first tenant's: put a whole one first.
         *
         *     Roles: admin, finance.
         */
        post: operations["postPrices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prices/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back a price whose time has not come
         * @description Named by what it is for and its `valid_from`. 409 when it holds already: add one that follows it.
         *
         *     Roles: admin, finance.
         */
        post: operations["postPricesWithdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The tenants, newest first; only its own for a key that does not manage tenants
         * @description Roles: admin, auditor.
         */
        get: operations["getTenants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One tenant's settings; its numbers are masked for auditors
         * @description Roles: admin, auditor.
         */
        get: operations["getTenantsByName"];
        /**
         * Create a tenant, with an account in the gateway's currency, or replace its settings
         * @description Only admin keys of the first tenant may name a tenant other than their own. With `If-Match` and the `ETag` of a read it is done only if the settings are still as they were read, with `If-None-Match: *` only if there is no such tenant yet; else 409 `conflict`.
         *
         *     Roles: admin.
         */
        put: operations["putTenantsByName"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The tenant's API keys that are not revoked, newest first; never the keys themselves
         * @description Roles: admin, auditor.
         */
        get: operations["getKeys"];
        put?: never;
        /**
         * Make an API key; it is in this answer only
         * @description Roles: admin.
         */
        post: operations["postKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a key, at once on every replica
         * @description Roles: admin.
         */
        delete: operations["deleteKeysById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/console-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The people who may sign in to the console, newest first
         * @description Roles: admin, auditor.
         */
        get: operations["getConsoleUsers"];
        put?: never;
        /**
         * Make a user of the console
         * @description The answer has a token, valid for 24 hours and once, by which the person chooses a password at `setup_url`. Send it to them by a way that only they read.
         *
         *     Roles: admin.
         */
        post: operations["postConsoleUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/console-users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One user of the console
         * @description Roles: admin, auditor.
         */
        get: operations["getConsoleUsersById"];
        /**
         * Change a user's name, role or language, or turn the user off
         * @description Whoever is turned off, or gets another role, is signed out everywhere at once. At least one admin who can sign in remains (409).
         *
         *     Roles: admin.
         */
        put: operations["putConsoleUsersById"];
        post?: never;
        /**
         * Remove a user of the console; what they did keeps their name
         * @description Their sessions end. At least one admin who can sign in remains (409).
         *
         *     Roles: admin.
         */
        delete: operations["deleteConsoleUsersById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/console-users/{id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * For who has lost the password or the telephone
         * @description Password, second factor, recovery codes and sessions go; the token in the answer, valid for 24 hours and once, leads back in. `npm run cli -- user reset NAME` on the host does the same.
         *
         *     Roles: admin.
         */
        post: operations["postConsoleUsersByIdReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/console-users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a user of the console is signed in, newest first
         * @description Roles: admin, auditor.
         */
        get: operations["getConsoleUsersByIdSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/console-sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session of the console at once
         * @description Roles: admin.
         */
        delete: operations["deleteConsoleSessionsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who changed what, newest first; secrets and full numbers are never in it
         * @description Append-only: the database itself refuses to change or delete an entry. With `q` two thousand entries are looked through for a page, so it may be short, or empty, and not the last: go on while there is a `next_cursor`.
         *
         *     Roles: admin, auditor.
         */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as a file, whole, newest first; before and after as JSON
         * @description Cells that a spreadsheet would run get a leading `'`; negative amounts are numbers and get none. `locale` makes a file for a spreadsheet, with a byte order mark: `id` with `;` and a decimal comma, `en` with `,` and a decimal point. Without it: none: RFC 4180, for programs.
         *
         *     Roles: admin, auditor.
         */
        get: operations["getAuditCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How long the installation keeps what it logs
         * @description One answer for all tenants: what they log lies in the same months.
         *
         *     Roles: admin, auditor.
         */
        get: operations["getRetention"];
        /**
         * Replace the rules; what is left out has its default
         * @description Only admin keys of the first tenant may. The next run, within a day, goes by them; what was emptied or dropped does not come back.
         *
         *     Roles: admin.
         */
        put: operations["putRetention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/retention/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was emptied and dropped, newest first
         * @description A row a day for each class of what is kept, also where nothing was due. It is about the whole installation, so it takes a key of the first tenant.
         *
         *     Roles: admin, auditor.
         */
        get: operations["getRetentionRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase what is kept of one person
         * @description Give `to`, a number in any form or an address, or `user`. What is pending for them is cancelled; then numbers, the user, what the ERP gave along and what is left of codes are emptied wherever they are kept, and the stored user is deleted. Money stays, and names nobody. What limits count by stays, sealed, until no limit counts it any more. Erasing twice does no harm. `complete: false`: there was more than one call may take; call again, with another key.
         *
         *     Roles: admin.
         */
        post: operations["postPrivacyErase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All that is kept of one person, for them
         * @description Give `to` or `user`. Their number is in clear, since it is theirs; codes are never in it. The newest 500 OTPs; `next_before` goes on as `before`. Each call is audited, and its answer is not kept for a replay.
         *
         *     Roles: admin.
         */
        post: operations["postPrivacyExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/privacy/affected.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whom a breach concerns: one line for each person to whom something was sent from `from` until `until`
         * @description Cells that a spreadsheet would run get a leading `'`; negative amounts are numbers and get none. `locale` makes a file for a spreadsheet, with a byte order mark: `id` with `;` and a decimal comma, `en` with `,` and a decimal point. Without it: none: RFC 4180, for programs.
         *
         *     Roles: admin.
         */
        get: operations["getPrivacyAffectedCsv"];
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
         * What happened, oldest first: for an ERP that can't receive webhooks
         * @description Keep `next_cursor` and ask with it as `after`: at once while `has_more` is true, later when it is not. No event is left out and none comes twice, in whatever order they were written. Without `after` the list begins with the oldest event that is kept, 30 days; `after=now` answers no events and the cursor of this moment. A cursor that is older than what is kept is an error, never a gap. With `type` a page may be short, or empty, while `has_more` is true.
         *
         *     Roles: admin, erp, ops, auditor.
         */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The events of a day as a CSV file, oldest first
         * @description Cells that a spreadsheet would run get a leading `'`; negative amounts are numbers and get none. `locale` makes a file for a spreadsheet, with a byte order mark: `id` with `;` and a decimal comma, `en` with `,` and a decimal point. Without it: none: RFC 4180, for programs.
         *
         *     Roles: admin, erp, ops, auditor.
         */
        get: operations["getEventsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The webhooks, by name, with how they do
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getWebhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One webhook; its secrets are never read back
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getWebhooksByName"];
        /**
         * Make a webhook or replace it; the secret is in the answer that makes it only
         * @description Each event is posted until an answer is 2xx: at once, after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h. A new webhook, and one that is put on again, hears of what happens from then on: what it was owed when it was put off is dead, and may be replayed. Another `url` begins without what its old server did. The first tenant's webhooks also hear of every tenant that has none of its own; `data.tenant` says which. Its secrets stay as they are. With `If-Match` and the `ETag` of a read it is done only if the webhook is still as it was read, with `If-None-Match: *` only if there is none of this name yet; else 409 `conflict`.
         *
         *     Roles: admin, ops.
         */
        put: operations["putWebhooksByName"];
        post?: never;
        /**
         * Delete a webhook, with its secrets and deliveries
         * @description Roles: admin, ops.
         */
        delete: operations["deleteWebhooksByName"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a further secret; it is in this answer only
         * @description Every live secret signs, 3 at most. To change one: make another, have the receiver use it, end the first.
         *
         *     Roles: admin, ops.
         */
        post: operations["postWebhooksByNameSecrets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/secrets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a secret; the last one stays
         * @description Roles: admin, ops.
         */
        delete: operations["deleteWebhooksByNameSecretsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a webhook was owed, newest event first
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getWebhooksByNameDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One delivery, with the event as it is posted
         * @description What is posted is the same at each try, but for its time and signature.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getWebhooksByNameDeliveriesById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post an event of type `webhook.test` now, and answer what the server said
         * @description Whether the webhook is on or off. It is not in the feed, and a failure has no consequence.
         *
         *     Roles: admin, ops.
         */
        post: operations["postWebhooksByNameTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post an event again, with the id that it had
         * @description Roles: admin, ops.
         */
        post: operations["postWebhooksByNameDeliveriesByIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post the events of a span of time again
         * @description Those of the webhook's `events`, or of `type` among them, that it had, that were given up, and that it never got, since it was off; at most 10,000. Each comes with the id that it had.
         *
         *     Roles: admin, ops.
         */
        post: operations["postWebhooksByNameReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/replay/dead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post everything again that was given up
         * @description Once the server works again. Oldest event first, at most 10,000 a call; with `more` there are others: call again, with another key. Each comes with the id that it had.
         *
         *     Roles: admin, ops.
         */
        post: operations["postWebhooksByNameReplayDead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What sandbox providers delivered, newest first: text and code
         * @description The only place that shows a code. Rows live one hour.
         *
         *     Roles: admin, erp, ops.
         */
        get: operations["getSandboxMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The Twilio Verify services that have settings of their own, by sid
         * @description Any other `VA…` works too, by the tenant's settings.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getServices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/services/{sid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What one service has of its own
         * @description Roles: admin, ops, auditor.
         */
        get: operations["getServicesBySid"];
        /**
         * Replace what a service has of its own; what is left out is the tenant's, or the default
         * @description `VA…` is any of 32 hexadecimal digits: the one the ERP was configured with at Twilio can stay. Live on every replica within a second; pending OTPs stay as they were issued.
         *
         *     Roles: admin, ops.
         */
        put: operations["putServicesBySid"];
        post?: never;
        /**
         * Take a service's settings away; it then works by the tenant's
         * @description Roles: admin, ops.
         */
        delete: operations["deleteServicesBySid"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/Services/{service}/Verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Twilio Verify: create a verification
         * @description While one is pending for the recipient and service it is sent again: the same sid and code, one attempt more, maybe on another channel; it lives no longer for that. Limits, prices and routes are those of `/v1/otp/issue`. There is no idempotency key: a create that is repeated within the cool-down sends nothing and answers 60212.
         *
         *     Roles: admin, erp.
         */
        post: operations["postV2ServicesByServiceVerifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/Services/{service}/Verifications/{target}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Twilio Verify: fetch a verification
         * @description Pending, canceled and locked ones; approved and expired ones are gone, as at Twilio.
         *
         *     Roles: admin, erp.
         */
        get: operations["getV2ServicesByServiceVerificationsByTarget"];
        put?: never;
        /**
         * Twilio Verify: cancel or approve a verification
         * @description canceled: what was not sent is not charged. approved: the ERP checked the code itself; it ends as verified, and is charged as such, without a proof.
         *
         *     Roles: admin, erp.
         */
        post: operations["postV2ServicesByServiceVerificationsByTarget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/Services/{service}/VerificationCheck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Twilio Verify: check a code
         * @description A wrong code is 200 with status pending and valid false, five times; the sixth check is 429 with 60202. After approval and expiry: 404 with 20404.
         *
         *     Roles: admin, erp.
         */
        post: operations["postV2ServicesByServiceVerificationCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/p/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page that asks for the code
         * @description For a person's browser; the token is the only secret. A GET changes nothing.
         */
        get: operations["getPByToken"];
        put?: never;
        /** The page's form: one check */
        post: operations["postPByToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/p/{token}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For who reloads the address of a refused resend */
        get: operations["getPByTokenResend"];
        put?: never;
        /**
         * The page's other form: the code again
         * @description Counts and costs as every resend does.
         */
        post: operations["postPByTokenResend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cgi-bin/sendsms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Kannel: send a code in a text of the ERP's own
         * @description Kannel's sendsms for codes: the gateway makes a code of 6 digits that lives 300 seconds and fills it into the ERP's text. Goes by SMS only. The ERP verifies with `POST /v1/otp/verify` by `to` (and `purpose`), with an ordinary key. The query holds a key: it is never logged.
         */
        get: operations["getCgiBinSendsms"];
        put?: never;
        /**
         * Kannel: the same, by POST
         * @description Kannel's sendsms for codes: the gateway makes a code of 6 digits that lives 300 seconds and fills it into the ERP's text. Goes by SMS only. The ERP verifies with `POST /v1/otp/verify` by `to` (and `purpose`), with an ordinary key. The query holds a key: it is never logged.
         */
        post: operations["postCgiBinSendsms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/otp/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * otpgateway: issue an OTP
         * @description Takes the place of an earlier one of this name, whoever that went to. A name whose checks are used up is 429 until its time is over. knadh/otpgateway's API: Basic, the namespace (any name) as the user, a key of role erp as the password. The one difference: no answer has the code.
         */
        put: operations["putApiOtpById"];
        /**
         * otpgateway: check a code
         * @description A right code is right once. knadh/otpgateway's API: Basic, the namespace (any name) as the user, a key of role erp as the password. The one difference: no answer has the code.
         */
        post: operations["postApiOtpById"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/otp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * otpgateway: issue an OTP under a random id
         * @description Takes the place of an earlier one of this name, whoever that went to. A name whose checks are used up is 429 until its time is over. knadh/otpgateway's API: Basic, the namespace (any name) as the user, a key of role erp as the password. The one difference: no answer has the code.
         */
        put: operations["putApiOtp"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/otp/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * otpgateway: whether it is verified
         * @description Until its time is over. knadh/otpgateway's API: Basic, the namespace (any name) as the user, a key of role erp as the password. The one difference: no answer has the code.
         */
        get: operations["getApiOtpByIdStatus"];
        put?: never;
        /**
         * otpgateway: whether it is verified
         * @description Until its time is over. knadh/otpgateway's API: Basic, the namespace (any name) as the user, a key of role erp as the password. The one difference: no answer has the code.
         */
        post: operations["postApiOtpByIdStatus"];
        /**
         * otpgateway: whether it is verified
         * @description Until its time is over. And have it forgotten: of two who do, one hears that it was verified. knadh/otpgateway's API: Basic, the namespace (any name) as the user, a key of role erp as the password. The one difference: no answer has the code.
         */
        delete: operations["deleteApiOtpByIdStatus"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * otpgateway: the channels that may be named as `provider`
         * @description knadh/otpgateway's API: Basic, the namespace (any name) as the user, a key of role erp as the password. The one difference: no answer has the code.
         */
        get: operations["getApiProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/v1/authentication/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * VerifyNow: a token for the calls below
         * @description Message Central's VerifyNow, for clients that speak it. Parameters go in the query, which is never logged.
         */
        get: operations["getAuthV1AuthenticationToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification/v3/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * VerifyNow: send a code
         * @description An OTP of purpose verifynow on this channel alone, which lives 300 seconds. Parameters go in the query, which is never logged.
         */
        post: operations["postVerificationV3Send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification/v2/verification/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * VerifyNow: send a code
         * @description An OTP of purpose verifynow on this channel alone, which lives 300 seconds. Parameters go in the query, which is never logged.
         */
        post: operations["postVerificationV2VerificationSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification/v3/validateOtp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * VerifyNow: check a code
         * @description Of VerifyNow's own OTPs alone. A right code is right once; five checks a code. Parameters go in the query, which is never logged.
         */
        get: operations["getVerificationV3ValidateOtp"];
        put?: never;
        /**
         * VerifyNow: check a code
         * @description Of VerifyNow's own OTPs alone. A right code is right once; five checks a code. Parameters go in the query, which is never logged.
         */
        post: operations["postVerificationV3ValidateOtp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verification/v2/verification/validateOtp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * VerifyNow: check a code
         * @description Of VerifyNow's own OTPs alone. A right code is right once; five checks a code. Parameters go in the query, which is never logged.
         */
        get: operations["getVerificationV2VerificationValidateOtp"];
        put?: never;
        /**
         * VerifyNow: check a code
         * @description Of VerifyNow's own OTPs alone. A right code is right once; five checks a code. Parameters go in the query, which is never logged.
         */
        post: operations["postVerificationV2VerificationValidateOtp"];
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
        /** Alive */
        get: operations["getHealthz"];
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
        /** Able to work */
        get: operations["getReadyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Public keys that check a proof
         * @description The key that signs now, the next one, and the last one for a day after it was replaced: keys change every 90 days. Take the key by the `kid` of the proof, and read this again when it is not there.
         */
        get: operations["getWellKnownJwksJson"];
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
         * What this replica counts and measures, for Prometheus
         * @description Text format 0.0.4; times are in seconds, sizes in bytes, money in the tenant's currency (rounded: for exact amounts see `GET /v1/balance`). What the database knows is at most 5 s old; while it is down, `gerbang_database_up` is 0 and those figures are left out. It is about the whole installation, so it takes a key of the first tenant. Every metric is in docs/monitoring.md.
         *
         *     Roles: admin, ops, auditor.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "otp.verified": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A right code came, in time and for the first time.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "otp.verified";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @example otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            otp: string;
                            /**
                             * @description Masked
                             * @example +62812****7890
                             */
                            to: string;
                            purpose: string;
                            /** @description As the ERP named them */
                            user?: string;
                            /** @description As it was issued with */
                            metadata: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "otp.expired": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Its time ran out with no right code. Told within seconds of it.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "otp.expired";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @example otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            otp: string;
                            /**
                             * @description Masked
                             * @example +62812****7890
                             */
                            to: string;
                            purpose: string;
                            /** @description As the ERP named them */
                            user?: string;
                            /** @description As it was issued with */
                            metadata: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "otp.locked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The last check was wrong; no more are taken.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "otp.locked";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @example otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            otp: string;
                            /**
                             * @description Masked
                             * @example +62812****7890
                             */
                            to: string;
                            purpose: string;
                            /** @description As the ERP named them */
                            user?: string;
                            /** @description As it was issued with */
                            metadata: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.sent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A provider took the message. Once a message.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "message.sent";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @example otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            otp: string;
                            /**
                             * @description Masked
                             * @example +62812****7890
                             */
                            to: string;
                            purpose: string;
                            /** @description As the ERP named them */
                            user?: string;
                            /** @description As it was issued with */
                            metadata: {
                                [key: string]: unknown;
                            };
                            /** @example msg_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            message: string;
                            /** @enum {string} */
                            status: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";
                            channel: components["schemas"]["Channel"];
                            /** @description Who took it, or tried last */
                            provider: string | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.delivered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It reached the phone.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "message.delivered";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @example otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            otp: string;
                            /**
                             * @description Masked
                             * @example +62812****7890
                             */
                            to: string;
                            purpose: string;
                            /** @description As the ERP named them */
                            user?: string;
                            /** @description As it was issued with */
                            metadata: {
                                [key: string]: unknown;
                            };
                            /** @example msg_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            message: string;
                            /** @enum {string} */
                            status: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";
                            channel: components["schemas"]["Channel"];
                            /** @description Who took it, or tried last */
                            provider: string | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It was opened.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "message.read";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @example otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            otp: string;
                            /**
                             * @description Masked
                             * @example +62812****7890
                             */
                            to: string;
                            purpose: string;
                            /** @description As the ERP named them */
                            user?: string;
                            /** @description As it was issued with */
                            metadata: {
                                [key: string]: unknown;
                            };
                            /** @example msg_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            message: string;
                            /** @enum {string} */
                            status: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";
                            channel: components["schemas"]["Channel"];
                            /** @description Who took it, or tried last */
                            provider: string | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It will not arrive. The plan may go on with another message, on the next channel.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "message.failed";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @example otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            otp: string;
                            /**
                             * @description Masked
                             * @example +62812****7890
                             */
                            to: string;
                            purpose: string;
                            /** @description As the ERP named them */
                            user?: string;
                            /** @description As it was issued with */
                            metadata: {
                                [key: string]: unknown;
                            };
                            /** @example msg_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            message: string;
                            /** @enum {string} */
                            status: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";
                            channel: components["schemas"]["Channel"];
                            /** @description Who took it, or tried last */
                            provider: string | null;
                            /** @description The error class, as of an attempt; null where no provider could be asked */
                            reason: string | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "balance.low": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The balance runs out. Once an alert, when it begins; acknowledge it at /v1/balance/alerts.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "balance.low";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @example alr_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            alert: string;
                            /**
                             * @description Under the threshold; over in less than `low_runway_hours`; no issue can be paid
                             * @enum {string}
                             */
                            kind: "low" | "runway" | "empty";
                            /** @description A decimal string, in `currency` */
                            available: string;
                            currency: string | null;
                            /** @description A decimal string, in `currency` */
                            threshold: string;
                            runway_hours: number | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "balance.topup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Money was added; with `topup_approval`, once it was approved.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "balance.topup";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @example top_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                            topup: string;
                            /** @description A decimal string, in `currency` */
                            amount: string;
                            currency: string;
                            reference: string;
                            /** @description What is there now */
                            available: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "provider.failed_over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A provider fails messages, which go another way where there is one. Once a trouble, which is over after a quarter of an hour without another. To the tenant whose provider it is.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "provider.failed_over";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            provider: string;
                            /** @description What it failed with first */
                            reason: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "template.paused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A template left the plan, since its provider does not take it. To the tenant whose template it is.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "template.paused";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @description key/channel/locale */
                            template: string;
                            provider: string;
                            /** @enum {string} */
                            status: "paused" | "rejected" | "disabled";
                            reason: string | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "webhook.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The gateway has put a webhook off: its server answered 410, or nothing got through for five days.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "webhook.disabled";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            webhook: string;
                            /** @enum {string} */
                            reason: "gone" | "failing";
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "guard.suspected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Few codes sent to a prefix or a country are verified, as when bots ask for them. Nothing is blocked.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "guard.suspected";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @description Like +62812 */
                            prefix?: string;
                            /** @description In place of a prefix, like LV */
                            country?: string;
                            /**
                             * @description See GET /v1/guard/decisions
                             * @enum {string}
                             */
                            reason: "conversion" | "sequential" | "new" | "not_arrived" | "everywhere" | "unverified" | "by_hand" | "time" | "proven" | "recovered" | "quiet" | "mode" | "allowed";
                            /** @description OTPs, in the guard's window */
                            sent: number;
                            verified: number;
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "guard.blocked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The same, and no code is sent there until it is released or the time is up.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "guard.blocked";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @description Like +62812 */
                            prefix?: string;
                            /** @description In place of a prefix, like LV */
                            country?: string;
                            /**
                             * @description See GET /v1/guard/decisions
                             * @enum {string}
                             */
                            reason: "conversion" | "sequential" | "new" | "not_arrived" | "everywhere" | "unverified" | "by_hand" | "time" | "proven" | "recovered" | "quiet" | "mode" | "allowed";
                            /** @description OTPs, in the guard's window */
                            sent: number;
                            verified: number;
                            /** Format: date-time */
                            until: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "guard.released": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A block or a suspicion was ended: by hand, since its time was up, or since people verified after all.
         * @description Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The event's id */
                    "webhook-id": string;
                    /** @description Of this try: Unix seconds. Refuse what is more than five minutes off */
                    "webhook-timestamp": string;
                    /** @description `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with spaces between; any one that matches is enough */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * @description The same however often it comes: pass over one that you have had
                         * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                         */
                        id: string;
                        /**
                         * Format: date-time
                         * @description When it happened, not when it was sent
                         */
                        timestamp: string;
                        /** @enum {string} */
                        type: "guard.released";
                        data: {
                            /** @description The tenant's name */
                            tenant: string;
                            /** @description Like +62812 */
                            prefix?: string;
                            /** @description In place of a prefix, like LV */
                            country?: string;
                            /**
                             * @description See GET /v1/guard/decisions
                             * @enum {string}
                             */
                            reason: "conversion" | "sequential" | "new" | "not_arrived" | "everywhere" | "unverified" | "by_hand" | "time" | "proven" | "recovered" | "quiet" | "mode" | "allowed";
                            /** @description OTPs, in the guard's window */
                            sent: number;
                            verified: number;
                        };
                    };
                };
            };
            responses: {
                /** @description Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** @enum {string} */
        Channel: "whatsapp" | "sms" | "voice" | "email";
        RedeemAnswer: {
            /** @example otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
            id: string;
            /** @enum {boolean} */
            valid: true;
            user: string | null;
            purpose: string;
            /**
             * @description Masked
             * @example +62812****7890
             */
            to: string;
            /** Format: date-time */
            verified_at: string;
            metadata: {
                [key: string]: unknown;
            };
            /** @description A JWS, with a ticket only; it lives for 5 minutes from now */
            proof?: string;
        };
        /** @description `result=ok` or `result=error`, then `name=value` a line */
        Lines: string;
        /** @description RFC 9457 problem details. `code` is stable; `detail` is for people. */
        Problem: {
            /** @example /docs#invalid_request */
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @enum {string} */
            code: "invalid_request" | "unauthorized" | "insufficient_balance" | "forbidden" | "not_found" | "otp_not_found" | "method_not_allowed" | "idempotency_in_progress" | "conflict" | "payload_too_large" | "unsupported_media_type" | "invalid_recipient" | "destination_not_allowed" | "template_not_found" | "no_route" | "idempotency_mismatch" | "rate_limited" | "internal" | "overloaded" | "unavailable";
            request_id: string;
            errors?: {
                path: string;
                message: string;
            }[];
            /** @description Of rate_limited: the limit that hit; of several the one that frees last */
            limit?: string;
            /**
             * Format: date-time
             * @description Of rate_limited: when the next try is allowed, UTC; `Retry-After` says it in seconds
             */
            retry_at?: string;
            /** @description Of a ceiling on money: amounts in the account's currency; of the whole gateway's, `needed` alone */
            money?: {
                ceiling?: string;
                used?: string;
                needed?: string;
                currency?: string;
            };
            otp?: components["schemas"]["Otp"];
        };
        /** @description Inside a cool-down: the pending OTP, as read */
        Otp: {
            /** @example otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
            id: string;
            /** @enum {string} */
            status: "pending" | "verified" | "expired" | "locked" | "cancelled" | "replaced";
            purpose: string;
            /**
             * @description Masked
             * @example +62812****7890
             */
            to: string;
            user?: string;
            channel: components["schemas"]["Channel"] & (string | null);
            /** Format: date-time */
            expires_at: string;
            /** @description Seconds */
            expires_in: number;
            /** @description Seconds */
            resend_after: number;
            attempts_left: number;
            message: {
                /** @example msg_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                id: string;
                /** @enum {string} */
                status: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";
                channel: components["schemas"]["Channel"];
            } | null;
            messages?: {
                /** @example msg_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                id: string;
                /** @enum {string} */
                status: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";
                channel: components["schemas"]["Channel"];
                to: string;
            }[];
            metadata: {
                [key: string]: unknown;
            };
        };
        RedeemOtp: {
            /** @description What the person's browser brought to your return_url */
            ticket?: string;
            /** @description The JWS that came with a right code */
            proof?: string;
        };
        postOtpRedeemForm: {
            /** @description What the person's browser brought to your return_url */
            ticket?: string;
            /** @description The JWS that came with a right code */
            proof?: string;
            /** @description The API key, where no header can be set */
            api_key?: string;
            /** @description As the header Idempotency-Key */
            idempotency_key?: string;
        };
        IssuedOtp: components["schemas"]["Otp"] & {
            /** @description With hosted: send the person's browser here, and nobody else. It works for as long as the OTP does */
            hosted_url?: string;
        };
        IssueOtp: {
            /**
             * @description A phone number as people write it, an address for e-mail, or "central"; left out: where the codes of `user` go, as PUT /v1/users/{id} stored it
             * @example 0812-3456-7890
             */
            to?: string;
            /** @description Who is logging in, as the ERP knows them */
            user?: string;
            /**
             * @description login, transaction, reset_password, registration, access, or your own word
             * @default login
             */
            purpose?: string;
            /**
             * @description auto: the tenant's route order
             * @enum {string}
             */
            channel?: "auto" | "whatsapp" | "sms" | "voice" | "email";
            /** @description An order of fallback of its own */
            channels?: components["schemas"]["Channel"][];
            locale?: string;
            template?: string;
            /** @default {} */
            params?: {
                [key: string]: string;
            };
            /** @default 300 */
            ttl_seconds?: number;
            /** @default 6 */
            code_length?: number;
            /** @description The ERP's own code */
            code?: string;
            /** @description The end user's address, for limits */
            client_ip?: string;
            /**
             * @description Returned in reads and events
             * @default {}
             */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description Wait this long for a provider to take it
             * @default 0
             */
            wait_ms?: number;
            /**
             * @description For a user the ERP does not know: same answer, nothing sent
             * @default false
             */
            decoy?: boolean;
            /**
             * @description For an ERP that can't show a code box: the answer has hosted_url, a page of ours that asks for the code
             * @default false
             */
            hosted?: boolean;
            /**
             * @description Where that page sends the person back to; letter by letter one of the tenant's return_urls
             * @example https://erp.example/otp/back
             */
            return_url?: string;
            /** @description Yours, up to 512 characters: the person brings it back to return_url as it is */
            state?: string;
        };
        postOtpIssueForm: {
            /**
             * @description A phone number as people write it, an address for e-mail, or "central"; left out: where the codes of `user` go, as PUT /v1/users/{id} stored it
             * @example 0812-3456-7890
             */
            to?: string;
            /** @description Who is logging in, as the ERP knows them */
            user?: string;
            /**
             * @description login, transaction, reset_password, registration, access, or your own word
             * @default login
             */
            purpose?: string;
            /**
             * @description auto: the tenant's route order
             * @enum {string}
             */
            channel?: "auto" | "whatsapp" | "sms" | "voice" | "email";
            /** @description An order of fallback of its own */
            channels?: components["schemas"]["Channel"][];
            locale?: string;
            template?: string;
            /** @default {} */
            params?: {
                [key: string]: string;
            };
            /** @default 300 */
            ttl_seconds?: number;
            /** @default 6 */
            code_length?: number;
            /** @description The ERP's own code */
            code?: string;
            /** @description The end user's address, for limits */
            client_ip?: string;
            /**
             * @description Returned in reads and events
             * @default {}
             */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * @description Wait this long for a provider to take it
             * @default 0
             */
            wait_ms?: number;
            /**
             * @description For a user the ERP does not know: same answer, nothing sent
             * @default false
             */
            decoy?: boolean;
            /**
             * @description For an ERP that can't show a code box: the answer has hosted_url, a page of ours that asks for the code
             * @default false
             */
            hosted?: boolean;
            /**
             * @description Where that page sends the person back to; letter by letter one of the tenant's return_urls
             * @example https://erp.example/otp/back
             */
            return_url?: string;
            /** @description Yours, up to 512 characters: the person brings it back to return_url as it is */
            state?: string;
            /** @description The API key, where no header can be set */
            api_key?: string;
            /** @description As the header Idempotency-Key */
            idempotency_key?: string;
        };
        VerifyAnswer: {
            id: string;
            valid: boolean;
            /** @enum {string} */
            status: "pending" | "verified" | "expired" | "locked" | "cancelled" | "replaced";
            /** @enum {string|null} */
            reason: "wrong_code" | "expired" | "locked" | "already_used" | "cancelled" | "replaced" | null;
            attempts_left: number;
            /** @description A JWS, with a right code only; check it against /.well-known/jwks.json */
            proof?: string;
        };
        VerifyOtp: {
            /** @description From issue */
            id?: string;
            /** @description For an ERP that keeps no id: the newest pending OTP of this recipient */
            to?: string;
            /** @description Without id and to: the newest pending OTP of this user, wherever it went */
            user?: string;
            /** @default login */
            purpose?: string;
            /**
             * @description As typed: a space or hyphen between digits is left out, full-width digits are digits
             * @example 482913
             */
            code: string;
        };
        postOtpVerifyForm: {
            /** @description From issue */
            id?: string;
            /** @description For an ERP that keeps no id: the newest pending OTP of this recipient */
            to?: string;
            /** @description Without id and to: the newest pending OTP of this user, wherever it went */
            user?: string;
            /** @default login */
            purpose?: string;
            /**
             * @description As typed: a space or hyphen between digits is left out, full-width digits are digits
             * @example 482913
             */
            code: string;
            /** @description The API key, where no header can be set */
            api_key?: string;
            /** @description As the header Idempotency-Key */
            idempotency_key?: string;
        };
        ResendOtp: {
            channel?: components["schemas"]["Channel"];
            /**
             * @description Wait this long for a provider to take it
             * @default 0
             */
            wait_ms?: number;
        };
        postOtpByIdResendForm: {
            channel?: components["schemas"]["Channel"];
            /**
             * @description Wait this long for a provider to take it
             * @default 0
             */
            wait_ms?: number;
            /** @description The API key, where no header can be set */
            api_key?: string;
            /** @description As the header Idempotency-Key */
            idempotency_key?: string;
        };
        CancelOtp: Record<string, never>;
        postOtpByIdCancelForm: {
            /** @description The API key, where no header can be set */
            api_key?: string;
            /** @description As the header Idempotency-Key */
            idempotency_key?: string;
        };
        Balance: {
            /** @example 99650 */
            available: string;
            /** @description Promised to messages under way */
            held: string;
            total: string;
            currency: string;
            low_threshold: string;
            /** @description At the rate of the last days; null when nothing was spent */
            runway_hours: number | null;
        };
        BalanceAlert: {
            /** @example alr_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
            id: string;
            /**
             * @description `low`: available is below the threshold; `runway`: at this rate it is empty in fewer hours than the tenant's `low_runway_hours`; `empty`: not even the cheapest issue by the routes' fallback can be paid
             * @enum {string}
             */
            kind: "low" | "runway" | "empty";
            /** @description Whose credit it is; null: the balance */
            provider: string | null;
            /** Format: date-time */
            since: string;
            /** @description When it began, was last told, or ended */
            figures: {
                available: string;
                /** @description Of a provider's credit, the vendor's own; null: units that it counts */
                currency: string | null;
                threshold: string;
                /** @description By the faster of the last day's and the last week's rate */
                runway_hours: number | null;
            };
            /** @description Somebody heard of it the last time it was told */
            told: boolean;
            /**
             * Format: date-time
             * @description When somebody last heard that it stands
             */
            told_at: string | null;
            /** @description Why nobody heard of it the last time */
            untold: string | null;
            /** @description What became of it at each address the last time */
            addresses: {
                channel: components["schemas"]["Channel"];
                /** @description Masked */
                to: string;
                /** @description A provider took it */
                ok: boolean;
                provider: string | null;
                /** @description The vendor's own word on its refusal, or ours, like no_provider */
                provider_code: string | null;
            }[];
            /** Format: date-time */
            acknowledged_at: string | null;
            acknowledged_by: string | null;
            /** Format: date-time */
            ended_at: string | null;
        };
        BalanceAlertTest: {
            told: boolean;
            reason: string | null;
            addresses: {
                channel: components["schemas"]["Channel"];
                /** @description Masked */
                to: string;
                /** @description A provider took it */
                ok: boolean;
                provider: string | null;
                /** @description The vendor's own word on its refusal, or ours, like no_provider */
                provider_code: string | null;
            }[];
        };
        Quote: {
            currency: string;
            /** @description What an issue holds now; null: it would be refused with `no_route` */
            hold: string | null;
            /** @description What it costs at most, when every channel of the plan has its turn and is charged for */
            worst: string;
            available: string;
            /** @description Whether the balance and the credit line pay for `hold` */
            affordable: boolean;
            channels: {
                /** @description Masked */
                to: string;
                channel: components["schemas"]["Channel"];
                /** @description What a message on this channel holds: its dearest provider. Null: none can carry it */
                hold: string | null;
                /**
                 * @description Of an SMS
                 * @enum {string|null}
                 */
                encoding: "GSM-7" | "UCS-2" | null;
                /** @description In the order they would be tried; of several with a weight the first is drawn for each message */
                providers: {
                    provider: string;
                    /** @description The provider's kind: what `sandbox` carries reaches nobody */
                    kind: string;
                    price: string;
                    /** @enum {string} */
                    per: "message" | "segment";
                    /** @description Of an SMS, in the alphabet that this provider sends it in */
                    segments: number | null;
                    /** @enum {string} */
                    charged_on: "accepted" | "delivered" | "verified";
                }[];
                /** @description Who is left out and why: no price, the price ceiling, switched off, … */
                skipped: {
                    provider: string;
                    reason: string;
                }[];
            }[];
        };
        QuoteOtp: {
            /**
             * @description A phone number as people write it, an address for e-mail, or "central"; left out: where the codes of `user` go, as PUT /v1/users/{id} stored it
             * @example 0812-3456-7890
             */
            to?: string;
            /** @description Who is logging in, as the ERP knows them */
            user?: string;
            /**
             * @description login, transaction, reset_password, registration, access, or your own word
             * @default login
             */
            purpose?: string;
            /**
             * @description auto: the tenant's route order
             * @enum {string}
             */
            channel?: "auto" | "whatsapp" | "sms" | "voice" | "email";
            /** @description An order of fallback of its own */
            channels?: components["schemas"]["Channel"][];
            locale?: string;
            template?: string;
            /** @default {} */
            params?: {
                [key: string]: string;
            };
            /** @default 300 */
            ttl_seconds?: number;
            /** @default 6 */
            code_length?: number;
            /** @description The ERP's own code */
            code?: string;
        };
        postBalanceQuoteForm: {
            /**
             * @description A phone number as people write it, an address for e-mail, or "central"; left out: where the codes of `user` go, as PUT /v1/users/{id} stored it
             * @example 0812-3456-7890
             */
            to?: string;
            /** @description Who is logging in, as the ERP knows them */
            user?: string;
            /**
             * @description login, transaction, reset_password, registration, access, or your own word
             * @default login
             */
            purpose?: string;
            /**
             * @description auto: the tenant's route order
             * @enum {string}
             */
            channel?: "auto" | "whatsapp" | "sms" | "voice" | "email";
            /** @description An order of fallback of its own */
            channels?: components["schemas"]["Channel"][];
            locale?: string;
            template?: string;
            /** @default {} */
            params?: {
                [key: string]: string;
            };
            /** @default 300 */
            ttl_seconds?: number;
            /** @default 6 */
            code_length?: number;
            /** @description The ERP's own code */
            code?: string;
            /** @description The API key, where no header can be set */
            api_key?: string;
            /** @description As the header Idempotency-Key */
            idempotency_key?: string;
        };
        NormalisedNumbers: {
            /** @description In the order of the request */
            data: {
                input: string;
                /** @description A mobile number, to which a code can be sent */
                valid: boolean;
                /**
                 * @description Not masked: it is the caller's own
                 * @example +6281234567890
                 */
                e164: string | null;
                /** @example ID */
                country: string | null;
                /**
                 * @description A guess by the prefix, of Indonesian numbers only; a number may have moved since
                 * @example Telkomsel
                 */
                carrier: string | null;
                /** @description Why it is not valid */
                why: string | null;
                /** @description Index, from 0, of the first that is the same number */
                duplicate_of: number | null;
            }[];
            counts: {
                numbers: number;
                valid: number;
                invalid: number;
                /** @description Valid ones that came before in the list */
                duplicates: number;
            };
        };
        NormaliseNumbers: {
            /**
             * @description As people write them. In a form or XML also one field, with a number on each line or after a comma
             * @example [
             *       "0812-3456-7890",
             *       "+62 812 3456 7890",
             *       "021 555 1234"
             *     ]
             */
            numbers: string[];
            /** @description Of numbers without a country code; default: the gateway's */
            country?: string;
        };
        postNumbersNormaliseForm: {
            /**
             * @description As people write them. In a form or XML also one field, with a number on each line or after a comma
             * @example [
             *       "0812-3456-7890",
             *       "+62 812 3456 7890",
             *       "021 555 1234"
             *     ]
             */
            numbers: string[];
            /** @description Of numbers without a country code; default: the gateway's */
            country?: string;
            /** @description The API key, where no header can be set */
            api_key?: string;
            /** @description As the header Idempotency-Key */
            idempotency_key?: string;
        };
        User: {
            id: string;
            active: boolean;
            /** @enum {string} */
            destination: "central" | "own";
            /**
             * @description Masked
             * @example +62812****7890
             */
            number: string | null;
            name: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        PutUser: {
            /**
             * @description false: no OTP is asked of this user, and an issue by user is refused
             * @default true
             */
            active?: boolean;
            /**
             * @description central: the tenant's central_recipients; own: the user's number
             * @enum {string}
             */
            destination: "central" | "own";
            /**
             * @description As people write it; needed for own
             * @example 0812-3456-7890
             */
            number?: string | null;
            /**
             * @description What people read in place of the id, on a central number first of all
             * @example Budi (kasir 3)
             */
            name?: string | null;
        };
        putUsersByIdForm: {
            /**
             * @description false: no OTP is asked of this user, and an issue by user is refused
             * @default true
             */
            active?: boolean;
            /**
             * @description central: the tenant's central_recipients; own: the user's number
             * @enum {string}
             */
            destination: "central" | "own";
            /**
             * @description As people write it; needed for own
             * @example 0812-3456-7890
             */
            number?: string | null;
            /**
             * @description What people read in place of the id, on a central number first of all
             * @example Budi (kasir 3)
             */
            name?: string | null;
            /** @description The API key, where no header can be set */
            api_key?: string;
            /** @description As the header Idempotency-Key */
            idempotency_key?: string;
        };
        ImportedUsers: {
            created: number;
            changed: number;
            unchanged: number;
        };
        ImportUsers: {
            users: {
                /**
                 * @description false: no OTP is asked of this user, and an issue by user is refused
                 * @default true
                 */
                active?: boolean;
                /**
                 * @description central: the tenant's central_recipients; own: the user's number
                 * @enum {string}
                 */
                destination: "central" | "own";
                /**
                 * @description As people write it; needed for own
                 * @example 0812-3456-7890
                 */
                number?: string | null;
                /**
                 * @description What people read in place of the id, on a central number first of all
                 * @example Budi (kasir 3)
                 */
                name?: string | null;
                id: string;
            }[];
        };
        Provider: {
            name: string;
            /** @example meta-cloud */
            kind: string;
            /** @enum {string} */
            state: "on" | "drain" | "off";
            /** @description With defaults; not shown of a shared provider */
            settings?: {
                [key: string]: unknown;
            };
            /** @description Which are set; a secret is never read back */
            secrets?: {
                [key: string]: {
                    set: boolean;
                };
            };
            channels: components["schemas"]["Channel"][];
            /** @description The first tenant's, used because this tenant has none of its own */
            shared: boolean;
            /**
             * @description As this replica sees it
             * @enum {string}
             */
            health: "ok" | "down" | "draining" | "off" | "unusable";
            /** @description What the provider last said is left with it; null when it can't tell. Not shown of a shared provider */
            credit?: {
                amount: string;
                currency: string | null;
                /** Format: date-time */
                at: string;
                /** @description Below the setting `low_credit`; null where that is not set */
                low: boolean | null;
                /** @description By how fast it falls; null while it does not */
                runway_hours: number | null;
            } | null;
            /** @description The connection that this replica keeps; null for kinds that keep none, and while it is off */
            connection: {
                /** @enum {string} */
                state: "connected" | "connecting" | "down";
                /** Format: date-time */
                since: string;
                /** @description Why there is none: the provider's own code, or a word of ours */
                reason: string | null;
            } | null;
            /** @description Its last tries on this replica, at most 50 of the last five minutes; the last success and failure are known for longer. Begins anew when the provider is put. Not shown of a shared provider */
            recent?: {
                tries: number;
                accepted: number;
                /** @description How many, by error class */
                failed: {
                    transient?: number;
                    throttled?: number;
                    recipient?: number;
                    rejected?: number;
                    credentials?: number;
                    ambiguous?: number;
                };
                /** @description How long the provider took; null when it had no try */
                latency_ms: {
                    median: number;
                    p95: number;
                } | null;
                /** Format: date-time */
                last_success_at: string | null;
                last_failure: {
                    /** Format: date-time */
                    at: string;
                    /** @enum {string} */
                    error_class: "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous";
                    /** @description The provider's own code, or a word of ours like timeout */
                    provider_code: string | null;
                } | null;
            };
            /** @description What all replicas saw it fail, until a quarter of an hour passes without; not shown of a shared provider */
            failing?: {
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                last_at: string;
                /** @description Messages it could not take, which went another way where there was one */
                messages: number;
                /** @description What it failed with first */
                reason: string;
            } | null;
            breaker: {
                /** @enum {string} */
                state: "closed" | "open";
                reason: string | null;
            };
            /** @description Where the vendor is to report to: enter it in the vendor's console, with the secret `hook_token` in place of `{hook_token}` where that is its end. Null: this kind takes no reports by hook */
            hook: string | null;
            /** Format: date-time */
            updated_at: string;
        };
        ProviderKind: {
            kind: string;
            channels: components["schemas"]["Channel"][];
            /** @description Drives an ordinary WhatsApp account, against WhatsApp's terms: it can be banned */
            unofficial: boolean;
            /** @description JSON Schema */
            settings: {
                [key: string]: unknown;
            };
            /** @description JSON Schema */
            secrets: {
                [key: string]: unknown;
            };
        };
        Finding: {
            path: string;
            message: string;
            /** @description Of the template linter */
            rule?: string;
            /**
             * @description error: can't work; warning: costs money or messages
             * @enum {string}
             */
            severity?: "error" | "warning" | "info";
        };
        PutProvider: {
            kind: string;
            /**
             * @default on
             * @enum {string}
             */
            state?: "on" | "drain" | "off";
            /** @default {} */
            settings?: {
                [key: string]: unknown;
            };
            /** @default {} */
            secrets?: {
                [key: string]: string | null;
            };
        };
        PutProviderState: {
            /** @enum {string} */
            state: "on" | "drain" | "off";
        };
        HttpPreset: {
            /** @enum {string} */
            preset: "fonnte" | "nusasms" | "verihubs" | "wablas" | "watzap" | "zenziva" | "zenziva-reguler";
            about: string | null;
            channels: components["schemas"]["Channel"][];
            secrets: {
                name: string;
                about: string;
                required: boolean;
            }[];
            options: {
                name: string;
                about: string;
                required: boolean;
            }[];
            /** @description Whole, to begin one of your own with */
            description: {
                [key: string]: unknown;
            };
        };
        HttpDescriptionCheck: {
            /** @description A put of the same would be taken */
            ok: boolean;
            /** @description What a put would name as wrong */
            findings: {
                path: string;
                message: string;
            }[];
            channels: components["schemas"]["Channel"][];
            /** @description That the description names */
            secrets: {
                name: string;
                about: string;
                required: boolean;
            }[];
            /** @description That the description names, for `settings.options` */
            options: {
                name: string;
                about: string;
                required: boolean;
            }[];
            /** @description Each example; none while the description's fields themselves can't be read */
            vectors: {
                /** @description Where the example stands, like settings.description.vectors.answers.0 */
                path: string;
                name: string;
                passes: boolean;
                /** @description What the example says should come out */
                expected?: unknown;
                /** @description What the description's rules make of it */
                actual?: unknown;
            }[];
        };
        CheckHttpDescription: {
            /** @default {} */
            settings?: {
                [key: string]: unknown;
            };
            /** @description As a new provider would be given them; left out: they are not looked at */
            secrets?: {
                [key: string]: string | null;
            };
        };
        ProviderTest: {
            /** @description The provider took the message */
            ok: boolean;
            channel: components["schemas"]["Channel"];
            /** @description Masked */
            to: string;
            /** @enum {string|null} */
            error_class: "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous" | null;
            /** @description The provider's own code, or a word of ours like timeout */
            provider_code: string | null;
            /** @description Null too when the number can be read from it, as from a wamid */
            provider_message_id: string | null;
            latency_ms: number;
        };
        TestProvider: {
            to: string;
            channel?: components["schemas"]["Channel"];
        };
        Routes: {
            channels: {
                whatsapp?: {
                    provider: string;
                    /** @default 100 */
                    weight?: number;
                    countries?: string[];
                }[];
                sms?: {
                    provider: string;
                    /** @default 100 */
                    weight?: number;
                    countries?: string[];
                }[];
                voice?: {
                    provider: string;
                    /** @default 100 */
                    weight?: number;
                    countries?: string[];
                }[];
                email?: {
                    provider: string;
                    /** @default 100 */
                    weight?: number;
                    countries?: string[];
                }[];
            };
            fallback: {
                /** @enum {string} */
                channel: "whatsapp" | "sms" | "voice" | "email";
                after_seconds?: number;
            }[];
        };
        PutRoutes: {
            channels: {
                whatsapp?: {
                    provider: string;
                    /** @default 100 */
                    weight?: number;
                    countries?: string[];
                }[];
                sms?: {
                    provider: string;
                    /** @default 100 */
                    weight?: number;
                    countries?: string[];
                }[];
                voice?: {
                    provider: string;
                    /** @default 100 */
                    weight?: number;
                    countries?: string[];
                }[];
                email?: {
                    provider: string;
                    /** @default 100 */
                    weight?: number;
                    countries?: string[];
                }[];
            };
            fallback: {
                /** @enum {string} */
                channel: "whatsapp" | "sms" | "voice" | "email";
                after_seconds?: number;
            }[];
        };
        PutFirst: {
            provider: string;
        };
        DryRun: {
            /** @description An issue would be taken and sent */
            ok: boolean;
            /** @description What would happen, or why nothing would, in a sentence or two */
            text: {
                en: string;
                id: string;
            };
            /** @description Masked; several where the tenant has several central numbers */
            to: string[];
            /** @description Of the number; null of an address, or where the number's can't be told */
            country: string | null;
            central: boolean;
            /** @description None but the sandbox would carry it: nobody is reached, and its own limits count */
            sandbox: boolean;
            /** @description What an issue would be refused with */
            refusal: {
                /** @enum {string} */
                code: "invalid_request" | "unauthorized" | "insufficient_balance" | "forbidden" | "not_found" | "otp_not_found" | "method_not_allowed" | "idempotency_in_progress" | "conflict" | "payload_too_large" | "unsupported_media_type" | "invalid_recipient" | "destination_not_allowed" | "template_not_found" | "no_route" | "idempotency_mismatch" | "rate_limited" | "internal" | "overloaded" | "unavailable";
                detail: string;
                /** @description The limit that refuses; of several, the one that frees last */
                limit: string | null;
                /** Format: date-time */
                retry_at: string | null;
            } | null;
            /** @description The messages that an issue would make, each on the first channel that takes it */
            messages: {
                /** @description Masked */
                to: string;
                channel: components["schemas"]["Channel"];
                hold: string;
            }[];
            currency: string;
            available: string;
            /** @description What the messages hold together; null: there are none to be made */
            hold: string | null;
            /** @description What it costs at most, when every channel of the plan has its turn and is charged for */
            worst: string;
            /** @description Empty where the number or the template is refused before any plan */
            channels: {
                /** @description Masked */
                to: string;
                channel: components["schemas"]["Channel"];
                /** @description What a message on this channel holds: its dearest provider. Null: none can */
                hold: string | null;
                /** @description The limit that keeps messages off this channel now */
                held_back: {
                    /** @description As a refusal names it */
                    limit: string;
                    /**
                     * Format: date-time
                     * @description When there is room again; null: never, for this message
                     */
                    retry_at: string | null;
                } | null;
                /** @description Without a delivered report the next channel's turn comes so long after; null: none follows, or no time */
                goes_on_after_seconds: number | null;
                /** @description In the order they would be tried; the first is drawn by `share` */
                providers: {
                    provider: string;
                    /** @description The provider's kind: what `sandbox` carries reaches nobody */
                    kind: string;
                    /** @description Of the messages on this channel, 0 to 1, the part that is tried with it first */
                    share: number;
                    /** @description The template it sends, as key/locale */
                    template: string;
                    template_version: number;
                    /**
                     * @description Our text, the vendor's approved template, or words that the vendor has by a setting of the provider
                     * @enum {string}
                     */
                    shows: "text" | "template" | "vendor_words";
                    /** @description Of an approved template */
                    binding: {
                        name: string;
                        language: string;
                    } | null;
                    /** @description A message that names the user goes just before */
                    announces: boolean;
                    price: string;
                    /** @enum {string} */
                    per: "message" | "segment";
                    /** @enum {string} */
                    charged_on: "accepted" | "delivered" | "verified";
                }[];
                /** @description Who is left out and why */
                skipped: {
                    provider: string;
                    reason: string;
                    text: {
                        en: string;
                        id: string;
                    };
                }[];
            }[];
        };
        DryRunOtp: {
            /**
             * @description A phone number as people write it, an address for e-mail, or "central"; left out: where the codes of `user` go, as PUT /v1/users/{id} stored it
             * @example 0812-3456-7890
             */
            to?: string;
            /** @description Who is logging in, as the ERP knows them */
            user?: string;
            /**
             * @description login, transaction, reset_password, registration, access, or your own word
             * @default login
             */
            purpose?: string;
            /**
             * @description auto: the tenant's route order
             * @enum {string}
             */
            channel?: "auto" | "whatsapp" | "sms" | "voice" | "email";
            /** @description An order of fallback of its own */
            channels?: components["schemas"]["Channel"][];
            locale?: string;
            template?: string;
            /** @default {} */
            params?: {
                [key: string]: string;
            };
            /** @default 300 */
            ttl_seconds?: number;
            /** @default 6 */
            code_length?: number;
            /** @description The ERP's own code */
            code?: string;
            /** @description The end user's address, for limits */
            client_ip?: string;
        };
        TemplateVersion: {
            version: number;
            /**
             * @description What made it
             * @enum {string}
             */
            change: "put" | "publish" | "rollback" | "import" | "submit" | "sync";
            /** @description Of a rollback: the version whose content it has again */
            from_version: number | null;
            actor: string;
            /** Format: date-time */
            at: string;
        };
        Template: {
            key: string;
            channel: components["schemas"]["Channel"];
            locale: string;
            version: number;
            variables: string[];
            body?: string;
            subject?: string;
            /** @description SMS: the site whose browser fills the code in */
            webotp_domain?: string;
            /** @description SMS: the Android app that the text is handed to */
            app_hash?: string;
            /** @enum {string} */
            category?: "authentication" | "utility";
            button?: string;
            apps?: {
                package_name: string;
                signature_hash: string;
            }[];
            zero_tap_terms_accepted?: boolean;
            button_text?: string;
            autofill_text?: string;
            security_line?: boolean;
            expiry_line?: boolean;
            bindings: {
                [key: string]: {
                    name: string;
                    language: string;
                    expiry_minutes?: number;
                    /** @description What the provider last said; a binding made by hand counts as approved, and one of a shared template to a provider that this tenant has another of the same name of is `unbound` */
                    status: string;
                    reason: string | null;
                };
            };
            /** @description The first tenant's, used because this tenant has none of its own */
            shared: boolean;
            /** @description Who is writing the next version; `GET …/draft` has its text */
            draft?: {
                actor: string;
                /** Format: date-time */
                at: string;
                base_version: number;
            } | null;
            /** @description The newest ones; `GET …/versions` has all */
            versions?: components["schemas"]["TemplateVersion"][];
        };
        PutTemplate: {
            body: string;
            subject?: string;
            webotp_domain?: string;
            app_hash?: string;
            /** @default {} */
            bindings?: {
                [key: string]: {
                    name: string;
                    language: string;
                    expiry_minutes?: number;
                };
            };
        } | {
            /** @enum {string} */
            category: "authentication" | "utility";
            /**
             * @default copy_code
             * @enum {string}
             */
            button?: "copy_code" | "one_tap" | "zero_tap";
            apps?: {
                package_name: string;
                signature_hash: string;
            }[];
            zero_tap_terms_accepted?: boolean;
            button_text?: string;
            autofill_text?: string;
            /** @default true */
            security_line?: boolean;
            /** @default true */
            expiry_line?: boolean;
            /** @default {} */
            bindings?: {
                [key: string]: {
                    name: string;
                    language: string;
                    expiry_minutes?: number;
                };
            };
        };
        ListedTemplateDraft: {
            key: string;
            channel: components["schemas"]["Channel"];
            locale: string;
            /** @description The version that was in use when it was begun; 0: none */
            base_version: number;
            actor: string;
            /** Format: date-time */
            at: string;
        };
        TemplateDraft: {
            key: string;
            channel: components["schemas"]["Channel"];
            locale: string;
            body?: string;
            subject?: string;
            /** @description SMS: the site whose browser fills the code in */
            webotp_domain?: string;
            /** @description SMS: the Android app that the text is handed to */
            app_hash?: string;
            /** @enum {string} */
            category?: "authentication" | "utility";
            button?: string;
            apps?: {
                package_name: string;
                signature_hash: string;
            }[];
            zero_tap_terms_accepted?: boolean;
            button_text?: string;
            autofill_text?: string;
            security_line?: boolean;
            expiry_line?: boolean;
            bindings: {
                [key: string]: {
                    name: string;
                    language: string;
                    expiry_minutes?: number;
                };
            };
            /** @description The version that was in use when it was begun; 0: none */
            base_version: number;
            actor: string;
            /** Format: date-time */
            at: string;
        };
        WholeTemplateVersion: {
            key: string;
            channel: components["schemas"]["Channel"];
            locale: string;
            body?: string;
            subject?: string;
            /** @description SMS: the site whose browser fills the code in */
            webotp_domain?: string;
            /** @description SMS: the Android app that the text is handed to */
            app_hash?: string;
            /** @enum {string} */
            category?: "authentication" | "utility";
            button?: string;
            apps?: {
                package_name: string;
                signature_hash: string;
            }[];
            zero_tap_terms_accepted?: boolean;
            button_text?: string;
            autofill_text?: string;
            security_line?: boolean;
            expiry_line?: boolean;
            bindings: {
                [key: string]: {
                    name: string;
                    language: string;
                    expiry_minutes?: number;
                };
            };
            version: number;
            /**
             * @description What made it
             * @enum {string}
             */
            change: "put" | "publish" | "rollback" | "import" | "submit" | "sync";
            /** @description Of a rollback: the version whose content it has again */
            from_version: number | null;
            actor: string;
            /** Format: date-time */
            at: string;
        };
        RollBackTemplate: {
            /** @description Whose content comes back */
            version: number;
        };
        TemplateSet: {
            templates: ({
                key: string;
                channel: components["schemas"]["Channel"];
                locale: string;
                /** @description Of the export; an import counts for itself */
                version?: number;
            } & {
                [key: string]: unknown;
            })[];
        };
        ImportedTemplates: {
            dry_run: boolean;
            created: number;
            updated: number;
            unchanged: number;
            deleted: number;
            templates: {
                key: string;
                channel: components["schemas"]["Channel"];
                locale: string;
                /** @enum {string} */
                outcome: "created" | "updated" | "unchanged" | "deleted";
                /** @description In use after it; of a deleted one the last that was */
                version: number;
            }[];
            /** @description What this change leaves that can't work; it was made all the same */
            findings: components["schemas"]["Finding"][];
        };
        TemplatePreview: {
            /** @description Where a provider takes free text: the very words that would be sent */
            text: string;
            /** @description Of an e-mail */
            subject: string | null;
            /** @enum {string} */
            encoding: "GSM-7" | "UCS-2";
            segments: number;
            characters: number;
            /** @description Septets of GSM-7, or UTF-16 units of UCS-2 */
            units: number;
            /** @description The text as it is split over parts of SMS */
            parts: {
                text: string;
                characters: number;
                /** @description Septets of GSM-7, or UTF-16 units of UCS-2 */
                units: number;
            }[];
            /** @description As a phone shows it; *…* is bold there */
            whatsapp: {
                body: string;
                footer: string | null;
                buttons: {
                    /** @enum {string} */
                    type: "copy_code" | "one_tap" | "zero_tap";
                    text: string;
                }[];
            } | null;
            /** @description What each provider of the routes would make of it, in their order */
            providers: {
                provider: string;
                kind: string;
                /**
                 * @description Our text; the vendor's approved template; or words that the vendor has by a setting of the provider
                 * @enum {string}
                 */
                shows: "text" | "template" | "vendor_words";
                /** @description Null where the words are the vendor's and not known here */
                text: string | null;
                /** @description Parts of SMS in this provider's alphabet; 1 on other channels */
                segments: number;
                /** @description Of the whole message; null: this provider has no price, so it is skipped */
                price: {
                    amount: string;
                    currency: string;
                    /** @enum {string} */
                    charged_on: "accepted" | "delivered";
                    /** @description Null where the price is by message */
                    per_segment: string | null;
                } | null;
                /** @description What the provider knows the template as; null where it needs none, or is not bound */
                binding: {
                    name: string;
                    language: string;
                    status: string;
                    reason: string | null;
                } | null;
                /** @description Why a send would pass it over with this variant: switched off, not bound, paused, no price, …; else null */
                skipped: string | null;
            }[];
            /** @description The dearest of the providers that are not skipped, which is what would be held; null: none */
            price: {
                amount: string;
                currency: string;
                /** @enum {string} */
                charged_on: "accepted" | "delivered";
            } | null;
            /** @description What the linter says of it, errors too */
            findings: components["schemas"]["Finding"][];
        };
        PreviewTemplate: {
            template?: components["schemas"]["PutTemplate"] & unknown;
            /** @description A number, for its own price; it is neither stored nor sent to */
            to?: string;
            /** @default {} */
            params?: {
                [key: string]: string;
            };
            /** @description In place of the stored text */
            body?: string;
            /** @description In place of the stored subject, of an e-mail */
            subject?: string;
            /** @default 123456 */
            code?: string;
            /** @description In place of the tenant's */
            brand?: string;
            /** @default demo */
            user?: string;
            /** @default login */
            purpose?: string;
            /** @default 300 */
            ttl_seconds?: number;
        };
        TemplateLint: {
            counts: {
                error: number;
                warning: number;
                info: number;
            };
            data: {
                key: string;
                channel: components["schemas"]["Channel"];
                locale: string;
                version: number;
                /** @description Of this variant; what a template lacks stands with its first */
                findings: components["schemas"]["Finding"][];
            }[];
        };
        TemplateSubmission: {
            /** @description The provider did it */
            ok: boolean;
            /**
             * @description `ambiguous`: it may have done it; sync later
             * @enum {string|null}
             */
            error_class: "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous" | null;
            /** @description The provider's own code, or a word of ours like timeout */
            provider_code: string | null;
            /** @description What the provider said, up to 1 KiB, secrets masked */
            provider_words: string | null;
            /** @description As they are now, with the state of each binding */
            templates: components["schemas"]["Template"][];
            /** @description The words that the provider makes, where it tells them */
            previews: {
                language: string;
                body: string;
                footer: string | null;
                button: string | null;
                autofill: string | null;
            }[];
            /** @description What this change leaves that can't work; it was made all the same */
            findings: components["schemas"]["Finding"][];
        };
        SubmitTemplate: {
            provider: string;
            /** @description Its name with the provider; default: the binding's, else the key */
            name?: string;
            /** @description Default: the binding's, else the locale's */
            language?: string;
            /** @description Default: the binding's, else 5 minutes */
            expiry_minutes?: number;
            /** @description More locales of this key, in the same submission; `meta-cloud` only */
            locales?: string[];
        };
        TemplateWithdrawal: {
            /** @description The provider did it */
            ok: boolean;
            /**
             * @description `ambiguous`: it may have done it; sync later
             * @enum {string|null}
             */
            error_class: "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous" | null;
            /** @description The provider's own code, or a word of ours like timeout */
            provider_code: string | null;
            /** @description What the provider said, up to 1 KiB, secrets masked */
            provider_words: string | null;
            template: components["schemas"]["Template"];
            /** @description What this change leaves that can't work; it was made all the same */
            findings: components["schemas"]["Finding"][];
        };
        WithdrawTemplate: {
            provider: string;
            /**
             * @description Also the last way of a channel
             * @default false
             */
            force?: boolean;
        };
        TemplateSync: {
            /** @description The provider did it */
            ok: boolean;
            /**
             * @description `ambiguous`: it may have done it; sync later
             * @enum {string|null}
             */
            error_class: "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous" | null;
            /** @description The provider's own code, or a word of ours like timeout */
            provider_code: string | null;
            /** @description What the provider said, up to 1 KiB, secrets masked */
            provider_words: string | null;
            /** @description False: what is absent from the provider's list may still be there */
            complete: boolean;
            changed: {
                key: string;
                channel: components["schemas"]["Channel"];
                locale: string;
                name: string;
                language: string;
                /** @enum {string} */
                before: "approved" | "pending" | "rejected" | "paused" | "disabled";
                /** @enum {string} */
                status: "approved" | "pending" | "rejected" | "paused" | "disabled";
                reason: string | null;
            }[];
            /** @description Whose text says another life of the code than the binding said: bound as it is */
            corrected: {
                key: string;
                channel: components["schemas"]["Channel"];
                locale: string;
                name: string;
                language: string;
                before: number | null;
                /** @description What its text says; null: nothing */
                expiry_minutes: number | null;
            }[];
            /** @description Bound here and not with the provider: out of the plan as `disabled` */
            missing: {
                key: string;
                channel: components["schemas"]["Channel"];
                locale: string;
                name: string;
                language: string;
            }[];
            /** @description With the provider and bound nowhere, the first 200; put a binding by hand to use one */
            unbound: {
                /** @description What a binding would name */
                name: string;
                /** @description Its name with the provider */
                title: string;
                language: string;
                /** @enum {string|null} */
                status: "approved" | "pending" | "rejected" | "paused" | "disabled" | null;
                reason: string | null;
            }[];
        };
        SyncTemplates: {
            provider: string;
        };
        TemplateProvider: {
            provider: string;
            kind: string;
            /** @enum {string} */
            state: "on" | "drain" | "off";
            /** @description The first tenant's, whose templates are approved at the first tenant's account */
            shared: boolean;
            /** @description On which it sends nothing but templates that it knows: a variant needs a binding */
            channels: components["schemas"]["Channel"][];
            /** @description What its vendor's calls for templates can do; null: it has none, or the provider is shared */
            vendor: {
                /**
                 * @description What a binding names: the template's own name, or the vendor's id of it
                 * @enum {string}
                 */
                binds_by: "name" | "id";
                buttons: ("copy_code" | "one_tap" | "zero_tap")[];
                /** @description One submission may have several locales */
                several_languages: boolean;
                /**
                 * @description What a withdrawal deletes there; null: nothing can be
                 * @enum {string|null}
                 */
                deletes: "language" | "name" | null;
            } | null;
        };
        Message: {
            /** @example msg_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
            id: string;
            otp: string;
            /** @enum {string} */
            status: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";
            channel: components["schemas"]["Channel"];
            /** @description Masked */
            to: string;
            /** @description Who took it, or tried last */
            provider: string | null;
            /** @description Of what `provider` sent, like the locale and the version */
            template: string;
            locale: string;
            template_version: number;
            /** @description The price of `provider`, fixed when the money was held */
            price: string | null;
            charged: string;
            currency: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            accepted_at: string | null;
            /** Format: date-time */
            updated_at: string;
            /** Format: date-time */
            expires_at: string;
            /** @description Whose code it is, as the ERP knows them */
            user: string | null;
            /** @description Sent to the tenant's central number for that user */
            central: boolean;
            /** @description What the message called them, where that was the stored name and not `user` */
            name: string | null;
        };
        MessageWithAttempts: components["schemas"]["Message"] & {
            /** @description Oldest first */
            attempts: components["schemas"]["Attempt"][];
            /** @description In the order in which they came */
            reports: {
                status: string;
                /**
                 * Format: date-time
                 * @description By the provider's clock, often in whole seconds
                 */
                at: string;
                provider_code?: string;
                provider: string;
                /** Format: date-time */
                received_at: string;
                /**
                 * @description What the message became by it; null: it stayed as it was
                 * @enum {string|null}
                 */
                changed_to: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown" | null;
                /**
                 * @description `repeated`: known already. `late`: something later was known, or the message had been given up on. `contradicts`: it can't be true beside what was known; delivered beats failed. `superseded`: of a provider that another had taken over from
                 * @enum {string|null}
                 */
                mark: "repeated" | "late" | "contradicts" | "superseded" | null;
            }[];
            /** @description Left out, and why */
            skips: {
                provider: string;
                reason: string;
            }[];
        };
        Attempt: {
            provider: string;
            channel: components["schemas"]["Channel"];
            /** Format: date-time */
            started_at: string;
            latency_ms: number;
            /** @enum {string} */
            outcome: "accepted" | "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous";
            /** @enum {string|null} */
            error_class: "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous" | null;
            provider_code: string | null;
            /** @description Null without `reveal`, too, where the number can be read from it (WhatsApp's), or was erased */
            provider_message_id: string | null;
            /** @description What this provider was given; null for attempts of before it was kept */
            template: {
                key: string;
                locale: string;
                version: number;
            } | null;
        };
        MessageTimeline: {
            id: string;
            otp: string;
            /** @enum {string} */
            status: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";
            currency: string;
            /**
             * Format: date-time
             * @description When a provider took it: not yet delivered
             */
            accepted_at: string | null;
            /** Format: date-time */
            sent_at: string | null;
            /**
             * Format: date-time
             * @description When it was reported delivered, or read, which implies it
             */
            delivered_at: string | null;
            /** Format: date-time */
            read_at: string | null;
            /** @description Oldest first; the last `status` is the message's own */
            timeline: {
                /**
                 * Format: date-time
                 * @description By this gateway's clock
                 */
                at: string;
                /**
                 * @description Whose word it is. `issue`: it was made. `attempt`: it was handed to a provider. `answer`: the provider answered. `report`: the provider's later word. `route`: no provider was left. `timer`: nothing was heard in time. `otp_ended`: the OTP ended before it left. `ledger`: money moved
                 * @enum {string}
                 */
                by: "issue" | "attempt" | "answer" | "report" | "route" | "timer" | "otp_ended" | "ledger";
                /**
                 * @description What it was from then on; null: as before
                 * @enum {string|null}
                 */
                status: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown" | null;
                /**
                 * @description `repeated`: known already. `late`: something later was known, or the message had been given up on. `contradicts`: it can't be true beside what was known; delivered beats failed. `superseded`: of a provider that another had taken over from
                 * @enum {string|null}
                 */
                mark: "repeated" | "late" | "contradicts" | "superseded" | null;
                provider: string | null;
                /**
                 * @description Of an answer
                 * @enum {string|null}
                 */
                outcome: "accepted" | "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous" | null;
                /** @description Of a report: its word */
                reported: string | null;
                /** @enum {string|null} */
                error_class: "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous" | null;
                provider_code: string | null;
                /**
                 * @description `charged_late`: it was delivered after its hold had been released
                 * @enum {string|null}
                 */
                money: "held" | "charged" | "released" | "refunded" | "charged_late" | null;
                /** @description Of `money`, in `currency` */
                amount: string | null;
            }[];
        };
        Story: {
            /** @description Of a number: what the fraud guard holds against its prefix or country now; `blocked` refuses the next issue */
            guard: {
                /** @example +62812 */
                key: string;
                /** @enum {string} */
                state: "ok" | "suspected" | "blocked" | "outage";
                /** Format: date-time */
                since: string | null;
                text: {
                    en: string;
                    id: string;
                };
            }[];
            otps: {
                id: string;
                status: string;
                /**
                 * @description How it got there, what became of it, what it cost
                 * @example {
                 *       "en": "Delivered by SMS after WhatsApp failed twice; verified 14 s later; cost 850 IDR.",
                 *       "id": "…"
                 *     }
                 */
                summary: {
                    en: string;
                    id: string;
                };
                /** @description What support may tell the person, or do, now */
                advice: {
                    en: string;
                    id: string;
                };
                purpose: string;
                /** @description Masked */
                to: string;
                user: string | null;
                /** @description Sent to the tenant's central numbers for that user */
                central: boolean;
                attempts_left: number;
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                expires_at: string;
                /** @description What its messages called them, where that was the stored name and not `user` */
                name: string | null;
            }[];
            /** @description Oldest first */
            story: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                kind: "otp" | "message" | "skip" | "attempt" | "report" | "money" | "event";
                otp: string;
                message: string | null;
                text: {
                    en: string;
                    id: string;
                };
            }[];
            /** @description With `q`: the filter that it was taken for; null: nothing was found, whatever it is */
            taken_for?: {
                /** @enum {string} */
                as: "to" | "otp" | "message" | "provider_message_id" | "user";
                /** @description A number is masked */
                value: string;
            } | null;
        };
        Limits: {
            /**
             * @description Where a put takes what it leaves out from; see `GET /v1/limits/presets`
             * @default normal
             * @enum {string}
             */
            preset?: "normal" | "strict" | "open";
            /**
             * @description Seconds between two sends to one recipient; 0: none
             * @default 30
             */
            cooldown_seconds?: number;
            /**
             * @description Each recipient; a verified OTP no longer counts
             * @default [
             *       {
             *         "max": 5,
             *         "per_seconds": 3600
             *       },
             *       {
             *         "max": 10,
             *         "per_seconds": 86400
             *       }
             *     ]
             */
            recipient?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Each client address
             * @default [
             *       {
             *         "max": 20,
             *         "per_seconds": 3600
             *       }
             *     ]
             */
            client_ip?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Each /64 of IPv6 client addresses, which one household or server has to itself
             * @default [
             *       {
             *         "max": 60,
             *         "per_seconds": 3600
             *       }
             *     ]
             */
            client_net?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Each user, whoever they are sent to; a verified OTP no longer counts
             * @default []
             */
            user?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Each beginning of a number: country code and next digits, like +62812
             * @default []
             */
            prefix?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Each country of a number
             * @default []
             */
            country?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description All of the tenant
             * @default [
             *       {
             *         "max": 100,
             *         "per_seconds": 1
             *       }
             *     ]
             */
            tenant?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Messages to each provider, counted where it is the first to be tried
             * @default []
             */
            provider?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description All tenants together; only in the first tenant's document
             * @default []
             */
            gateway?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @default [
             *       "ID"
             *     ]
             */
            countries?: string[];
            /**
             * @description In place of the same members where only providers of kind `sandbox` can carry the message
             * @default {}
             */
            sandbox?: {
                /** @description Seconds between two sends to one recipient; 0: none */
                cooldown_seconds?: number;
                /** @description Each recipient; left out: as the tenant's */
                recipient?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description Each user; left out: as the tenant's */
                user?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description Each client address; left out: as the tenant's */
                client_ip?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description Each /64 of IPv6 client addresses; left out: as the tenant's */
                client_net?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description Each prefix; left out: as the tenant's */
                prefix?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description Each country; left out: as the tenant's */
                country?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description The whole tenant; left out: as the tenant's */
                tenant?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
            };
            /** @default {} */
            guesses?: {
                /**
                 * @description Wrong codes in a row, over all OTPs of a recipient or user, before there are waits
                 * @default 100
                 */
                free?: number;
                /**
                 * @description The first wait in seconds; each further wrong code doubles it
                 * @default 60
                 */
                first_wait_seconds?: number;
                /**
                 * @description No wait in seconds is longer
                 * @default 3600
                 */
                longest_wait_seconds?: number;
            };
            /**
             * @description Money held or charged, decimal strings; null: no ceiling
             * @default {}
             */
            ceilings?: {
                /**
                 * @description A provider whose price is higher is left out; in the account's currency
                 * @default null
                 */
                per_message?: string | null;
                /**
                 * @description In any hour, in the account's currency
                 * @default null
                 */
                per_hour?: string | null;
                /**
                 * @description In any 24 hours, in the account's currency
                 * @default null
                 */
                per_day?: string | null;
                /**
                 * @description Each country
                 * @default {}
                 */
                country?: {
                    /**
                     * @description In any hour, in the account's currency
                     * @default null
                     */
                    per_hour?: string | null;
                    /**
                     * @description In any 24 hours, in the account's currency
                     * @default null
                     */
                    per_day?: string | null;
                };
                /**
                 * @description Each prefix
                 * @default {}
                 */
                prefix?: {
                    /**
                     * @description In any hour, in the account's currency
                     * @default null
                     */
                    per_hour?: string | null;
                    /**
                     * @description In any 24 hours, in the account's currency
                     * @default null
                     */
                    per_day?: string | null;
                };
                /**
                 * @description All tenants together; only in the first tenant's document
                 * @default {}
                 */
                gateway?: {
                    /**
                     * @description A provider whose price is higher is left out; in the account's currency
                     * @default null
                     */
                    per_message?: string | null;
                    /**
                     * @description In any hour, in the account's currency
                     * @default null
                     */
                    per_hour?: string | null;
                    /**
                     * @description In any 24 hours, in the account's currency
                     * @default null
                     */
                    per_day?: string | null;
                };
            };
            /** @default {} */
            guard?: {
                /**
                 * @description `monitor`: a suspicion is recorded and told; `block`: nothing is sent there either
                 * @default monitor
                 * @enum {string}
                 */
                mode?: "off" | "monitor" | "block";
                /**
                 * @description OTPs; fewer are no evidence
                 * @default 50
                 */
                min_sent?: number;
                /**
                 * @description Verified of sent; below it a key is suspected
                 * @default 0.35
                 */
                min_conversion?: number;
                /**
                 * @description The moving window, in seconds
                 * @default 3600
                 */
                window_seconds?: number;
                /**
                 * @description How long a block lasts, in seconds; then it is looked at anew
                 * @default 43200
                 */
                block_seconds?: number;
                /**
                 * @description Never blocked nor suspected: beginnings of numbers, like +62812, and countries, like SG
                 * @default []
                 */
                allow?: string[];
            };
        };
        PutLimits: {
            /**
             * @description Where a put takes what it leaves out from; see `GET /v1/limits/presets`
             * @default normal
             * @enum {string}
             */
            preset?: "normal" | "strict" | "open";
            /**
             * @description Seconds between two sends to one recipient; 0: none
             * @default 30
             */
            cooldown_seconds?: number;
            /**
             * @description Each recipient; a verified OTP no longer counts
             * @default [
             *       {
             *         "max": 5,
             *         "per_seconds": 3600
             *       },
             *       {
             *         "max": 10,
             *         "per_seconds": 86400
             *       }
             *     ]
             */
            recipient?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Each client address
             * @default [
             *       {
             *         "max": 20,
             *         "per_seconds": 3600
             *       }
             *     ]
             */
            client_ip?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Each /64 of IPv6 client addresses, which one household or server has to itself
             * @default [
             *       {
             *         "max": 60,
             *         "per_seconds": 3600
             *       }
             *     ]
             */
            client_net?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Each user, whoever they are sent to; a verified OTP no longer counts
             * @default []
             */
            user?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Each beginning of a number: country code and next digits, like +62812
             * @default []
             */
            prefix?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Each country of a number
             * @default []
             */
            country?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description All of the tenant
             * @default [
             *       {
             *         "max": 100,
             *         "per_seconds": 1
             *       }
             *     ]
             */
            tenant?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description Messages to each provider, counted where it is the first to be tried
             * @default []
             */
            provider?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @description All tenants together; only in the first tenant's document
             * @default []
             */
            gateway?: {
                /** @description So many in any span of `per_seconds` */
                max: number;
                /** @description The span in seconds, sliding; at most a week */
                per_seconds: number;
            }[];
            /**
             * @default [
             *       "ID"
             *     ]
             */
            countries?: string[];
            /**
             * @description In place of the same members where only providers of kind `sandbox` can carry the message
             * @default {}
             */
            sandbox?: {
                /** @description Seconds between two sends to one recipient; 0: none */
                cooldown_seconds?: number;
                /** @description Each recipient; left out: as the tenant's */
                recipient?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description Each user; left out: as the tenant's */
                user?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description Each client address; left out: as the tenant's */
                client_ip?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description Each /64 of IPv6 client addresses; left out: as the tenant's */
                client_net?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description Each prefix; left out: as the tenant's */
                prefix?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description Each country; left out: as the tenant's */
                country?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
                /** @description The whole tenant; left out: as the tenant's */
                tenant?: {
                    /** @description So many in any span of `per_seconds` */
                    max: number;
                    /** @description The span in seconds, sliding; at most a week */
                    per_seconds: number;
                }[];
            };
            /** @default {} */
            guesses?: {
                /**
                 * @description Wrong codes in a row, over all OTPs of a recipient or user, before there are waits
                 * @default 100
                 */
                free?: number;
                /**
                 * @description The first wait in seconds; each further wrong code doubles it
                 * @default 60
                 */
                first_wait_seconds?: number;
                /**
                 * @description No wait in seconds is longer
                 * @default 3600
                 */
                longest_wait_seconds?: number;
            };
            /**
             * @description Money held or charged, decimal strings; null: no ceiling
             * @default {}
             */
            ceilings?: {
                /**
                 * @description A provider whose price is higher is left out; in the account's currency
                 * @default null
                 */
                per_message?: string | null;
                /**
                 * @description In any hour, in the account's currency
                 * @default null
                 */
                per_hour?: string | null;
                /**
                 * @description In any 24 hours, in the account's currency
                 * @default null
                 */
                per_day?: string | null;
                /**
                 * @description Each country
                 * @default {}
                 */
                country?: {
                    /**
                     * @description In any hour, in the account's currency
                     * @default null
                     */
                    per_hour?: string | null;
                    /**
                     * @description In any 24 hours, in the account's currency
                     * @default null
                     */
                    per_day?: string | null;
                };
                /**
                 * @description Each prefix
                 * @default {}
                 */
                prefix?: {
                    /**
                     * @description In any hour, in the account's currency
                     * @default null
                     */
                    per_hour?: string | null;
                    /**
                     * @description In any 24 hours, in the account's currency
                     * @default null
                     */
                    per_day?: string | null;
                };
                /**
                 * @description All tenants together; only in the first tenant's document
                 * @default {}
                 */
                gateway?: {
                    /**
                     * @description A provider whose price is higher is left out; in the account's currency
                     * @default null
                     */
                    per_message?: string | null;
                    /**
                     * @description In any hour, in the account's currency
                     * @default null
                     */
                    per_hour?: string | null;
                    /**
                     * @description In any 24 hours, in the account's currency
                     * @default null
                     */
                    per_day?: string | null;
                };
            };
            /** @default {} */
            guard?: {
                /**
                 * @description `monitor`: a suspicion is recorded and told; `block`: nothing is sent there either
                 * @default monitor
                 * @enum {string}
                 */
                mode?: "off" | "monitor" | "block";
                /**
                 * @description OTPs; fewer are no evidence
                 * @default 50
                 */
                min_sent?: number;
                /**
                 * @description Verified of sent; below it a key is suspected
                 * @default 0.35
                 */
                min_conversion?: number;
                /**
                 * @description The moving window, in seconds
                 * @default 3600
                 */
                window_seconds?: number;
                /**
                 * @description How long a block lasts, in seconds; then it is looked at anew
                 * @default 43200
                 */
                block_seconds?: number;
                /**
                 * @description Never blocked nor suspected: beginnings of numbers, like +62812, and countries, like SG
                 * @default []
                 */
                allow?: string[];
            };
        };
        LimitPresets: {
            data: {
                /** @enum {string} */
                name: "normal" | "strict" | "open";
                /** @description For people */
                about: string;
                /** @description The whole document that a put of the preset alone makes */
                limits: {
                    /**
                     * @description Where a put takes what it leaves out from; see `GET /v1/limits/presets`
                     * @default normal
                     * @enum {string}
                     */
                    preset?: "normal" | "strict" | "open";
                    /**
                     * @description Seconds between two sends to one recipient; 0: none
                     * @default 30
                     */
                    cooldown_seconds?: number;
                    /**
                     * @description Each recipient; a verified OTP no longer counts
                     * @default [
                     *       {
                     *         "max": 5,
                     *         "per_seconds": 3600
                     *       },
                     *       {
                     *         "max": 10,
                     *         "per_seconds": 86400
                     *       }
                     *     ]
                     */
                    recipient?: {
                        /** @description So many in any span of `per_seconds` */
                        max: number;
                        /** @description The span in seconds, sliding; at most a week */
                        per_seconds: number;
                    }[];
                    /**
                     * @description Each client address
                     * @default [
                     *       {
                     *         "max": 20,
                     *         "per_seconds": 3600
                     *       }
                     *     ]
                     */
                    client_ip?: {
                        /** @description So many in any span of `per_seconds` */
                        max: number;
                        /** @description The span in seconds, sliding; at most a week */
                        per_seconds: number;
                    }[];
                    /**
                     * @description Each /64 of IPv6 client addresses, which one household or server has to itself
                     * @default [
                     *       {
                     *         "max": 60,
                     *         "per_seconds": 3600
                     *       }
                     *     ]
                     */
                    client_net?: {
                        /** @description So many in any span of `per_seconds` */
                        max: number;
                        /** @description The span in seconds, sliding; at most a week */
                        per_seconds: number;
                    }[];
                    /**
                     * @description Each user, whoever they are sent to; a verified OTP no longer counts
                     * @default []
                     */
                    user?: {
                        /** @description So many in any span of `per_seconds` */
                        max: number;
                        /** @description The span in seconds, sliding; at most a week */
                        per_seconds: number;
                    }[];
                    /**
                     * @description Each beginning of a number: country code and next digits, like +62812
                     * @default []
                     */
                    prefix?: {
                        /** @description So many in any span of `per_seconds` */
                        max: number;
                        /** @description The span in seconds, sliding; at most a week */
                        per_seconds: number;
                    }[];
                    /**
                     * @description Each country of a number
                     * @default []
                     */
                    country?: {
                        /** @description So many in any span of `per_seconds` */
                        max: number;
                        /** @description The span in seconds, sliding; at most a week */
                        per_seconds: number;
                    }[];
                    /**
                     * @description All of the tenant
                     * @default [
                     *       {
                     *         "max": 100,
                     *         "per_seconds": 1
                     *       }
                     *     ]
                     */
                    tenant?: {
                        /** @description So many in any span of `per_seconds` */
                        max: number;
                        /** @description The span in seconds, sliding; at most a week */
                        per_seconds: number;
                    }[];
                    /**
                     * @description Messages to each provider, counted where it is the first to be tried
                     * @default []
                     */
                    provider?: {
                        /** @description So many in any span of `per_seconds` */
                        max: number;
                        /** @description The span in seconds, sliding; at most a week */
                        per_seconds: number;
                    }[];
                    /**
                     * @description All tenants together; only in the first tenant's document
                     * @default []
                     */
                    gateway?: {
                        /** @description So many in any span of `per_seconds` */
                        max: number;
                        /** @description The span in seconds, sliding; at most a week */
                        per_seconds: number;
                    }[];
                    /**
                     * @default [
                     *       "ID"
                     *     ]
                     */
                    countries?: string[];
                    /**
                     * @description In place of the same members where only providers of kind `sandbox` can carry the message
                     * @default {}
                     */
                    sandbox?: {
                        /** @description Seconds between two sends to one recipient; 0: none */
                        cooldown_seconds?: number;
                        /** @description Each recipient; left out: as the tenant's */
                        recipient?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /** @description Each user; left out: as the tenant's */
                        user?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /** @description Each client address; left out: as the tenant's */
                        client_ip?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /** @description Each /64 of IPv6 client addresses; left out: as the tenant's */
                        client_net?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /** @description Each prefix; left out: as the tenant's */
                        prefix?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /** @description Each country; left out: as the tenant's */
                        country?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /** @description The whole tenant; left out: as the tenant's */
                        tenant?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                    };
                    /** @default {} */
                    guesses?: {
                        /**
                         * @description Wrong codes in a row, over all OTPs of a recipient or user, before there are waits
                         * @default 100
                         */
                        free?: number;
                        /**
                         * @description The first wait in seconds; each further wrong code doubles it
                         * @default 60
                         */
                        first_wait_seconds?: number;
                        /**
                         * @description No wait in seconds is longer
                         * @default 3600
                         */
                        longest_wait_seconds?: number;
                    };
                    /**
                     * @description Money held or charged, decimal strings; null: no ceiling
                     * @default {}
                     */
                    ceilings?: {
                        /**
                         * @description A provider whose price is higher is left out; in the account's currency
                         * @default null
                         */
                        per_message?: string | null;
                        /**
                         * @description In any hour, in the account's currency
                         * @default null
                         */
                        per_hour?: string | null;
                        /**
                         * @description In any 24 hours, in the account's currency
                         * @default null
                         */
                        per_day?: string | null;
                        /**
                         * @description Each country
                         * @default {}
                         */
                        country?: {
                            /**
                             * @description In any hour, in the account's currency
                             * @default null
                             */
                            per_hour?: string | null;
                            /**
                             * @description In any 24 hours, in the account's currency
                             * @default null
                             */
                            per_day?: string | null;
                        };
                        /**
                         * @description Each prefix
                         * @default {}
                         */
                        prefix?: {
                            /**
                             * @description In any hour, in the account's currency
                             * @default null
                             */
                            per_hour?: string | null;
                            /**
                             * @description In any 24 hours, in the account's currency
                             * @default null
                             */
                            per_day?: string | null;
                        };
                        /**
                         * @description All tenants together; only in the first tenant's document
                         * @default {}
                         */
                        gateway?: {
                            /**
                             * @description A provider whose price is higher is left out; in the account's currency
                             * @default null
                             */
                            per_message?: string | null;
                            /**
                             * @description In any hour, in the account's currency
                             * @default null
                             */
                            per_hour?: string | null;
                            /**
                             * @description In any 24 hours, in the account's currency
                             * @default null
                             */
                            per_day?: string | null;
                        };
                    };
                    /** @default {} */
                    guard?: {
                        /**
                         * @description `monitor`: a suspicion is recorded and told; `block`: nothing is sent there either
                         * @default monitor
                         * @enum {string}
                         */
                        mode?: "off" | "monitor" | "block";
                        /**
                         * @description OTPs; fewer are no evidence
                         * @default 50
                         */
                        min_sent?: number;
                        /**
                         * @description Verified of sent; below it a key is suspected
                         * @default 0.35
                         */
                        min_conversion?: number;
                        /**
                         * @description The moving window, in seconds
                         * @default 3600
                         */
                        window_seconds?: number;
                        /**
                         * @description How long a block lasts, in seconds; then it is looked at anew
                         * @default 43200
                         */
                        block_seconds?: number;
                        /**
                         * @description Never blocked nor suspected: beginnings of numbers, like +62812, and countries, like SG
                         * @default []
                         */
                        allow?: string[];
                    };
                };
            }[];
        };
        LimitUsage: {
            /** @description Masked */
            to: string | null;
            /** @description Whether these are the sandbox's windows */
            sandbox: boolean;
            /**
             * Format: date-time
             * @description A code was sent a moment ago; null: none holds the next one back
             */
            cooldown_until: string | null;
            windows: {
                /** @description As a refusal names it */
                limit: string;
                max: number;
                per_seconds: number;
                used: number;
                /**
                 * Format: date-time
                 * @description When there is room again; null: now
                 */
                free_at: string | null;
            }[];
            /** @description What the fraud guard holds against the number's prefix or country; `blocked` refuses the next issue */
            guard: {
                /** @example +62812 */
                key: string;
                /** @description Of a prefix */
                country: string | null;
                /** @enum {string} */
                state: "ok" | "suspected" | "blocked" | "outage";
                /**
                 * @description `conversion`: too few verified; `sequential`: numbers that follow each other; `new`: much at once to a prefix that had nothing for thirty days; `not_arrived`, `everywhere`: an outage, not fraud; `unverified`: nobody verifies the tenant's codes here, so that nothing can be said; `by_hand`; `time`: the block ran out; `proven`: its people verified after all; `recovered`; `quiet`: too little is sent; `mode`, `allowed`: the limits were changed
                 * @enum {string|null}
                 */
                because: "conversion" | "sequential" | "new" | "not_arrived" | "everywhere" | "unverified" | "by_hand" | "time" | "proven" | "recovered" | "quiet" | "mode" | "allowed" | null;
                /** Format: date-time */
                since: string | null;
                /**
                 * Format: date-time
                 * @description Of a block: when it ends by itself
                 */
                until: string | null;
                /** @description Why, with the figures by which it was decided */
                text: {
                    en: string;
                    id: string;
                } | null;
            }[];
            guesses: {
                /** @enum {string} */
                limit: "guesses" | "guesses_user";
                /** @description Wrong codes in a row */
                wrong: number;
                /** @description So many before there are waits */
                free: number;
                /**
                 * Format: date-time
                 * @description The next check is allowed then; null: now
                 */
                wait_until: string | null;
            }[];
            ceilings: {
                limit: string;
                /** @description Of the whole gateway, to the first tenant alone */
                ceiling: string | null;
                /** @description Held or charged in the span; of the whole gateway as above */
                used: string | null;
                currency: string;
                /**
                 * Format: date-time
                 * @description When there is room again, if it is used up; null: now
                 */
                free_at: string | null;
            }[];
        };
        ForgivenLimits: {
            /** @description OTPs whose sends no window and no cool-down counts any more */
            otps: number;
            /** @description Counts of wrong codes in a row, with their waits */
            guesses: number;
            /** @description Counters of the client address and its network */
            addresses: number;
        };
        ForgiveLimits: {
            /** @description A recipient, or `central` with `user` */
            to?: string;
            /** @description The ERP's word for a person */
            user?: string;
            /** @description An end user's address; an IPv6 address stands for its /64 too */
            client_ip?: string;
            /** @description Why, for the audit */
            reason?: string;
        };
        GuardKey: {
            /** @example +62812 */
            key: string;
            /** @description Of a prefix */
            country: string | null;
            /** @enum {string} */
            state: "ok" | "suspected" | "blocked" | "outage";
            /**
             * @description `conversion`: too few verified; `sequential`: numbers that follow each other; `new`: much at once to a prefix that had nothing for thirty days; `not_arrived`, `everywhere`: an outage, not fraud; `unverified`: nobody verifies the tenant's codes here, so that nothing can be said; `by_hand`; `time`: the block ran out; `proven`: its people verified after all; `recovered`; `quiet`: too little is sent; `mode`, `allowed`: the limits were changed
             * @enum {string|null}
             */
            because: "conversion" | "sequential" | "new" | "not_arrived" | "everywhere" | "unverified" | "by_hand" | "time" | "proven" | "recovered" | "quiet" | "mode" | "allowed" | null;
            /** Format: date-time */
            since: string | null;
            /**
             * Format: date-time
             * @description Of a block: when it ends by itself
             */
            until: string | null;
            /** @description Of the window, as of now */
            figures: {
                /** @description OTPs of which a provider took a message, each once, by the minute of its issue */
                sent: number;
                verified: number;
                /** @description Those that have had their time: two minutes old, or ended */
                settled: number;
                /** @description Verified of settled, 0 to 1; null: none has settled */
                conversion: number | null;
                /** @description Of the settled: verified, or reported as delivered */
                arrived: number;
                /** @description OTPs sent in the last five minutes, settled or not */
                recent: number;
                recent_verified: number;
            };
            /** @description Why, with the figures by which it was decided */
            text: {
                en: string;
                id: string;
            } | null;
        };
        GuardRelease: {
            /** @example +62812 */
            key: string;
            /** @enum {string} */
            state: "ok";
            allowed: boolean;
        };
        GuardDecision: {
            /** Format: date-time */
            at: string;
            /** @example +62812 */
            key: string;
            /** @enum {string} */
            decision: "suspected" | "blocked" | "outage" | "released" | "cleared";
            /**
             * @description `conversion`: too few verified; `sequential`: numbers that follow each other; `new`: much at once to a prefix that had nothing for thirty days; `not_arrived`, `everywhere`: an outage, not fraud; `unverified`: nobody verifies the tenant's codes here, so that nothing can be said; `by_hand`; `time`: the block ran out; `proven`: its people verified after all; `recovered`; `quiet`: too little is sent; `mode`, `allowed`: the limits were changed
             * @enum {string}
             */
            because: "conversion" | "sequential" | "new" | "not_arrived" | "everywhere" | "unverified" | "by_hand" | "time" | "proven" | "recovered" | "quiet" | "mode" | "allowed";
            /**
             * @description Of the tenant's guard at that moment
             * @enum {string}
             */
            mode: "off" | "monitor" | "block";
            /** @description `gateway`, or the key that released it */
            actor: string;
            /** Format: date-time */
            until: string | null;
            /** @description Of the window, at that moment */
            figures: {
                /** @description OTPs of which a provider took a message, each once, by the minute of its issue */
                sent: number;
                verified: number;
                /** @description Those that have had their time: two minutes old, or ended */
                settled: number;
                /** @description Verified of settled, 0 to 1; null: none has settled */
                conversion: number | null;
                /** @description Of the settled: verified, or reported as delivered */
                arrived: number;
                /** @description OTPs sent in the last five minutes, settled or not */
                recent: number;
                recent_verified: number;
            };
            text: {
                en: string;
                id: string;
            };
        };
        TopUp: {
            /** @example top_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
            id: string;
            /**
             * @description Only what is `posted` is in the balance; `reversal_requested` still is, `reversed` no longer
             * @enum {string}
             */
            status: "requested" | "posted" | "refused" | "reversal_requested" | "reversed";
            amount: string;
            currency: string;
            reference: string;
            note: string | null;
            /** @description Who brought it; the same as requested_by */
            actor: string;
            /**
             * Format: date-time
             * @description When it was brought
             */
            at: string;
            requested_by: string;
            /** @description Who approved or refused it; null while nobody has or had to */
            decided_by: string | null;
            /** Format: date-time */
            decided_at: string | null;
            /** @description Why it was refused */
            reason: string | null;
            /** Format: date-time */
            posted_at: string | null;
            /** @description The entry that added the money */
            entry: string | null;
            reversal: components["schemas"]["TopUpReversal"];
            proof: components["schemas"]["TopUpProof"];
        };
        TopUpReversal: {
            /** @enum {string} */
            status: "requested" | "posted" | "refused";
            /** @description Why it is taken back */
            reason: string;
            requested_by: string;
            /** Format: date-time */
            requested_at: string;
            decided_by: string | null;
            /** Format: date-time */
            decided_at: string | null;
            /** @description Why the reversal was refused */
            refusal: string | null;
            /** @description The adjustment that took the money back */
            entry: string | null;
        } | null;
        /** @description The newest version */
        TopUpProof: {
            /** @description From 1; a further file is a further version */
            version: number;
            /** @enum {string} */
            type: "application/pdf" | "image/png" | "image/jpeg";
            /** @description Bytes */
            size: number;
            /** @description Hex, of the file as it was sent */
            sha256: string;
            actor: string;
            /** Format: date-time */
            at: string;
        } | null;
        CreateTopUp: {
            /** @example 50000 */
            amount: string;
            /** @description Spaces around it don't count */
            reference: string;
            note?: string;
        };
        Adjustment: {
            id: string;
            /** @description Signed */
            amount: string;
            currency: string;
            reference: string;
            reason: string;
            actor: string;
            /** Format: date-time */
            at: string;
        };
        CreateAdjustment: {
            /** @example -356.65 */
            amount: string;
            reason: string;
            /** @description Spaces around it don't count */
            reference: string;
        };
        Entry: {
            id: string;
            /** @enum {string} */
            kind: "topup" | "hold" | "capture" | "release" | "refund" | "adjustment";
            /** @description What it adds to `available` */
            amount: string;
            /** @description What it adds to `held` */
            held_delta: string;
            available_after: string;
            held_after: string;
            currency: string;
            actor: string;
            reference: string | null;
            message: string | null;
            /** Format: date-time */
            at: string;
        };
        Actors: {
            /** @description Those that have a name */
            data: {
                actor: string;
                name: string;
            }[];
        };
        Statement: {
            /** @example 2026-11 */
            month: string;
            /** @example Asia/Jakarta */
            time_zone: string;
            /** Format: date-time */
            from: string;
            /**
             * Format: date-time
             * @description Exclusive
             */
            until: string;
            /**
             * @description Final when nothing can be written into the month any more
             * @enum {string}
             */
            status: "provisional" | "final";
            currency: string;
            /** @description Ledger entries of the month */
            entries: number;
            /**
             * @description Available and held
             * @example 356.65
             */
            opening: string;
            /**
             * @description Of it, promised to messages under way
             * @example 356.65
             */
            opening_held: string;
            topups: {
                count: number;
                /**
                 * @description Signed: what it adds to the total
                 * @example 356.65
                 */
                amount: string;
            };
            adjustments: {
                count: number;
                /**
                 * @description Signed: what it adds to the total
                 * @example 356.65
                 */
                amount: string;
            };
            spend: {
                /** @description Charged in the month */
                messages: number;
                /**
                 * @description What was captured, and charged late
                 * @example 356.65
                 */
                charged: string;
                /**
                 * @description What came back, of this month's messages or earlier ones
                 * @example 356.65
                 */
                refunded: string;
                /**
                 * @description `charged` − `refunded`; below zero when more came back
                 * @example 356.65
                 */
                spend: string;
                /** @description Messages that `refunded` came back of */
                refunds: number;
                /** @description Part of `charged`: messages that arrived after their hold had been released */
                late_charges: {
                    count: number;
                    /**
                     * @description Signed: what it adds to the total
                     * @example 356.65
                     */
                    amount: string;
                };
                by_channel: {
                    /** @description Null: none was named */
                    channel: string | null;
                    /** @description Charged in the month */
                    messages: number;
                    /**
                     * @description What was captured, and charged late
                     * @example 356.65
                     */
                    charged: string;
                    /**
                     * @description What came back, of this month's messages or earlier ones
                     * @example 356.65
                     */
                    refunded: string;
                    /**
                     * @description `charged` − `refunded`; below zero when more came back
                     * @example 356.65
                     */
                    spend: string;
                }[];
                by_provider: {
                    /** @description Null: none was named */
                    provider: string | null;
                    /** @description Charged in the month */
                    messages: number;
                    /**
                     * @description What was captured, and charged late
                     * @example 356.65
                     */
                    charged: string;
                    /**
                     * @description What came back, of this month's messages or earlier ones
                     * @example 356.65
                     */
                    refunded: string;
                    /**
                     * @description `charged` − `refunded`; below zero when more came back
                     * @example 356.65
                     */
                    spend: string;
                }[];
                by_purpose: {
                    /** @description Null: none was named */
                    purpose: string | null;
                    /** @description Charged in the month */
                    messages: number;
                    /**
                     * @description What was captured, and charged late
                     * @example 356.65
                     */
                    charged: string;
                    /**
                     * @description What came back, of this month's messages or earlier ones
                     * @example 356.65
                     */
                    refunded: string;
                    /**
                     * @description `charged` − `refunded`; below zero when more came back
                     * @example 356.65
                     */
                    spend: string;
                }[];
                by_cost_centre: {
                    /** @description Null: none was named */
                    cost_centre: string | null;
                    /** @description Charged in the month */
                    messages: number;
                    /**
                     * @description What was captured, and charged late
                     * @example 356.65
                     */
                    charged: string;
                    /**
                     * @description What came back, of this month's messages or earlier ones
                     * @example 356.65
                     */
                    refunded: string;
                    /**
                     * @description `charged` − `refunded`; below zero when more came back
                     * @example 356.65
                     */
                    spend: string;
                }[];
            };
            /**
             * @description opening + topups + adjustments − spend
             * @example 356.65
             */
            closing: string;
            /**
             * @description Of it, promised to messages under way
             * @example 356.65
             */
            closing_held: string;
            /** @description For keys of the first tenant alone */
            margin?: {
                /** @description Charged and not refunded, with a known cost */
                messages: number;
                /** @description Charged and not refunded, without one: not in these sums */
                unknown: number;
                /**
                 * @description What the former were charged at
                 * @example 356.65
                 */
                spend: string;
                /**
                 * @description What the providers take for them, by the price list of their time
                 * @example 356.65
                 */
                cost: string;
                /**
                 * @description `spend` − `cost`
                 * @example 356.65
                 */
                margin: string;
            };
            /** @description Who said that the statement is right, oldest first; kept as long as the audit is */
            signatures: {
                actor: string;
                /** @description As they were called then */
                actor_name: string | null;
                /** Format: date-time */
                at: string;
            }[];
        };
        SignStatement: {
            /**
             * @description In the tenant's time zone
             * @example 2026-11
             */
            month: string;
            /** @description The closing balance of the statement that was looked at */
            closing: string;
        };
        Stats: {
            /**
             * Format: date-time
             * @description The start of the first bucket
             */
            from: string;
            /**
             * Format: date-time
             * @description The end of the last one, exclusive
             */
            until: string;
            /** @enum {string} */
            bucket: "hour" | "day" | "month";
            /** @example Asia/Jakarta */
            time_zone: string;
            currency: string;
            /**
             * Format: date-time
             * @description All that happened before is counted; a second or two ago
             */
            as_of: string;
            totals: components["schemas"]["StatsFigures"];
            /** @description By `by`, the most sent first; null: does not apply. Empty without `by` */
            groups: (components["schemas"]["StatsFigures"] & {
                channel?: string | null;
                provider?: string | null;
                country?: string | null;
                template?: string | null;
                purpose?: string | null;
            })[];
            /** @description Each bucket, all groups together, oldest first; those in which nothing was too */
            series: (components["schemas"]["StatsFigures"] & {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
            })[];
        };
        StatsFigures: {
            /** @description Messages that a provider took, by its answer or by a later report; resends and fallbacks are messages */
            sent: number;
            /** @description Of these, reported to have arrived; a read message was delivered, whether that was reported or not */
            delivered: number;
            /** @description Of these, reported to have been read */
            read: number;
            /** @description Messages that failed, taken or not; one that arrived after all is among `delivered` too */
            failed: number;
            /** @description OTPs of which a message was sent, each once: in a group or under a filter of channel or provider, once for that channel or provider; decoys are none */
            otps: number;
            /** @description OTPs that were verified, counted for the channel and provider of the message that was taken last before the check */
            verified: number;
            /** @description `verified` ÷ `otps`; null: none was sent */
            conversion: number | null;
            /**
             * @description What was captured and charged late, less refunds, at the time of the ledger's entry
             * @example 356.65
             */
            charged: string;
            /** @description What the providers take for it, where the price list knew; for keys of the first tenant alone */
            cost?: string;
            /** @description Null where told apart or filtered by template or purpose, by which they are not kept; and of buckets of more than four days */
            latencies: {
                issue_to_wire: components["schemas"]["LatencyQuantiles"];
                wire_to_delivered: components["schemas"]["LatencyQuantiles"] & unknown;
                issue_to_verified: components["schemas"]["LatencyQuantiles"] & unknown;
            } | null;
        };
        /** @description From the issue, resend or fallback to the first try at a provider */
        LatencyQuantiles: {
            /** @description How many were measured */
            count: number;
            /** @description Milliseconds; half took no longer */
            p50: number;
            /** @description Milliseconds */
            p95: number;
            /** @description Milliseconds */
            p99: number;
        } | null;
        AttentionList: {
            data: components["schemas"]["Attention"][];
            counts: {
                error: number;
                warning: number;
                info: number;
            };
        };
        Attention: {
            /** @enum {string} */
            kind: "nothing_sends" | "ledger_wrong" | "balance_empty" | "provider_down" | "provider_unusable" | "channel_dead" | "webhook_off" | "balance_short" | "credit_short" | "template_refused" | "messages_failing" | "provider_failing" | "guard_blocked" | "guard_suspected" | "no_price" | "price_below_cost" | "step_broken" | "limits_open" | "webhook_failing" | "webhook_gave_up" | "topups_waiting" | "reconciliation_differs" | "guard_outage";
            /**
             * @description `error`: something can't work; `warning`: it costs money or loses messages; `info`: somebody waits
             * @enum {string}
             */
            severity: "error" | "warning" | "info";
            /**
             * Format: date-time
             * @description Null: nobody kept it
             */
            since: string | null;
            /** @description The provider, channel, template, prefix, webhook or tenant that it is about */
            subject: string;
            /**
             * @description Where it is read or changed
             * @example /v1/providers/meta
             */
            link: string;
            /** @description What the text is made of; which there are follows from the kind */
            facts: {
                [key: string]: unknown;
            };
            /** @description What is wrong and what it does, for people */
            text: {
                en: string;
                id: string;
            };
        };
        Setup: {
            /** @description A provider is on */
            provider: boolean;
            /** @description Every provider in the routes has a price */
            price: boolean;
            /** @description A channel of the fallback can carry a message */
            route: boolean;
            /** @description The balance can pay the cheapest issue */
            balance: boolean;
            /** @description The ERP has a key that is valid */
            key: boolean;
            /** @description A message was made, ever */
            message: boolean;
        };
        Reconciliation: {
            /** @example rec_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
            id: string;
            provider: string;
            file_sha256: string;
            actor: string;
            /** Format: date-time */
            at: string;
            /**
             * Format: date-time
             * @description The time that our messages were looked for; null: it names none of ours
             */
            from: string | null;
            /** Format: date-time */
            until: string | null;
            lines: number;
            /** @description Rows without an id, totals say; in no other figure */
            without_id: number;
            /** @description Messages of ours that it names */
            matched: number;
            currencies: {
                currency: string;
                invoiced: string;
                /** @description Of it, for messages of ours */
                matched: string;
                /** @description Of that, for those whose cost is known */
                invoiced_of_known: string;
                /** @description What those should cost by the price list */
                expected: string;
            }[];
            /** @description `unknown_here`: named, but not ours · `not_invoiced`: accepted by the provider in this time, but not named · `failed_here`: charged, though it failed or was never sent · `price_differs`: from its known cost, in the same currency · `duplicate`: named again */
            differences: {
                unknown_here: {
                    count: number;
                    amounts: {
                        currency: string;
                        amount: string;
                    }[];
                };
                not_invoiced: {
                    count: number;
                    amounts: {
                        currency: string;
                        amount: string;
                    }[];
                };
                failed_here: {
                    count: number;
                    amounts: {
                        currency: string;
                        amount: string;
                    }[];
                };
                price_differs: {
                    count: number;
                    amounts: {
                        currency: string;
                        amount: string;
                    }[];
                };
                duplicate: {
                    count: number;
                    amounts: {
                        currency: string;
                        amount: string;
                    }[];
                };
            };
        };
        ReconciliationRead: components["schemas"]["Reconciliation"] & {
            /** @description The first 100 differences that were kept */
            shown: {
                /** @enum {string} */
                kind: "unknown_here" | "not_invoiced" | "failed_here" | "price_differs" | "duplicate";
                /** @description Of the file */
                line: number | null;
                provider_message_id: string;
                message: string | null;
                /** @description Our message's */
                status: string | null;
                invoice_status: string | null;
                invoiced: string | null;
                currency: string | null;
                expected: string | null;
            }[];
        };
        LedgerCheck: {
            /** @description Null until it has been checked */
            ok: boolean | null;
            /** @description Number of the newest entry that is proven to follow from all before it */
            checked_seq: number;
            /** @description How many entries there are; the newer ones are checked at the next turn */
            entries: number;
            /** Format: date-time */
            checked_at: string | null;
            problem: {
                /** @description Number of the first entry that is wrong, where it is one */
                entry: number | null;
                message: string;
            } | null;
        };
        Prices: {
            prices: {
                /** @enum {string} */
                channel: "whatsapp" | "sms" | "voice" | "email";
                /** @default null */
                provider?: string | null;
                /** @default null */
                country?: string | null;
                /**
                 * @description The beginning of a number, finer than a country: +62812
                 * @default null
                 */
                prefix?: string | null;
                /** @description What the tenant pays, in the account's currency */
                amount: string;
                /**
                 * @description What the provider takes for the same, in the account's currency; null when it is not known
                 * @default null
                 */
                cost?: string | null;
                /**
                 * @description What amount and cost are for
                 * @default message
                 * @enum {string}
                 */
                per?: "message" | "segment";
                /**
                 * @description When it is paid: a provider took it, it reached the phone, or its OTP was verified
                 * @default accepted
                 * @enum {string}
                 */
                charged_on?: "accepted" | "delivered" | "verified";
                /**
                 * Format: date-time
                 * @default 1970-01-01T00:00:00Z
                 */
                valid_from?: string;
            }[];
        };
        PutPrices: {
            prices: {
                /** @enum {string} */
                channel: "whatsapp" | "sms" | "voice" | "email";
                /** @default null */
                provider?: string | null;
                /** @default null */
                country?: string | null;
                /**
                 * @description The beginning of a number, finer than a country: +62812
                 * @default null
                 */
                prefix?: string | null;
                /** @description What the tenant pays, in the account's currency */
                amount: string;
                /**
                 * @description What the provider takes for the same, in the account's currency; null when it is not known
                 * @default null
                 */
                cost?: string | null;
                /**
                 * @description What amount and cost are for
                 * @default message
                 * @enum {string}
                 */
                per?: "message" | "segment";
                /**
                 * @description When it is paid: a provider took it, it reached the phone, or its OTP was verified
                 * @default accepted
                 * @enum {string}
                 */
                charged_on?: "accepted" | "delivered" | "verified";
                /**
                 * Format: date-time
                 * @default 1970-01-01T00:00:00Z
                 */
                valid_from?: string;
            }[];
        };
        AddPrice: {
            /** @enum {string} */
            channel: "whatsapp" | "sms" | "voice" | "email";
            /** @default null */
            provider?: string | null;
            /** @default null */
            country?: string | null;
            /**
             * @description The beginning of a number, finer than a country: +62812
             * @default null
             */
            prefix?: string | null;
            /** @description What the tenant pays, in the account's currency */
            amount: string;
            /**
             * @description What the provider takes for the same, in the account's currency; null when it is not known
             * @default null
             */
            cost?: string | null;
            /**
             * @description What amount and cost are for
             * @default message
             * @enum {string}
             */
            per?: "message" | "segment";
            /**
             * @description When it is paid: a provider took it, it reached the phone, or its OTP was verified
             * @default accepted
             * @enum {string}
             */
            charged_on?: "accepted" | "delivered" | "verified";
            /**
             * Format: date-time
             * @description Left out: from now on
             */
            valid_from?: string;
        };
        WithdrawPrice: {
            /** @enum {string} */
            channel: "whatsapp" | "sms" | "voice" | "email";
            /** @default null */
            provider?: string | null;
            /** @default null */
            country?: string | null;
            /**
             * @description The beginning of a number, finer than a country: +62812
             * @default null
             */
            prefix?: string | null;
            /** Format: date-time */
            valid_from: string;
        };
        Tenant: {
            brand: string;
            /** @default id */
            default_locale?: string;
            /** @default Asia/Jakarta */
            time_zone?: string;
            /** @default [] */
            central_recipients?: string[];
            /** @default false */
            central_unnamed?: boolean;
            /**
             * @default same
             * @enum {string}
             */
            resend_code?: "same" | "new";
            /** @default 50000 */
            low_threshold?: string;
            /** @default 24 */
            low_runway_hours?: number;
            /** @default [] */
            alert_to?: {
                /** @enum {string} */
                channel: "whatsapp" | "sms" | "voice" | "email";
                to: string;
                kinds: ("provider" | "balance" | "template" | "guard")[];
            }[];
            /** @default 0 */
            credit_line?: string;
            /** @default false */
            topup_approval?: boolean;
            /** @default [] */
            return_urls?: string[];
            name: string;
            currency: string;
            /** @description Its settings serve the others */
            first: boolean;
        };
        TenantAsPut: {
            brand: string;
            /** @default id */
            default_locale?: string;
            /** @default Asia/Jakarta */
            time_zone?: string;
            /** @default [] */
            central_recipients?: string[];
            /** @default false */
            central_unnamed?: boolean;
            /**
             * @default same
             * @enum {string}
             */
            resend_code?: "same" | "new";
            /** @default 50000 */
            low_threshold?: string;
            /** @default 24 */
            low_runway_hours?: number;
            /** @default [] */
            alert_to?: {
                /** @enum {string} */
                channel: "whatsapp" | "sms" | "voice" | "email";
                to: string;
                kinds: ("provider" | "balance" | "template" | "guard")[];
            }[];
            /** @default 0 */
            credit_line?: string;
            /** @default false */
            topup_approval?: boolean;
            /** @default [] */
            return_urls?: string[];
            name: string;
            currency: string;
            /** @description Its settings serve the others */
            first: boolean;
            /** @description What this change leaves that can't work; it was made all the same */
            findings: components["schemas"]["Finding"][];
        };
        PutTenant: {
            brand: string;
            /** @default id */
            default_locale?: string;
            /** @default Asia/Jakarta */
            time_zone?: string;
            /** @default [] */
            central_recipients?: string[];
            /** @default false */
            central_unnamed?: boolean;
            /**
             * @default same
             * @enum {string}
             */
            resend_code?: "same" | "new";
            /** @default 50000 */
            low_threshold?: string;
            /** @default 24 */
            low_runway_hours?: number;
            /** @default [] */
            alert_to?: {
                /** @enum {string} */
                channel: "whatsapp" | "sms" | "voice" | "email";
                to: string;
                kinds: ("provider" | "balance" | "template" | "guard")[];
            }[];
            /** @default 0 */
            credit_line?: string;
            /** @default false */
            topup_approval?: boolean;
            /** @default [] */
            return_urls?: string[];
        };
        Key: {
            /** @example key_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
            id: string;
            /** @enum {string} */
            role: "erp" | "ops" | "finance" | "auditor" | "admin";
            name: string;
            facade: string | null;
            ips: string[];
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            created_at: string;
        };
        CreateKey: {
            /** @enum {string} */
            role: "erp" | "ops" | "finance" | "auditor" | "admin";
            name: string;
            /**
             * Format: date-time
             * @default null
             */
            expires_at?: string | null;
            /**
             * @description The façade it is made for, of role erp; it is valid nowhere else
             * @default null
             * @enum {string|null}
             */
            facade?: "verifynow" | "kannel" | null;
            /**
             * @description Addresses and ranges it may be used from; empty: any
             * @default []
             */
            ips?: string[];
        };
        ConsoleUser: {
            /** @example user_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
            id: string;
            name: string;
            /** @enum {string} */
            role: "ops" | "finance" | "auditor" | "admin";
            /** @enum {string|null} */
            language: "id" | "en" | null;
            /** @enum {string} */
            state: "on" | "off";
            /** @description Whether a password was chosen; until then only the set-up token leads in */
            password: boolean;
            /** @description Whether an authenticator app is set up */
            second_factor: boolean;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Of the sessions that have not ended, to the minute
             */
            last_seen_at: string | null;
        };
        CreatedConsoleUser: components["schemas"]["ConsoleUser"] & {
            /** @description By which the person chooses a password, once; in this answer only, null in an idempotent replay */
            setup_token: string | null;
            /** @description Where: the token stands behind the #, so that no server is sent it */
            setup_url: string | null;
            /** Format: date-time */
            setup_expires_at: string;
        };
        CreateConsoleUser: {
            /**
             * @description What one signs in by, unique in the installation whatever its capitals
             * @example siti
             */
            name: string;
            /**
             * @description What the person may do: as a key of that role
             * @enum {string}
             */
            role: "ops" | "finance" | "auditor" | "admin";
            /**
             * @description Of the console; null: as the browser asks
             * @default null
             * @enum {string|null}
             */
            language?: "id" | "en" | null;
        };
        PutConsoleUser: {
            /**
             * @description What one signs in by, unique in the installation whatever its capitals
             * @example siti
             */
            name: string;
            /**
             * @description What the person may do: as a key of that role
             * @enum {string}
             */
            role: "ops" | "finance" | "auditor" | "admin";
            /**
             * @description Of the console; null: as the browser asks
             * @default null
             * @enum {string|null}
             */
            language?: "id" | "en" | null;
            /**
             * @default on
             * @enum {string}
             */
            state?: "on" | "off";
        };
        ConsoleUserReset: {
            /** @description By which the person chooses a password, once; in this answer only, null in an idempotent replay */
            setup_token: string | null;
            /** @description Where: the token stands behind the #, so that no server is sent it */
            setup_url: string | null;
            /** Format: date-time */
            setup_expires_at: string;
        };
        ConsoleSession: {
            /** @example ses_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
            id: string;
            /** @description Where it was begun from */
            address: string | null;
            /** @description What the browser calls itself, up to 200 characters */
            user_agent: string | null;
            /** @description False: the second step has not been taken yet */
            passed: boolean;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description To the minute
             */
            last_seen_at: string;
            /**
             * Format: date-time
             * @description At the latest; 12 hours without a request end it too
             */
            expires_at: string;
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @description A key's id, cli, gateway or page */
            actor: string;
            /** @description The key's name at that time; of a command, who was logged in on the host */
            actor_name: string | null;
            /** @example provider.put */
            action: string;
            target: string;
            before?: unknown;
            after?: unknown;
            /** @description As in the answer's X-Request-Id and in the log */
            request_id: string | null;
            /** @description Where it came from, as far as TRUST_PROXY believes it */
            address: string | null;
        };
        Retention: {
            /**
             * @description Days until what is left of codes, and the caller's `params`, `metadata` and `client_ip`, are emptied
             * @default 30
             */
            codes_days?: number;
            /**
             * @description Days until recipients and users are emptied: rows that name nobody stay
             * @default 90
             */
            numbers_days?: number;
            /**
             * @description Whole months that providers' reports are kept
             * @default 13
             */
            reports_months?: number;
            /**
             * @description Whole months that OTPs, messages and their attempts are kept
             * @default 13
             */
            messages_months?: number;
            /**
             * @description Whole months that audit rows are kept
             * @default 25
             */
            audit_months?: number;
            fixed: components["schemas"]["RetentionFixed"];
        };
        RetentionFixed: {
            /** @description Days that events are told again */
            events_days: number;
            /** @description Days that providers' calls are kept, sealed, after they were applied */
            hooks_days: number;
            /** @description Hours that the sandbox shows what it delivered */
            sandbox_hours: number;
            /**
             * @description Entries and top-ups stay: they prove every figure, and name no person
             * @enum {string}
             */
            money: "always";
        };
        PutRetention: {
            /**
             * @description Days until what is left of codes, and the caller's `params`, `metadata` and `client_ip`, are emptied
             * @default 30
             */
            codes_days?: number;
            /**
             * @description Days until recipients and users are emptied: rows that name nobody stay
             * @default 90
             */
            numbers_days?: number;
            /**
             * @description Whole months that providers' reports are kept
             * @default 13
             */
            reports_months?: number;
            /**
             * @description Whole months that OTPs, messages and their attempts are kept
             * @default 13
             */
            messages_months?: number;
            /**
             * @description Whole months that audit rows are kept
             * @default 25
             */
            audit_months?: number;
        };
        RetentionRun: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            class: "codes" | "numbers" | "reports" | "messages" | "audit";
            /**
             * Format: date-time
             * @description What is older was due
             */
            until: string;
            /** @description Emptied, or dropped with their month */
            rows: number;
            /** @description Dropped, by the names of their tables */
            months: string[];
            /** @description Freed on disk; rows that are emptied free theirs for rows to come */
            bytes: number;
            /** @description How long it took, milliseconds */
            ms: number;
            /** @description Was due and is still there; the next run tries again */
            left: components["schemas"]["RetentionLeft"][];
        };
        RetentionLeft: {
            month: string;
            why: string;
        };
        ErasedPerson: {
            erased: {
                otps: number;
                messages: number;
                /** @description Of attempts: vendors' ids from which the number could be read */
                provider_ids: number;
                guess_streaks: number;
                sandbox_messages: number;
                /** @description Stored users deleted, or their number emptied */
                users: number;
            };
            /** @description OTPs that were pending */
            cancelled: number;
            /** @description What is kept all the same, and why or until when */
            left: {
                [key: string]: string;
            };
            /** @description false: call again */
            complete: boolean;
        };
        ErasePerson: {
            /** @description A number in any form, or an address; not a central number */
            to?: string;
            /** @description The ERP's word for the person, as in an issue */
            user?: string;
        };
        PersonExport: {
            person: {
                user: string | null;
                number: string | null;
            };
            currency: string;
            users: {
                id: string;
                name: string;
                active: boolean;
                destination: string;
                number: string | null;
                /** Format: date-time */
                stored_since: string;
            }[];
            /** @description Newest first */
            otps: {
                id: string;
                /** Format: date-time */
                issued_at: string;
                purpose: string;
                status: string;
                /** @description In clear; none where it went to a central number */
                numbers: string[];
                user: string | null;
                name: string | null;
                client_ip: string | null;
                params: {
                    [key: string]: string;
                };
                metadata: {
                    [key: string]: unknown;
                };
                messages: {
                    id: string;
                    /** Format: date-time */
                    at: string;
                    channel: string;
                    status: string;
                    template: string;
                    /** @description In `currency` */
                    charged: string;
                    /** @description Who was asked to carry it, and what came of it */
                    attempts: {
                        provider: string;
                        /** Format: date-time */
                        at: string;
                        outcome: string;
                    }[];
                    /** @description What providers said later */
                    reports: {
                        provider: string;
                        /** Format: date-time */
                        at: string;
                        status: string;
                    }[];
                }[];
            }[];
            /** @description For these OTPs, in `currency` */
            charged: string;
            /** @description Changes of the stored user, and reads of their number */
            audit: {
                /** Format: date-time */
                at: string;
                action: string;
                actor: string;
                before?: unknown;
                after?: unknown;
            }[];
            /** @description What is kept all the same, and why or until when */
            retention: {
                [key: string]: string;
            };
            next_before: string | null;
        };
        ExportPerson: {
            /** @description A number in any form, or an address; not a central number */
            to?: string;
            /** @description The ERP's word for the person, as in an issue */
            user?: string;
            /** @description `next_before` of the answer before */
            before?: string;
        };
        Event: {
            /**
             * @description The same however often it comes: pass over one that you have had
             * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
             */
            id: string;
            /**
             * Format: date-time
             * @description When it happened, not when it was sent
             */
            timestamp: string;
            /** @enum {string} */
            type: "otp.verified" | "otp.expired" | "otp.locked" | "message.sent" | "message.delivered" | "message.read" | "message.failed" | "balance.low" | "balance.topup" | "provider.failed_over" | "template.paused" | "webhook.disabled" | "guard.suspected" | "guard.blocked" | "guard.released";
            /** @description By type: see the webhooks of this document */
            data: {
                [key: string]: unknown;
            };
        };
        Webhook: {
            name: string;
            /** @description Not shown of a shared webhook */
            url?: string;
            events: string[];
            /** @enum {string} */
            state: "on" | "off";
            /** @description The first tenant's, which hears of this tenant since it has none of its own */
            shared: boolean;
            /** @description Put off by the gateway: its server answered 410, or nothing got through for five days */
            disabled: {
                /** @enum {string} */
                reason: "gone" | "failing";
                /** Format: date-time */
                at: string;
            } | null;
            /**
             * Format: date-time
             * @description Nothing got through since then; null while all is well
             */
            failing_since: string | null;
            /**
             * Format: date-time
             * @description Nothing is posted before: its server asked for a rest
             */
            slow_until: string | null;
            /** @description Deliveries that are owed; counted to 1000 */
            pending?: number;
            /** @description Deliveries that were given up; counted to 1000 */
            dead?: number;
            /** @description Each signs; a secret is never read back */
            secrets?: {
                /** @example whs_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                id: string;
                /** Format: date-time */
                created_at: string;
            }[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        PutWebhook: {
            /** Format: uri */
            url: string;
            /**
             * @description Types, groups like `otp.*`, or `*`
             * @default [
             *       "*"
             *     ]
             */
            events?: ("*" | "otp.*" | "message.*" | "balance.*" | "provider.*" | "template.*" | "webhook.*" | "guard.*" | "otp.verified" | "otp.expired" | "otp.locked" | "message.sent" | "message.delivered" | "message.read" | "message.failed" | "balance.low" | "balance.topup" | "provider.failed_over" | "template.paused" | "webhook.disabled" | "guard.suspected" | "guard.blocked" | "guard.released")[];
            /**
             * @default on
             * @enum {string}
             */
            state?: "on" | "off";
        };
        WebhookDelivery: {
            /**
             * @description The event's
             * @example evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
             */
            id: string;
            type: string;
            /**
             * @description dead: given up, after ten tries in three days, or since the webhook was put off
             * @enum {string}
             */
            status: "pending" | "delivered" | "dead";
            /** @description Since it was owed, or replayed */
            tries: number;
            /**
             * Format: date-time
             * @description When it is tried next
             */
            next_at: string | null;
            /** Format: date-time */
            tried_at: string | null;
            /** @description Of the last try; null while one is on its way */
            latency_ms: number | null;
            /** @description The last answer's HTTP status; null: none came */
            answer_status: number | null;
            /** @description How the last answer began, secrets and numbers masked; or why none came */
            answer: string | null;
            /** Format: date-time */
            created_at: string;
        };
        ShownWebhookDelivery: components["schemas"]["WebhookDelivery"] & {
            event: components["schemas"]["Event"] & (Record<string, never> | null);
        };
        ReplayWebhook: {
            /**
             * Format: date-time
             * @description From this time on
             */
            from: string;
            /**
             * Format: date-time
             * @description Before this time
             */
            until: string;
            /**
             * @description Types or groups of them, with commas between
             * @example otp.*,message.failed
             */
            type?: string;
        };
        ReplayedDead: {
            replayed: number;
            more: boolean;
        };
        SandboxMessage: {
            id: string;
            message_id: string;
            provider: string;
            channel: components["schemas"]["Channel"];
            /** @description Masked */
            to: string;
            text: string;
            code: string;
            /** Format: date-time */
            at: string;
        };
        Service: {
            /** @description For people */
            name?: string;
            /** @description In its messages, in place of the tenant's */
            brand?: string;
            purpose: string;
            /** @description A template's key, for requests that name none */
            template?: string;
            /** @description What a TemplateSid means here: HJ… to a template's key */
            templates?: {
                [key: string]: string;
            };
            /** @default 6 */
            code_length?: number;
            /** @default 600 */
            ttl_seconds?: number;
            /** @description For requests without a Locale */
            locale?: string;
            /** @description The only ones it sends on, and the order of Channel=auto */
            channels?: ("whatsapp" | "sms" | "voice" | "email")[];
            sid: string;
        };
        PutService: {
            /** @description For people */
            name?: string;
            /** @description In its messages, in place of the tenant's */
            brand?: string;
            /** @description Of its OTPs, and so its line in statements; the sid in small letters unless it is set. No two services may share one, and an OTP of the ordinary call with the same purpose would replace a pending one of the service */
            purpose?: string;
            /** @description A template's key, for requests that name none */
            template?: string;
            /** @description What a TemplateSid means here: HJ… to a template's key */
            templates?: {
                [key: string]: string;
            };
            /** @default 6 */
            code_length?: number;
            /** @default 600 */
            ttl_seconds?: number;
            /** @description For requests without a Locale */
            locale?: string;
            /** @description The only ones it sends on, and the order of Channel=auto */
            channels?: ("whatsapp" | "sms" | "voice" | "email")[];
        };
        TwilioVerification: {
            /** @example VE0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
            sid: string;
            /** @example VA00000000000000000000000000000001 */
            service_sid: string;
            /** @description The user of Basic when it is an AC…; else one that stands for the tenant */
            account_sid: string;
            /**
             * @description In full
             * @example +6281234567890
             */
            to: string;
            /**
             * @description Of the newest attempt
             * @enum {string}
             */
            channel: "sms" | "whatsapp" | "call" | "email";
            valid: boolean;
            amount: null;
            payee: null;
            /** Format: date-time */
            date_created: string;
            /** Format: date-time */
            date_updated: string;
            /** @enum {string} */
            status: "pending" | "approved" | "canceled" | "max_attempts_reached";
            lookup: Record<string, never>;
            send_code_attempts: {
                /** Format: date-time */
                time: string;
                /** @example SMS */
                channel: string;
                attempt_sid: string;
            }[];
            sna: null;
            url: string;
        };
        TwilioError: {
            /** @example 60200 */
            code: number;
            /** @example Invalid parameter `To`: +62 */
            message: string;
            /** @example https://www.twilio.com/docs/errors/60200 */
            more_info: string;
            /** @example 400 */
            status: number;
            /** @description What is wrong, in our words */
            details?: {
                reason: string;
            };
        };
        TwilioCreateVerification: {
            /**
             * @description A mobile number, best in E.164, or an e-mail address
             * @example +6281234567890
             */
            To: string;
            /**
             * @description sna is refused with 60223
             * @example sms
             * @enum {string}
             */
            Channel: "sms" | "whatsapp" | "call" | "email" | "auto" | "sna";
            Locale?: string;
            /** @description 4 to 10 digits. Always allowed; on a create that sends a pending one again it is the code from then on */
            CustomCode?: string;
            /** @description In place of the service's brand, for this one */
            CustomFriendlyName?: string;
            /** @description The end user's address, for limits */
            DeviceIp?: string;
            /** @description Kept as metadata.tags; in reads and events */
            Tags?: string;
            /** @description HJ…, as the service's `templates` maps it */
            TemplateSid?: string;
            /** @description The template's own variables */
            TemplateCustomSubstitutions?: string;
            /** @description In place of TemplateSid; the first that the service maps is taken */
            Templates?: string;
            /** @description Taken and left aside: limits are the tenant's, see /v1/limits */
            RateLimits?: string;
            /** @description Taken and left aside: senders are the routes' */
            ChannelConfiguration?: string;
            /** @description Taken and left aside: put it into the SMS template as app_hash */
            AppHash?: string;
            /**
             * @description Taken and left aside: limits and guard hold for all
             * @enum {string}
             */
            RiskCheck?: "enable" | "disable";
            /**
             * @description Refused with 60204: when true
             * @enum {string}
             */
            EnableSnaClientToken?: "true" | "false";
            /** @description Refused with 60204: texts are templates */
            CustomMessage?: string;
            /** @description Refused with 60204: no extensions are dialled */
            SendDigits?: string;
            /** @description Refused with 60204: transactions are not signed (PSD2); put the amount into a template */
            Amount?: string;
            /** @description Refused with 60204: as Amount */
            Payee?: string;
        };
        TwilioUpdateVerification: {
            /**
             * @description approved: the ERP checked the code itself; it ends as verified, without a proof
             * @enum {string}
             */
            Status: "canceled" | "approved";
        };
        TwilioVerificationCheckAnswer: {
            /** @example VE0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
            sid: string;
            /** @example VA00000000000000000000000000000001 */
            service_sid: string;
            /** @description The user of Basic when it is an AC…; else one that stands for the tenant */
            account_sid: string;
            /**
             * @description In full
             * @example +6281234567890
             */
            to: string;
            /**
             * @description Of the newest attempt
             * @enum {string}
             */
            channel: "sms" | "whatsapp" | "call" | "email";
            valid: boolean;
            amount: null;
            payee: null;
            /** Format: date-time */
            date_created: string;
            /** Format: date-time */
            date_updated: string;
            /** @enum {string} */
            status: "pending" | "approved";
            sna_attempts_error_codes: unknown[];
        };
        TwilioVerificationCheck: {
            /** @example +6281234567890 */
            To?: string;
            /** @description With To as well, both must be of the same verification */
            VerificationSid?: string;
            /** @example 123456 */
            Code: string;
            /** @description Refused with 60204: transactions are not signed (PSD2); put the amount into a template */
            Amount?: string;
            /** @description Refused with 60204: as Amount */
            Payee?: string;
            /** @description Refused with 60204: no silent network authentication */
            SnaClientToken?: string;
        };
        OtpgatewayOtp: {
            /** @example myAppName */
            namespace: string;
            /** @example uniqueIDForJohnDoe */
            id: string;
            /**
             * @description Masked, but in the answer to the PUT that gave it
             * @example +62812****7890
             */
            to: string;
            /** @enum {string} */
            channel_description: "";
            /** @enum {string} */
            address_description: "";
            extra: {
                [key: string]: unknown;
            };
            /** @example sms */
            provider: string;
            /**
             * @description Always empty: no answer has a code
             * @enum {string}
             */
            otp: "";
            max_attempts: number;
            /** @description Checks made so far */
            attempts: number;
            /** @description Verified */
            closed: boolean;
            /** @description Seconds left */
            ttl: number;
            /**
             * @description Empty: a page for the person is a hosted one, by /v1/otp/issue
             * @enum {string}
             */
            url: "";
        };
        OtpgatewayError: {
            /** @enum {string} */
            status: "error";
            message: string;
            data?: unknown;
        };
        OtpgatewayCreate: {
            /** @description A phone number, or an address for e-mail; required here, since the page that asks is not */
            to: string;
            /** @description The channel: auto, whatsapp, sms, voice, email, smtp, solsms, pinpoint, pinpoint_sms, kaleyra */
            provider: string;
            /** @description The caller's own code */
            otp?: "" | string;
            /** @description Seconds: 30 to 600, 300 without it; more than 600 is 600 */
            ttl?: "" | number;
            /** @description 1 to 5, 5 without it; more than 5 is 5 */
            max_attempts?: "" | number;
            /** @description A JSON object up to 1 KiB, returned with the OTP */
            extra?: "" | string;
        };
        VerifyNowToken: {
            /** @example 200 */
            status: number;
            /** @description With status 200: lives 24 hours, and only while its key is valid */
            token?: string;
            /** @description With any other status */
            error?: string;
        };
        VerifyNowAnswer: {
            /** @example 200 */
            responseCode: number;
            /** @example SUCCESS */
            message: string;
            data: {
                /**
                 * @description The OTP's id, a string; with 506 that of the code on its way, if that is VerifyNow's
                 * @example otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
                 */
                verificationId: string | null;
                /**
                 * @description Of a check the OTP's; of a send as the caller gave it
                 * @example 81234567890
                 */
                mobileNumber: string | null;
                /** @example 200 */
                responseCode: string;
                errorMessage: string | null;
                /** @description VERIFICATION_COMPLETED of a right code; else null */
                verificationStatus: string | null;
                /**
                 * @description Seconds until another send to this number
                 * @example 30
                 */
                timeout: string | null;
                smCLI: null;
                authToken: null;
                /** @description The request's id, as in the log */
                transactionId: string;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    postOtpRedeem: {
        parameters: {
            query?: {
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: {
                /** @description The same key within 24 h has one effect; `auto` is not heeded here: a second try without a key of yours is a request of its own */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A form, multipart or XML body may have the fields `api_key` and `idempotency_key` beside these. Numbers, lists and yes or no are written as text there: see docs/dialects.md. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeemOtp"];
                "application/x-www-form-urlencoded": components["schemas"]["postOtpRedeemForm"];
                "multipart/form-data": components["schemas"]["postOtpRedeemForm"];
                "application/xml": components["schemas"]["postOtpRedeemForm"];
            };
        };
        responses: {
            /** @description Redeemed, by this call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedeemAnswer"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["RedeemAnswer"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description otp_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOtpIssue: {
        parameters: {
            query?: {
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: {
                /** @description The same key within 24 h has one effect; `auto`: one is derived from the request, for 30 s (docs/dialects.md) */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A form, multipart or XML body may have the fields `api_key` and `idempotency_key` beside these. Numbers, lists and yes or no are written as text there: see docs/dialects.md. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueOtp"];
                "application/x-www-form-urlencoded": components["schemas"]["postOtpIssueForm"];
                "multipart/form-data": components["schemas"]["postOtpIssueForm"];
                "application/xml": components["schemas"]["postOtpIssueForm"];
            };
        };
        responses: {
            /** @description Issued */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedOtp"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["IssuedOtp"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_balance */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress, conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch, invalid_recipient, destination_not_allowed, template_not_found, no_route */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description overloaded, unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOtpVerify: {
        parameters: {
            query?: {
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: {
                /** @description The same key within 24 h has one effect; `auto` is not heeded here: a second try without a key of yours is a request of its own */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A form, multipart or XML body may have the fields `api_key` and `idempotency_key` beside these. Numbers, lists and yes or no are written as text there: see docs/dialects.md. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyOtp"];
                "application/x-www-form-urlencoded": components["schemas"]["postOtpVerifyForm"];
                "multipart/form-data": components["schemas"]["postOtpVerifyForm"];
                "application/xml": components["schemas"]["postOtpVerifyForm"];
            };
        };
        responses: {
            /** @description Checked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyAnswer"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["VerifyAnswer"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description otp_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch, invalid_recipient, destination_not_allowed */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description overloaded, unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOtpById: {
        parameters: {
            query?: {
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OTP */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Otp"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Otp"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description otp_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOtpByIdResend: {
        parameters: {
            query?: {
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: {
                /** @description The same key within 24 h has one effect; `auto`: one is derived from the request, for 30 s (docs/dialects.md) */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** @description A form, multipart or XML body may have the fields `api_key` and `idempotency_key` beside these. Numbers, lists and yes or no are written as text there: see docs/dialects.md. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResendOtp"];
                "application/x-www-form-urlencoded": components["schemas"]["postOtpByIdResendForm"];
                "multipart/form-data": components["schemas"]["postOtpByIdResendForm"];
                "application/xml": components["schemas"]["postOtpByIdResendForm"];
            };
        };
        responses: {
            /** @description Sent again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Otp"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Otp"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_balance */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description otp_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress, conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch, invalid_recipient, destination_not_allowed, template_not_found, no_route */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description overloaded, unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOtpByIdCancel: {
        parameters: {
            query?: {
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: {
                /** @description The same key within 24 h has one effect; `auto`: one is derived from the request, for 30 s (docs/dialects.md) */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** @description A form, multipart or XML body may have the fields `api_key` and `idempotency_key` beside these. Numbers, lists and yes or no are written as text there: see docs/dialects.md. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelOtp"];
                "application/x-www-form-urlencoded": components["schemas"]["postOtpByIdCancelForm"];
                "multipart/form-data": components["schemas"]["postOtpByIdCancelForm"];
                "application/xml": components["schemas"]["postOtpByIdCancelForm"];
            };
        };
        responses: {
            /** @description Cancelled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Otp"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Otp"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description otp_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress, conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description overloaded, unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalance: {
        parameters: {
            query?: {
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Balance"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceAlerts: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Only those that stand, or only those that are over */
                open?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alerts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BalanceAlert"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceAlertsTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it at each address */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BalanceAlertTest"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceAlertsByIdAcknowledge: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The alert */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BalanceAlert"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceQuote: {
        parameters: {
            query?: {
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A form, multipart or XML body may have the fields `api_key` and `idempotency_key` beside these. Numbers, lists and yes or no are written as text there: see docs/dialects.md. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteOtp"];
                "application/x-www-form-urlencoded": components["schemas"]["postBalanceQuoteForm"];
                "multipart/form-data": components["schemas"]["postBalanceQuoteForm"];
                "application/xml": components["schemas"]["postBalanceQuoteForm"];
            };
        };
        responses: {
            /** @description The plan with its prices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Quote"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description invalid_recipient, destination_not_allowed, template_not_found */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    postNumbersNormalise: {
        parameters: {
            query?: {
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A form, multipart or XML body may have the fields `api_key` and `idempotency_key` beside these. Numbers, lists and yes or no are written as text there: see docs/dialects.md. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NormaliseNumbers"];
                "application/x-www-form-urlencoded": components["schemas"]["postNumbersNormaliseForm"];
                "multipart/form-data": components["schemas"]["postNumbersNormaliseForm"];
                "application/xml": components["schemas"]["postNumbersNormaliseForm"];
            };
        };
        responses: {
            /** @description What is known of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NormalisedNumbers"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["NormalisedNumbers"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsers: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                active?: "true" | "false";
                /** @description Numbers in full, for ops and admin; audited */
                reveal?: "true" | "false";
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["User"][];
                        next_cursor: string | null;
                    };
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": {
                        data: components["schemas"]["User"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsersById: {
        parameters: {
            query?: {
                /** @description Numbers in full, for ops and admin; audited */
                reveal?: "true" | "false";
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: never;
            path: {
                /** @description The ERP's own word for the person, percent-encoded */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["User"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    putUsersById: {
        parameters: {
            query?: {
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: never;
            path: {
                /** @description The ERP's own word for the person, percent-encoded */
                id: string;
            };
            cookie?: never;
        };
        /** @description A form, multipart or XML body may have the fields `api_key` and `idempotency_key` beside these. Numbers, lists and yes or no are written as text there: see docs/dialects.md. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutUser"];
                "application/x-www-form-urlencoded": components["schemas"]["putUsersByIdForm"];
                "multipart/form-data": components["schemas"]["putUsersByIdForm"];
                "application/xml": components["schemas"]["putUsersByIdForm"];
            };
        };
        responses: {
            /** @description The user as stored now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["User"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUsersById: {
        parameters: {
            query?: {
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: never;
            path: {
                /** @description The ERP's own word for the person, percent-encoded */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    postUsersImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportUsers"];
            };
        };
        responses: {
            /** @description What became of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedUsers"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProviders: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The providers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Provider"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProvidersKinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The kinds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ProviderKind"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProvidersByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putProvidersByName: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
                /** @description `*`: only when the tenant has no version of its own in use */
                "If-None-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutProvider"];
            };
        };
        responses: {
            /** @description The provider as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"] & {
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProvidersByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putProvidersByNameState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutProviderState"];
            };
        };
        responses: {
            /** @description The provider as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"] & {
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProvidersKindsHttpDescriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The descriptions, by the name of their preset */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["HttpPreset"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProvidersKindsHttpCheck: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckHttpDescription"];
            };
        };
        responses: {
            /** @description What a put would say, and each example */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HttpDescriptionCheck"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProvidersByNameTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestProvider"];
            };
        };
        responses: {
            /** @description What came of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderTest"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description invalid_recipient, destination_not_allowed, template_not_found, no_route, idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRoutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The routes in force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Routes"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putRoutes: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutRoutes"];
            };
        };
        responses: {
            /** @description The routes as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channels: {
                            whatsapp?: {
                                provider: string;
                                /** @default 100 */
                                weight?: number;
                                countries?: string[];
                            }[];
                            sms?: {
                                provider: string;
                                /** @default 100 */
                                weight?: number;
                                countries?: string[];
                            }[];
                            voice?: {
                                provider: string;
                                /** @default 100 */
                                weight?: number;
                                countries?: string[];
                            }[];
                            email?: {
                                provider: string;
                                /** @default 100 */
                                weight?: number;
                                countries?: string[];
                            }[];
                        };
                        fallback: {
                            /** @enum {string} */
                            channel: "whatsapp" | "sms" | "voice" | "email";
                            after_seconds?: number;
                        }[];
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description no_route */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putRoutesByChannelFirst: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: components["schemas"]["Channel"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutFirst"];
            };
        };
        responses: {
            /** @description The routes as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channels: {
                            whatsapp?: {
                                provider: string;
                                /** @default 100 */
                                weight?: number;
                                countries?: string[];
                            }[];
                            sms?: {
                                provider: string;
                                /** @default 100 */
                                weight?: number;
                                countries?: string[];
                            }[];
                            voice?: {
                                provider: string;
                                /** @default 100 */
                                weight?: number;
                                countries?: string[];
                            }[];
                            email?: {
                                provider: string;
                                /** @default 100 */
                                weight?: number;
                                countries?: string[];
                            }[];
                        };
                        fallback: {
                            /** @enum {string} */
                            channel: "whatsapp" | "sms" | "voice" | "email";
                            after_seconds?: number;
                        }[];
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description no_route */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DryRunOtp"];
            };
        };
        responses: {
            /** @description What would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description invalid_recipient */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplates: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                key?: string;
                channel?: "whatsapp" | "sms" | "voice" | "email";
                locale?: string;
                /** @description Text in the key, the locale, the words or what it is bound as */
                q?: string;
                /** @description `true`: with what the linter says of each */
                findings?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: (components["schemas"]["Template"] & {
                            /** @description When asked for */
                            findings?: components["schemas"]["Finding"][];
                        })[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplatesByKeyByChannelByLocale: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTemplatesByKeyByChannelByLocale: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
                /** @description `*`: only when the tenant has no version of its own in use */
                "If-None-Match"?: string;
            };
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutTemplate"];
            };
        };
        responses: {
            /** @description The template as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"] & {
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTemplatesByKeyByChannelByLocale: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
            };
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplatesDrafts: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The drafts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ListedTemplateDraft"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplatesByKeyByChannelByLocaleDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDraft"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTemplatesByKeyByChannelByLocaleDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
            };
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutTemplate"];
            };
        };
        responses: {
            /** @description The draft as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDraft"] & {
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTemplatesByKeyByChannelByLocaleDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
            };
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTemplatesByKeyByChannelByLocalePublish: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
            };
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The template as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"] & {
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplatesByKeyByChannelByLocaleVersions: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TemplateVersion"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplatesByKeyByChannelByLocaleVersionsByVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeTemplateVersion"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTemplatesByKeyByChannelByLocaleRollback: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
            };
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollBackTemplate"];
            };
        };
        responses: {
            /** @description The template as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"] & {
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplatesExport: {
        parameters: {
            query?: {
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateSet"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTemplatesImport: {
        parameters: {
            query?: {
                /** @description `replace` takes what is not in the file out of use */
                mode?: "merge" | "replace";
                /** @description `true`: says what would be, and changes nothing */
                dry_run?: "true" | "false";
            };
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateSet"];
                "text/csv": string;
            };
        };
        responses: {
            /** @description What became of each variant */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedTemplates"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTemplatesByKeyByChannelByLocalePreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewTemplate"];
            };
        };
        responses: {
            /** @description The preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatePreview"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTemplatesLint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All variants, those with nothing to say too */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateLint"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTemplatesByKeyByChannelByLocaleSubmit: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubmitTemplate"];
            };
        };
        responses: {
            /** @description What came of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateSubmission"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTemplatesByKeyByChannelByLocaleWithdraw: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawTemplate"];
            };
        };
        responses: {
            /** @description What came of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateWithdrawal"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTemplatesSync: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SyncTemplates"];
            };
        };
        responses: {
            /** @description What it said */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateSync"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplatesProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TemplateProvider"][];
                    };
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTemplatesByKeyByChannelByLocaleBindingsByProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
            };
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    language: string;
                    expiry_minutes?: number;
                };
            };
        };
        responses: {
            /** @description The template as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"] & {
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTemplatesByKeyByChannelByLocaleBindingsByProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
            };
            path: {
                key: string;
                channel: "whatsapp" | "sms" | "voice" | "email";
                locale: string;
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"] & {
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessages: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description One message, by its id */
                message?: string;
                otp?: string;
                /** @description By what a provider calls it */
                provider_message_id?: string;
                /** @description A number in any form, or an address */
                to?: string;
                /** @description Whose code it is, as the ERP knows them */
                user?: string;
                status?: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";
                channel?: components["schemas"]["Channel"];
                provider?: string;
                purpose?: string;
                /** @description Of the number */
                country?: string;
                /** @description An attempt or a report failed so */
                error_class?: "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous";
                /** @description An attempt or a report failed with this code of the provider's */
                provider_code?: string;
                /** @description What the tenant paid, at least; a decimal in its currency */
                charged_min?: string;
                /** @description What the tenant paid, at most */
                charged_max?: string;
                /** @description From this time on */
                from?: string;
                /** @description Before this time */
                until?: string;
                /** @description Numbers in full, for ops and admin; audited */
                reveal?: "true" | "false";
                /** @description Whatever is at hand: a number in any form, an address, an id of ours (`otp_…`, `msg_…`), a provider's id, a user. What may mean two things is taken for the first that finds anything */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The messages */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Message"][];
                        next_cursor: string | null;
                        /**
                         * Format: date-time
                         * @description All messages made since then were looked at; null: all of the log, or of `from` and `until`
                         */
                        searched_back_to: string | null;
                        /** @description With `q`: the filter that it was taken for; null: nothing was found, whatever it is */
                        taken_for?: {
                            /** @enum {string} */
                            as: "to" | "otp" | "message" | "provider_message_id" | "user";
                            /** @description A number is masked */
                            value: string;
                        } | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessagesById: {
        parameters: {
            query?: {
                /** @description Numbers in full, for ops and admin; audited */
                reveal?: "true" | "false";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageWithAttempts"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessagesByIdTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The timeline */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageTimeline"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessagesCsv: {
        parameters: {
            query?: {
                /** @description One message, by its id */
                message?: string;
                otp?: string;
                /** @description By what a provider calls it */
                provider_message_id?: string;
                /** @description A number in any form, or an address */
                to?: string;
                /** @description Whose code it is, as the ERP knows them */
                user?: string;
                status?: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";
                channel?: components["schemas"]["Channel"];
                provider?: string;
                purpose?: string;
                /** @description Of the number */
                country?: string;
                /** @description An attempt or a report failed so */
                error_class?: "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous";
                /** @description An attempt or a report failed with this code of the provider's */
                provider_code?: string;
                /** @description What the tenant paid, at least; a decimal in its currency */
                charged_min?: string;
                /** @description What the tenant paid, at most */
                charged_max?: string;
                /** @description From this time on */
                from?: string;
                /** @description Before this time */
                until?: string;
                /** @description Numbers in full, for ops and admin; audited */
                reveal?: "true" | "false";
                /** @description Whatever is at hand: a number in any form, an address, an id of ours (`otp_…`, `msg_…`), a provider's id, a user. What may mean two things is taken for the first that finds anything */
                q?: string;
                locale?: "id" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessagesNdjson: {
        parameters: {
            query?: {
                /** @description One message, by its id */
                message?: string;
                otp?: string;
                /** @description By what a provider calls it */
                provider_message_id?: string;
                /** @description A number in any form, or an address */
                to?: string;
                /** @description Whose code it is, as the ERP knows them */
                user?: string;
                status?: "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "expired" | "cancelled" | "unknown";
                channel?: components["schemas"]["Channel"];
                provider?: string;
                purpose?: string;
                /** @description Of the number */
                country?: string;
                /** @description An attempt or a report failed so */
                error_class?: "transient" | "throttled" | "recipient" | "rejected" | "credentials" | "ambiguous";
                /** @description An attempt or a report failed with this code of the provider's */
                provider_code?: string;
                /** @description What the tenant paid, at least; a decimal in its currency */
                charged_min?: string;
                /** @description What the tenant paid, at most */
                charged_max?: string;
                /** @description From this time on */
                from?: string;
                /** @description Before this time */
                until?: string;
                /** @description Numbers in full, for ops and admin; audited */
                reveal?: "true" | "false";
                /** @description Whatever is at hand: a number in any form, an address, an id of ours (`otp_…`, `msg_…`), a provider's id, a user. What may mean two things is taken for the first that finds anything */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExplain: {
        parameters: {
            query?: {
                /** @description A recipient: its newest five OTPs */
                to?: string;
                /** @description A user of the ERP: their newest five OTPs */
                user?: string;
                otp?: string;
                message?: string;
                /** @description Whatever is at hand, as GET /v1/messages takes it */
                q?: string;
                /** @description In place of `Accept`: JSON, lines of text, or one page to print or pass on */
                format?: "json" | "text" | "html";
                /** @description Of text and page; else as `Accept-Language` says, else the tenant's own */
                lang?: "id" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Story"];
                    "text/plain": string;
                    "text/html": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The limits in force, defaults included */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putLimits: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutLimits"];
            };
        };
        responses: {
            /** @description The limits as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Where a put takes what it leaves out from; see `GET /v1/limits/presets`
                         * @default normal
                         * @enum {string}
                         */
                        preset?: "normal" | "strict" | "open";
                        /**
                         * @description Seconds between two sends to one recipient; 0: none
                         * @default 30
                         */
                        cooldown_seconds?: number;
                        /**
                         * @description Each recipient; a verified OTP no longer counts
                         * @default [
                         *       {
                         *         "max": 5,
                         *         "per_seconds": 3600
                         *       },
                         *       {
                         *         "max": 10,
                         *         "per_seconds": 86400
                         *       }
                         *     ]
                         */
                        recipient?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /**
                         * @description Each client address
                         * @default [
                         *       {
                         *         "max": 20,
                         *         "per_seconds": 3600
                         *       }
                         *     ]
                         */
                        client_ip?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /**
                         * @description Each /64 of IPv6 client addresses, which one household or server has to itself
                         * @default [
                         *       {
                         *         "max": 60,
                         *         "per_seconds": 3600
                         *       }
                         *     ]
                         */
                        client_net?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /**
                         * @description Each user, whoever they are sent to; a verified OTP no longer counts
                         * @default []
                         */
                        user?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /**
                         * @description Each beginning of a number: country code and next digits, like +62812
                         * @default []
                         */
                        prefix?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /**
                         * @description Each country of a number
                         * @default []
                         */
                        country?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /**
                         * @description All of the tenant
                         * @default [
                         *       {
                         *         "max": 100,
                         *         "per_seconds": 1
                         *       }
                         *     ]
                         */
                        tenant?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /**
                         * @description Messages to each provider, counted where it is the first to be tried
                         * @default []
                         */
                        provider?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /**
                         * @description All tenants together; only in the first tenant's document
                         * @default []
                         */
                        gateway?: {
                            /** @description So many in any span of `per_seconds` */
                            max: number;
                            /** @description The span in seconds, sliding; at most a week */
                            per_seconds: number;
                        }[];
                        /**
                         * @default [
                         *       "ID"
                         *     ]
                         */
                        countries?: string[];
                        /**
                         * @description In place of the same members where only providers of kind `sandbox` can carry the message
                         * @default {}
                         */
                        sandbox?: {
                            /** @description Seconds between two sends to one recipient; 0: none */
                            cooldown_seconds?: number;
                            /** @description Each recipient; left out: as the tenant's */
                            recipient?: {
                                /** @description So many in any span of `per_seconds` */
                                max: number;
                                /** @description The span in seconds, sliding; at most a week */
                                per_seconds: number;
                            }[];
                            /** @description Each user; left out: as the tenant's */
                            user?: {
                                /** @description So many in any span of `per_seconds` */
                                max: number;
                                /** @description The span in seconds, sliding; at most a week */
                                per_seconds: number;
                            }[];
                            /** @description Each client address; left out: as the tenant's */
                            client_ip?: {
                                /** @description So many in any span of `per_seconds` */
                                max: number;
                                /** @description The span in seconds, sliding; at most a week */
                                per_seconds: number;
                            }[];
                            /** @description Each /64 of IPv6 client addresses; left out: as the tenant's */
                            client_net?: {
                                /** @description So many in any span of `per_seconds` */
                                max: number;
                                /** @description The span in seconds, sliding; at most a week */
                                per_seconds: number;
                            }[];
                            /** @description Each prefix; left out: as the tenant's */
                            prefix?: {
                                /** @description So many in any span of `per_seconds` */
                                max: number;
                                /** @description The span in seconds, sliding; at most a week */
                                per_seconds: number;
                            }[];
                            /** @description Each country; left out: as the tenant's */
                            country?: {
                                /** @description So many in any span of `per_seconds` */
                                max: number;
                                /** @description The span in seconds, sliding; at most a week */
                                per_seconds: number;
                            }[];
                            /** @description The whole tenant; left out: as the tenant's */
                            tenant?: {
                                /** @description So many in any span of `per_seconds` */
                                max: number;
                                /** @description The span in seconds, sliding; at most a week */
                                per_seconds: number;
                            }[];
                        };
                        /** @default {} */
                        guesses?: {
                            /**
                             * @description Wrong codes in a row, over all OTPs of a recipient or user, before there are waits
                             * @default 100
                             */
                            free?: number;
                            /**
                             * @description The first wait in seconds; each further wrong code doubles it
                             * @default 60
                             */
                            first_wait_seconds?: number;
                            /**
                             * @description No wait in seconds is longer
                             * @default 3600
                             */
                            longest_wait_seconds?: number;
                        };
                        /**
                         * @description Money held or charged, decimal strings; null: no ceiling
                         * @default {}
                         */
                        ceilings?: {
                            /**
                             * @description A provider whose price is higher is left out; in the account's currency
                             * @default null
                             */
                            per_message?: string | null;
                            /**
                             * @description In any hour, in the account's currency
                             * @default null
                             */
                            per_hour?: string | null;
                            /**
                             * @description In any 24 hours, in the account's currency
                             * @default null
                             */
                            per_day?: string | null;
                            /**
                             * @description Each country
                             * @default {}
                             */
                            country?: {
                                /**
                                 * @description In any hour, in the account's currency
                                 * @default null
                                 */
                                per_hour?: string | null;
                                /**
                                 * @description In any 24 hours, in the account's currency
                                 * @default null
                                 */
                                per_day?: string | null;
                            };
                            /**
                             * @description Each prefix
                             * @default {}
                             */
                            prefix?: {
                                /**
                                 * @description In any hour, in the account's currency
                                 * @default null
                                 */
                                per_hour?: string | null;
                                /**
                                 * @description In any 24 hours, in the account's currency
                                 * @default null
                                 */
                                per_day?: string | null;
                            };
                            /**
                             * @description All tenants together; only in the first tenant's document
                             * @default {}
                             */
                            gateway?: {
                                /**
                                 * @description A provider whose price is higher is left out; in the account's currency
                                 * @default null
                                 */
                                per_message?: string | null;
                                /**
                                 * @description In any hour, in the account's currency
                                 * @default null
                                 */
                                per_hour?: string | null;
                                /**
                                 * @description In any 24 hours, in the account's currency
                                 * @default null
                                 */
                                per_day?: string | null;
                            };
                        };
                        /** @default {} */
                        guard?: {
                            /**
                             * @description `monitor`: a suspicion is recorded and told; `block`: nothing is sent there either
                             * @default monitor
                             * @enum {string}
                             */
                            mode?: "off" | "monitor" | "block";
                            /**
                             * @description OTPs; fewer are no evidence
                             * @default 50
                             */
                            min_sent?: number;
                            /**
                             * @description Verified of sent; below it a key is suspected
                             * @default 0.35
                             */
                            min_conversion?: number;
                            /**
                             * @description The moving window, in seconds
                             * @default 3600
                             */
                            window_seconds?: number;
                            /**
                             * @description How long a block lasts, in seconds; then it is looked at anew
                             * @default 43200
                             */
                            block_seconds?: number;
                            /**
                             * @description Never blocked nor suspected: beginnings of numbers, like +62812, and countries, like SG
                             * @default []
                             */
                            allow?: string[];
                        };
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLimitsPresets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The presets, whole */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitPresets"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLimitsUsage: {
        parameters: {
            query?: {
                /** @description A recipient, or `central` with `user` */
                to?: string;
                /** @description The ERP's word for a person */
                user?: string;
                /** @description An end user's address; an IPv6 address stands for its /64 too */
                client_ip?: string;
                /** @description The sandbox's windows; by default where no other provider is routed */
                sandbox?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The limits and their use */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitUsage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description invalid_recipient */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postLimitsForgive: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForgiveLimits"];
            };
        };
        responses: {
            /** @description What was cleared */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForgivenLimits"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description invalid_recipient, idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGuard: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Only those in this state */
                state?: "ok" | "suspected" | "blocked" | "outage";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GuardKey"][];
                        next_cursor: string | null;
                        /**
                         * @description Of the tenant's guard at that moment
                         * @enum {string}
                         */
                        mode: "off" | "monitor" | "block";
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postGuardRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example +62812 */
                    key: string;
                    /**
                     * @description Put it on the allow list of the limits' `guard`
                     * @default false
                     */
                    allow?: boolean;
                };
            };
        };
        responses: {
            /** @description It is released */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuardRelease"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGuardDecisions: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Only of this prefix or country */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The decisions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["GuardDecision"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceTopups: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                status?: "requested" | "posted" | "refused" | "reversal_requested" | "reversed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The top-ups */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TopUp"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceTopups: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTopUp"];
            };
        };
        responses: {
            /** @description Came before under this reference */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUp"];
                };
            };
            /** @description Posted, or requested */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUp"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceAdjustments: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The adjustments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Adjustment"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceAdjustments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAdjustment"];
            };
        };
        responses: {
            /** @description Was made before under this reference */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Adjustment"];
                };
            };
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Adjustment"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceTopupsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The top-up */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUp"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceTopupsByIdApprove: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The version of the proof that was looked at, 0 for none: 409 when another has come since */
                    proof_version?: number;
                };
            };
        };
        responses: {
            /** @description Posted, by an entry of the approver */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUp"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceTopupsByIdRefuse: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Refused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUp"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceTopupsByIdReverse: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Reversed, or to be approved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUp"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceTopupsByIdReversalApprove: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description The reversal's `requested_at` as it was read: 409 when another one has been requested since
                     */
                    requested_at?: string;
                };
            };
        };
        responses: {
            /** @description Reversed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUp"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceTopupsByIdReversalRefuse: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                    /**
                     * Format: date-time
                     * @description The reversal's `requested_at` as it was read: 409 when another one has been requested since
                     */
                    requested_at?: string;
                };
            };
        };
        responses: {
            /** @description Posted as before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUp"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceTopupsByIdProof: {
        parameters: {
            query?: {
                /** @description An earlier version; the newest when left out */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "image/png": string;
                    "image/jpeg": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putBalanceTopupsByIdProof: {
        parameters: {
            query?: {
                /** @description The file's name, for a body that has none */
                name?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/pdf": string;
                "image/png": string;
                "image/jpeg": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description What is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUpProof"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceEntries: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                kind?: "topup" | "hold" | "capture" | "release" | "refund" | "adjustment";
                /** @description Of a top-up or an adjustment, whole; with the reversal of it */
                reference?: string;
                /** @description From this time on */
                from?: string;
                /** @description Before this time */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Entry"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceEntriesCsv: {
        parameters: {
            query?: {
                kind?: "topup" | "hold" | "capture" | "release" | "refund" | "adjustment";
                /** @description Of a top-up or an adjustment, whole; with the reversal of it */
                reference?: string;
                /** @description From this time on */
                from?: string;
                /** @description Before this time */
                until?: string;
                locale?: "id" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getActors: {
        parameters: {
            query: {
                /** @description Actors as answers name them, with commas between them; at most 200 */
                ids: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The names, in no order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Actors"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceStatement: {
        parameters: {
            query: {
                /** @description In the tenant's time zone */
                month: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statement */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceStatementSign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignStatement"];
            };
        };
        responses: {
            /** @description All who signed it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example 2026-11 */
                        month: string;
                        /** @description Who said that the statement is right, oldest first; kept as long as the audit is */
                        signatures: {
                            actor: string;
                            /** @description As they were called then */
                            actor_name: string | null;
                            /** Format: date-time */
                            at: string;
                        }[];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceStatementCsv: {
        parameters: {
            query: {
                /** @description In the tenant's time zone */
                month: string;
                locale?: "id" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceStatementHtml: {
        parameters: {
            query: {
                /** @description In the tenant's time zone */
                month: string;
                locale?: "id" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStats: {
        parameters: {
            query?: {
                /** @description From this time on */
                from?: string;
                /** @description Before this time */
                until?: string;
                /** @description `hour` for up to 31 days, `day` for up to 92; without it the finest of which there are few */
                bucket?: "hour" | "day" | "month";
                /** @description What to tell apart by, with commas between: channel, provider, country, template, purpose; the default is `channel,provider`, empty: by nothing */
                by?: string;
                channel?: components["schemas"]["Channel"];
                provider?: string;
                country?: string;
                /** @description A key and a locale, as in `otp/id` */
                template?: string;
                purpose?: string;
                /** @description `false`: leave `series` empty, where totals and groups are enough; quicker over long spans */
                series?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statistics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStatsCsv: {
        parameters: {
            query?: {
                /** @description From this time on */
                from?: string;
                /** @description Before this time */
                until?: string;
                /** @description `hour` for up to 31 days, `day` for up to 92; without it the finest of which there are few */
                bucket?: "hour" | "day" | "month";
                /** @description What to tell apart by, with commas between: channel, provider, country, template, purpose; the default is `channel,provider`, empty: by nothing */
                by?: string;
                channel?: components["schemas"]["Channel"];
                provider?: string;
                country?: string;
                /** @description A key and a locale, as in `otp/id` */
                template?: string;
                purpose?: string;
                locale?: "id" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What stands now; empty when all is well */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttentionList"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each step, in the order in which people set it up */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceReconciliations: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reconciliations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Reconciliation"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postBalanceReconciliations: {
        parameters: {
            query: {
                /** @description Whose invoice it is */
                provider: string;
                /** @description The columns of a vendor's own file */
                preset?: "twilio" | "vonage";
                /** @description The provider's id of the message; needed without a preset */
                id_column?: string;
                /** @description What it takes for it; needed without a preset */
                amount_column?: string;
                currency_column?: string;
                status_column?: string;
                /** @description Of amounts without a currency column; the tenant's own by default */
                currency?: string;
                /** @description How the vendor writes what it takes */
                charges?: "positive" | "negative";
                /** @description Found out from each amount, where it can be */
                decimal?: "point" | "comma";
                /** @description Found out from the header */
                delimiter?: "comma" | "semicolon" | "tab" | "pipe";
                /** @description From this time on */
                from?: string;
                /** @description Before this time */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description What came of it */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceReconciliationsById: {
        parameters: {
            query?: {
                locale?: "id" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reconciliation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReconciliationRead"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalanceCheck: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the last check came to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerCheck"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPrices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The prices in force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prices"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPrices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutPrices"];
            };
        };
        responses: {
            /** @description The prices as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        prices: {
                            /** @enum {string} */
                            channel: "whatsapp" | "sms" | "voice" | "email";
                            /** @default null */
                            provider?: string | null;
                            /** @default null */
                            country?: string | null;
                            /**
                             * @description The beginning of a number, finer than a country: +62812
                             * @default null
                             */
                            prefix?: string | null;
                            /** @description What the tenant pays, in the account's currency */
                            amount: string;
                            /**
                             * @description What the provider takes for the same, in the account's currency; null when it is not known
                             * @default null
                             */
                            cost?: string | null;
                            /**
                             * @description What amount and cost are for
                             * @default message
                             * @enum {string}
                             */
                            per?: "message" | "segment";
                            /**
                             * @description When it is paid: a provider took it, it reached the phone, or its OTP was verified
                             * @default accepted
                             * @enum {string}
                             */
                            charged_on?: "accepted" | "delivered" | "verified";
                            /**
                             * Format: date-time
                             * @default 1970-01-01T00:00:00Z
                             */
                            valid_from?: string;
                        }[];
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPrices: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddPrice"];
            };
        };
        responses: {
            /** @description The price */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        price: {
                            /** @enum {string} */
                            channel: "whatsapp" | "sms" | "voice" | "email";
                            /** @default null */
                            provider?: string | null;
                            /** @default null */
                            country?: string | null;
                            /**
                             * @description The beginning of a number, finer than a country: +62812
                             * @default null
                             */
                            prefix?: string | null;
                            /** @description What the tenant pays, in the account's currency */
                            amount: string;
                            /**
                             * @description What the provider takes for the same, in the account's currency; null when it is not known
                             * @default null
                             */
                            cost?: string | null;
                            /**
                             * @description What amount and cost are for
                             * @default message
                             * @enum {string}
                             */
                            per?: "message" | "segment";
                            /**
                             * @description When it is paid: a provider took it, it reached the phone, or its OTP was verified
                             * @default accepted
                             * @enum {string}
                             */
                            charged_on?: "accepted" | "delivered" | "verified";
                            /**
                             * Format: date-time
                             * @default 1970-01-01T00:00:00Z
                             */
                            valid_from?: string;
                        };
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPricesWithdraw: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawPrice"];
            };
        };
        responses: {
            /** @description The price that was taken back */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        price: {
                            /** @enum {string} */
                            channel: "whatsapp" | "sms" | "voice" | "email";
                            /** @default null */
                            provider?: string | null;
                            /** @default null */
                            country?: string | null;
                            /**
                             * @description The beginning of a number, finer than a country: +62812
                             * @default null
                             */
                            prefix?: string | null;
                            /** @description What the tenant pays, in the account's currency */
                            amount: string;
                            /**
                             * @description What the provider takes for the same, in the account's currency; null when it is not known
                             * @default null
                             */
                            cost?: string | null;
                            /**
                             * @description What amount and cost are for
                             * @default message
                             * @enum {string}
                             */
                            per?: "message" | "segment";
                            /**
                             * @description When it is paid: a provider took it, it reached the phone, or its OTP was verified
                             * @default accepted
                             * @enum {string}
                             */
                            charged_on?: "accepted" | "delivered" | "verified";
                            /**
                             * Format: date-time
                             * @default 1970-01-01T00:00:00Z
                             */
                            valid_from?: string;
                        };
                        /** @description What this change leaves that can't work; it was made all the same */
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenants: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Part of a name or brand, whatever its case */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenants */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Tenant"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenantsByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTenantsByName: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
                /** @description `*`: only when the tenant has no version of its own in use */
                "If-None-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutTenant"];
            };
        };
        responses: {
            /** @description The tenant as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantAsPut"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKeys: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Key"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKey"];
            };
        };
        responses: {
            /** @description Made; `key` is null in an idempotent replay */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"] & {
                        key: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteKeysById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConsoleUsers: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConsoleUser"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postConsoleUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateConsoleUser"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedConsoleUser"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress, conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConsoleUsersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsoleUser"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putConsoleUsersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutConsoleUser"];
            };
        };
        responses: {
            /** @description The user as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsoleUser"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteConsoleUsersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postConsoleUsersByIdReset: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reset */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsoleUserReset"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConsoleUsersByIdSessions: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions that have not ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConsoleSession"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteConsoleSessionsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAudit: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description A key's id (`key_…`), `cli` or `gateway` */
                actor?: string;
                /** @description As in an entry: `provider.put` */
                action?: string;
                /** @description What was changed, as in an entry */
                target?: string;
                /** @description Of the request that changed it */
                request_id?: string;
                /** @description From this time on */
                from?: string;
                /** @description Before this time */
                until?: string;
                /** @description Text anywhere in an entry, whatever its case */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntry"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditCsv: {
        parameters: {
            query?: {
                /** @description A key's id (`key_…`), `cli` or `gateway` */
                actor?: string;
                /** @description As in an entry: `provider.put` */
                action?: string;
                /** @description What was changed, as in an entry */
                target?: string;
                /** @description Of the request that changed it */
                request_id?: string;
                /** @description From this time on */
                from?: string;
                /** @description Before this time */
                until?: string;
                /** @description Text anywhere in an entry, whatever its case */
                q?: string;
                locale?: "id" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules in force, defaults included */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutRetention"];
            };
        };
        responses: {
            /** @description The rules as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRetentionRuns: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RetentionRun"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPrivacyErase: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErasePerson"];
            };
        };
        responses: {
            /** @description What was erased, and what is left and why */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasedPerson"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPrivacyExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportPerson"];
            };
        };
        responses: {
            /** @description What is kept of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonExport"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPrivacyAffectedCsv: {
        parameters: {
            query: {
                from: string;
                until: string;
                /** @description Numbers in full, for ops and admin; audited */
                reveal?: "true" | "false";
                locale?: "id" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before, or `now` */
                after?: string;
                /** @description 1 to 200 */
                limit?: number;
                /** @description Types or groups of them, with commas between */
                type?: string;
                /** @description The answer's format, where Accept can't be set: json, text or xml */
                format?: string;
                /** @description Answer 200 always; the status is in the body of an error */
                http_status?: "200";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Event"][];
                        /** @description Always there; the next `after` */
                        next_cursor: string;
                        has_more: boolean;
                    };
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": {
                        data: components["schemas"]["Event"][];
                        /** @description Always there; the next `after` */
                        next_cursor: string;
                        has_more: boolean;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/plain": components["schemas"]["Lines"];
                    "application/xml": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEventsCsv: {
        parameters: {
            query: {
                /** @description A day of the tenant's time zone, like 2026-11-21; fetch it once it is over */
                date: string;
                /** @description Types or groups of them, with commas between */
                type?: string;
                locale?: "id" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhooks: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhooks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Webhook"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhooksByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putWebhooksByName: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of a read, like `"v3"`, or `*`: it is there */
                "If-Match"?: string;
                /** @description `*`: only when the tenant has no version of its own in use */
                "If-None-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutWebhook"];
            };
        };
        responses: {
            /** @description The webhook as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"] & {
                        /** @description `whsec_…`, in the answer that made it only; else null */
                        secret: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhooksByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhooksByNameSecrets: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made; `secret` is null in an idempotent replay */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example whs_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f */
                        id: string;
                        /** Format: date-time */
                        created_at: string;
                        /** @description `whsec_…`, in the answer that made it only; else null */
                        secret: string | null;
                    };
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhooksByNameSecretsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhooksByNameDeliveries: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                status?: "pending" | "delivered" | "dead";
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deliveries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WebhookDelivery"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhooksByNameDeliveriesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                /** @description The event's */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownWebhookDelivery"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhooksByNameTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The server answered 2xx */
                        ok: boolean;
                        id: string;
                        latency_ms: number;
                        answer_status: number | null;
                        /** @description How the answer began, secrets and numbers masked; or why none came */
                        answer: string;
                    };
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhooksByNameDeliveriesByIdReplay: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On its way */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhooksByNameReplay: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayWebhook"];
            };
        };
        responses: {
            /** @description On their way */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replayed: number;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhooksByNameReplayDead: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key within 24 h has one effect */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On their way */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedDead"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conflict, idempotency_in_progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_mismatch */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSandboxMessages: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The inbox */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SandboxMessage"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServices: {
        parameters: {
            query?: {
                /** @description 1 to 200 */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The services */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Service"][];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServicesBySid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Service"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putServicesBySid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutService"];
            };
        };
        responses: {
            /** @description The service as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Service"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteServicesBySid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postV2ServicesByServiceVerifications: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Any `VA…`; see /v1/services */
                service: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["TwilioCreateVerification"];
            };
        };
        responses: {
            /** @description As Twilio answers */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioVerification"];
                };
            };
            /** @description 60200: A parameter is not valid; the message names it. 60223: The channel is not offered, or not by this service. 60228: The service knows no such template */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20003: The key is not known, has expired or was revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 60204: A parameter asks for what is not supported. 60205: A landline. 60605: The number's country is not allowed. 20403: This key may not do that, or not from this address */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20404: No such verification: it expired, was approved, or is another service's */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20413: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20415: Send a form */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 60203: Max send attempts reached. 60212: A code was sent to this recipient a moment ago. 20429: The account sends too much at once */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20500: A bug; X-Request-Id names it */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20503: The balance is empty, no provider can carry the message, or the gateway is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
        };
    };
    getV2ServicesByServiceVerificationsByTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Any `VA…`; see /v1/services */
                service: string;
                /** @description A `VE…`, or the recipient: its newest */
                target: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As Twilio answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioVerification"];
                };
            };
            /** @description 20003: The key is not known, has expired or was revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20403: This key may not do that, or not from this address */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20404: No such verification: it expired, was approved, or is another service's */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20500: A bug; X-Request-Id names it */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20503: The balance is empty, no provider can carry the message, or the gateway is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
        };
    };
    postV2ServicesByServiceVerificationsByTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Any `VA…`; see /v1/services */
                service: string;
                /** @description A `VE…`, or the recipient: its newest */
                target: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["TwilioUpdateVerification"];
            };
        };
        responses: {
            /** @description As Twilio answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioVerification"];
                };
            };
            /** @description 60200: A parameter is not valid; the message names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20003: The key is not known, has expired or was revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20403: This key may not do that, or not from this address */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20404: No such verification: it expired, was approved, or is another service's */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20413: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20415: Send a form */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20500: A bug; X-Request-Id names it */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20503: The balance is empty, no provider can carry the message, or the gateway is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
        };
    };
    postV2ServicesByServiceVerificationCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Any `VA…`; see /v1/services */
                service: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["TwilioVerificationCheck"];
            };
        };
        responses: {
            /** @description As Twilio answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioVerificationCheckAnswer"];
                };
            };
            /** @description 60200: A parameter is not valid; the message names it. 60221: Neither To nor VerificationSid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20003: The key is not known, has expired or was revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 60204: A parameter asks for what is not supported. 20403: This key may not do that, or not from this address */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20404: No such verification: it expired, was approved, or is another service's */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20413: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20415: Send a form */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 60202: Max check attempts reached */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20500: A bug; X-Request-Id names it */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
            /** @description 20503: The balance is empty, no provider can carry the message, or the gateway is busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwilioError"];
                };
            };
        };
    };
    getPByToken: {
        parameters: {
            query?: {
                /** @description In place of the OTP's and the browser's */
                lang?: "id" | "en";
            };
            header?: never;
            path: {
                /** @description As in hosted_url */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The question, or that it is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Not a page of ours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Expired, locked, cancelled or replaced: a page that leads back to return_url with `state` and `error` */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    postPByToken: {
        parameters: {
            query?: {
                /** @description In place of the OTP's and the browser's */
                lang?: "id" | "en";
            };
            header?: never;
            path: {
                /** @description As in hosted_url */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    code: string;
                    /** @description Of the form: what is sent twice with it is done once */
                    nonce?: string;
                };
            };
        };
        responses: {
            /** @description A wrong code: the question again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description A right code: back to return_url with `state` and `ticket` */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not a whole code; no check was spent */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Expired, locked, cancelled or replaced: a page that leads back to return_url with `state` and `error` */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description More than a form of this page */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description No form */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Too many wrong codes in a row for this recipient */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    getPByTokenResend: {
        parameters: {
            query?: {
                /** @description In place of the OTP's and the browser's */
                lang?: "id" | "en";
            };
            header?: never;
            path: {
                /** @description As in hosted_url */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the page */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not a page of ours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    postPByTokenResend: {
        parameters: {
            query?: {
                /** @description In place of the OTP's and the browser's */
                lang?: "id" | "en";
            };
            header?: never;
            path: {
                /** @description As in hosted_url */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description Of the form: what is sent twice with it is done once */
                    nonce?: string;
                };
            };
        };
        responses: {
            /** @description Sent: back to the page */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Expired, locked, cancelled or replaced: a page that leads back to return_url with `state` and `error` */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Too soon, or too often */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    getCgiBinSendsms: {
        parameters: {
            query: {
                /** @description Any; also `user` */
                username?: string;
                /** @description A key of role erp made with `"facade": "kannel"`; also `pass` */
                password: string;
                /** @description One phone number, without spaces */
                to: string;
                /** @description What the person reads; `%OTP%` (in a URL `%25OTP%25`) is where the code goes, once or more */
                text: string;
                /** @description Of `text`. Without one: UTF-16BE where `coding` is 2, else UTF-8, or Windows-1252 where it is no UTF-8 */
                charset?: string;
                /** @description Says the charset only; how an SMS is encoded its characters decide */
                coding?: "0" | "2";
                /** @description What the code is for; verify takes the same. Best one of its own: of a recipient's codes with one purpose the newest counts */
                purpose?: string;
                /** @description Ignored, like every other parameter of Kannel's: the provider has the sender */
                from?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Issued and on its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A parameter is missing or wrong, or the number is not allowed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The balance can't pay for it */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The key is wrong, or nobody can carry the message */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A limit or the cool-down; Retry-After says the seconds */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A bug */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    postCgiBinSendsms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * @description Any; also `user`
                     * @example erp
                     */
                    username?: string;
                    /** @description A key of role erp made with `"facade": "kannel"`; also `pass` */
                    password: string;
                    /**
                     * @description One phone number, without spaces
                     * @example 6281234567890
                     */
                    to: string;
                    /**
                     * @description What the person reads; `%OTP%` (in a URL `%25OTP%25`) is where the code goes, once or more
                     * @example ACME: kode Anda %OTP%. Jangan berikan kepada siapa pun.
                     */
                    text: string;
                    /** @description Of `text`. Without one: UTF-16BE where `coding` is 2, else UTF-8, or Windows-1252 where it is no UTF-8 */
                    charset?: string;
                    /**
                     * @description Says the charset only; how an SMS is encoded its characters decide
                     * @enum {string}
                     */
                    coding?: "0" | "2";
                    /**
                     * @description What the code is for; verify takes the same. Best one of its own: of a recipient's codes with one purpose the newest counts
                     * @default login
                     */
                    purpose?: string;
                    /** @description Ignored, like every other parameter of Kannel's: the provider has the sender */
                    from?: string;
                };
                "text/plain": string;
            };
        };
        responses: {
            /** @description Issued and on its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A parameter is missing or wrong, or the number is not allowed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The balance can't pay for it */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The key is wrong, or nobody can carry the message */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A limit or the cool-down; Retry-After says the seconds */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A bug */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    putApiOtpById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own, unique in its namespace */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["OtpgatewayCreate"];
            };
        };
        responses: {
            /** @description Issued */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        data: components["schemas"]["OtpgatewayOtp"];
                    };
                };
            };
            /** @description A field is wrong, or there is no such OTP any more */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description The secret is no key that is valid here */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description The balance can't pay for it */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description Not sent: the number is not allowed, or nobody can carry it */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description A limit, the cool-down, or a name without checks left; Retry-After and `ttl_seconds` say the seconds */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
        };
    };
    postApiOtpById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own, unique in its namespace */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    otp: string;
                    action?: string;
                };
            };
        };
        responses: {
            /** @description Right */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        data: components["schemas"]["OtpgatewayOtp"];
                    };
                };
            };
            /** @description A field is wrong, or there is no such OTP any more */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description The secret is no key that is valid here */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description A limit, the cool-down, or a name without checks left; Retry-After and `ttl_seconds` say the seconds */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
        };
    };
    putApiOtp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["OtpgatewayCreate"];
            };
        };
        responses: {
            /** @description Issued */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        data: components["schemas"]["OtpgatewayOtp"];
                    };
                };
            };
            /** @description A field is wrong, or there is no such OTP any more */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description The secret is no key that is valid here */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description The balance can't pay for it */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description Not sent: the number is not allowed, or nobody can carry it */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description A limit, the cool-down, or a name without checks left; Retry-After and `ttl_seconds` say the seconds */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
        };
    };
    getApiOtpByIdStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own, unique in its namespace */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Verified */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        data: components["schemas"]["OtpgatewayOtp"];
                    };
                };
            };
            /** @description A field is wrong, or there is no such OTP any more */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description The secret is no key that is valid here */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description A limit, the cool-down, or a name without checks left; Retry-After and `ttl_seconds` say the seconds */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
        };
    };
    postApiOtpByIdStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own, unique in its namespace */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Verified */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        data: components["schemas"]["OtpgatewayOtp"];
                    };
                };
            };
            /** @description A field is wrong, or there is no such OTP any more */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description The secret is no key that is valid here */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description A limit, the cool-down, or a name without checks left; Retry-After and `ttl_seconds` say the seconds */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
        };
    };
    deleteApiOtpByIdStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The caller's own, unique in its namespace */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Verified */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "success";
                        data: components["schemas"]["OtpgatewayOtp"];
                    };
                };
            };
            /** @description A field is wrong, or there is no such OTP any more */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description The secret is no key that is valid here */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description A limit, the cool-down, or a name without checks left; Retry-After and `ttl_seconds` say the seconds */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
            /** @description Not now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
        };
    };
    getApiProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Channels */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                        data: string[];
                    };
                };
            };
            /** @description The secret is no key that is valid here */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpgatewayError"];
                };
            };
        };
    };
    getAuthV1AuthenticationToken: {
        parameters: {
            query: {
                /** @description Any; later calls that name one must name the same */
                customerId: string;
                /** @description Base64 of a key of role erp made with `"facade": "verifynow"`; never logged */
                key: string;
                scope?: string;
                country?: string;
                email?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A token, or a status other than 200 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowToken"];
                };
            };
        };
    };
    postVerificationV3Send: {
        parameters: {
            query: {
                /** @description If given, the token's: else 501 */
                customerId?: string;
                /** @description A calling code in digits */
                countryCode: string;
                /** @description Without the country code */
                mobileNumber: string;
                flowType: "SMS" | "WHATSAPP";
                otpLength?: number;
                type?: "OTP";
                /** @description A language like `id` or `en`; else the tenant's */
                langId?: string;
            };
            header: {
                /** @description From the token's call */
                authToken: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `responseCode` says what came of it: 200 · 501 another customer's token · 505 no such verificationId · 506 a code is on its way · 511 country not allowed · 700 not sent: no credit, or nobody can carry it (`errorMessage`) · 702 wrong code · 703 used already · 705 expired · 800 a limit, or no checks left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A parameter is missing or wrong: `errorMessage` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description The token, or the key that it stands for, is not valid here any more */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A bug */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description Not now; Retry-After says the seconds */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
        };
    };
    postVerificationV2VerificationSend: {
        parameters: {
            query: {
                /** @description If given, the token's: else 501 */
                customerId?: string;
                /** @description A calling code in digits */
                countryCode: string;
                /** @description Without the country code */
                mobileNumber: string;
                flowType: "SMS" | "WHATSAPP";
                otpLength?: number;
                type?: "OTP";
                /** @description A language like `id` or `en`; else the tenant's */
                langId?: string;
            };
            header: {
                /** @description From the token's call */
                authToken: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `responseCode` says what came of it: 200 · 501 another customer's token · 505 no such verificationId · 506 a code is on its way · 511 country not allowed · 700 not sent: no credit, or nobody can carry it (`errorMessage`) · 702 wrong code · 703 used already · 705 expired · 800 a limit, or no checks left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A parameter is missing or wrong: `errorMessage` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description The token, or the key that it stands for, is not valid here any more */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A bug */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description Not now; Retry-After says the seconds */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
        };
    };
    getVerificationV3ValidateOtp: {
        parameters: {
            query: {
                verificationId: string;
                /** @description What the person typed; never logged */
                code: string;
                /** @description If given, the token's: else 501 */
                customerId?: string;
                /** @description Of mobileNumber; the OTP's without it */
                countryCode?: string;
                /** @description If given, the number that the code went to: else 505 */
                mobileNumber?: string;
            };
            header: {
                /** @description From the token's call */
                authToken: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `responseCode` says what came of it: 200 · 501 another customer's token · 505 no such verificationId · 506 a code is on its way · 511 country not allowed · 700 not sent: no credit, or nobody can carry it (`errorMessage`) · 702 wrong code · 703 used already · 705 expired · 800 a limit, or no checks left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A parameter is missing or wrong: `errorMessage` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description The token, or the key that it stands for, is not valid here any more */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A bug */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description Not now; Retry-After says the seconds */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
        };
    };
    postVerificationV3ValidateOtp: {
        parameters: {
            query: {
                verificationId: string;
                /** @description What the person typed; never logged */
                code: string;
                /** @description If given, the token's: else 501 */
                customerId?: string;
                /** @description Of mobileNumber; the OTP's without it */
                countryCode?: string;
                /** @description If given, the number that the code went to: else 505 */
                mobileNumber?: string;
            };
            header: {
                /** @description From the token's call */
                authToken: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `responseCode` says what came of it: 200 · 501 another customer's token · 505 no such verificationId · 506 a code is on its way · 511 country not allowed · 700 not sent: no credit, or nobody can carry it (`errorMessage`) · 702 wrong code · 703 used already · 705 expired · 800 a limit, or no checks left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A parameter is missing or wrong: `errorMessage` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description The token, or the key that it stands for, is not valid here any more */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A bug */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description Not now; Retry-After says the seconds */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
        };
    };
    getVerificationV2VerificationValidateOtp: {
        parameters: {
            query: {
                verificationId: string;
                /** @description What the person typed; never logged */
                code: string;
                /** @description If given, the token's: else 501 */
                customerId?: string;
                /** @description Of mobileNumber; the OTP's without it */
                countryCode?: string;
                /** @description If given, the number that the code went to: else 505 */
                mobileNumber?: string;
            };
            header: {
                /** @description From the token's call */
                authToken: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `responseCode` says what came of it: 200 · 501 another customer's token · 505 no such verificationId · 506 a code is on its way · 511 country not allowed · 700 not sent: no credit, or nobody can carry it (`errorMessage`) · 702 wrong code · 703 used already · 705 expired · 800 a limit, or no checks left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A parameter is missing or wrong: `errorMessage` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description The token, or the key that it stands for, is not valid here any more */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A bug */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description Not now; Retry-After says the seconds */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
        };
    };
    postVerificationV2VerificationValidateOtp: {
        parameters: {
            query: {
                verificationId: string;
                /** @description What the person typed; never logged */
                code: string;
                /** @description If given, the token's: else 501 */
                customerId?: string;
                /** @description Of mobileNumber; the OTP's without it */
                countryCode?: string;
                /** @description If given, the number that the code went to: else 505 */
                mobileNumber?: string;
            };
            header: {
                /** @description From the token's call */
                authToken: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `responseCode` says what came of it: 200 · 501 another customer's token · 505 no such verificationId · 506 a code is on its way · 511 country not allowed · 700 not sent: no credit, or nobody can carry it (`errorMessage`) · 702 wrong code · 703 used already · 705 expired · 800 a limit, or no checks left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A parameter is missing or wrong: `errorMessage` names it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description The token, or the key that it stands for, is not valid here any more */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description A bug */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
            /** @description Not now; Retry-After says the seconds */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyNowAnswer"];
                };
            };
        };
    };
    getHealthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "stopping" | "unavailable";
                    };
                };
            };
        };
    };
    getReadyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The database answers and work is taken */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "stopping" | "unavailable";
                    };
                };
            };
            /** @description Starting, stopping, or the database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "stopping" | "unavailable";
                    };
                };
            };
        };
    };
    getWellKnownJwksJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JWK set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            /** @enum {string} */
                            kty: "OKP";
                            /** @enum {string} */
                            crv: "Ed25519";
                            kid: string;
                            x: string;
                            /** @enum {string} */
                            use: "sig";
                            /** @enum {string} */
                            alg: "EdDSA";
                        }[];
                    };
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
