CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"hash" text NOT NULL,
	"facade" text,
	"ips" text[] DEFAULT '{}' NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"target" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"request_id" text,
	"address" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "audit_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"tenant_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"answer" "bytea" NOT NULL,
	"busy_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_tenant_id_scope_key_pk" PRIMARY KEY("tenant_id","scope","key")
);
--> statement-breakpoint
CREATE TABLE "tenants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"first" boolean DEFAULT false NOT NULL,
	"settings" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tenants_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "config_version" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "config_version_one_row" CHECK ("config_version"."one")
);
--> statement-breakpoint
CREATE TABLE "limits" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"rules" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "prices" (
	"tenant_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"channel" text NOT NULL,
	"provider" text,
	"country" text,
	"amount" bigint NOT NULL,
	"per" text NOT NULL,
	"charged_on" text NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "prices_tenant_id_position_pk" PRIMARY KEY("tenant_id","position"),
	CONSTRAINT "prices_not_negative" CHECK ("prices"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "providers" (
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"settings" jsonb NOT NULL,
	"secrets" "bytea",
	"secret_names" text[] DEFAULT '{}' NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "providers_tenant_id_name_pk" PRIMARY KEY("tenant_id","name"),
	CONSTRAINT "providers_state" CHECK ("providers"."state" in ('on', 'drain', 'off'))
);
--> statement-breakpoint
CREATE TABLE "routes" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"channels" jsonb NOT NULL,
	"fallback" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "template_approvals" (
	"tenant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"channel" text NOT NULL,
	"locale" text NOT NULL,
	"provider" text NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "template_approvals_tenant_id_key_channel_locale_provider_pk" PRIMARY KEY("tenant_id","key","channel","locale","provider")
);
--> statement-breakpoint
CREATE TABLE "template_versions" (
	"tenant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"channel" text NOT NULL,
	"locale" text NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "template_versions_tenant_id_key_channel_locale_version_pk" PRIMARY KEY("tenant_id","key","channel","locale","version")
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"tenant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"channel" text NOT NULL,
	"locale" text NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "templates_tenant_id_key_channel_locale_pk" PRIMARY KEY("tenant_id","key","channel","locale")
);
--> statement-breakpoint
CREATE TABLE "guess_streaks" (
	"tenant_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"wrong" integer NOT NULL,
	"blocked_until" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "guess_streaks_tenant_id_subject_pk" PRIMARY KEY("tenant_id","subject")
);
--> statement-breakpoint
CREATE TABLE "limit_usage" (
	"tenant_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"buckets" bigint[] NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "limit_usage_tenant_id_scope_key_pk" PRIMARY KEY("tenant_id","scope","key")
);
--> statement-breakpoint
CREATE TABLE "otps" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"subject" text NOT NULL,
	"recipients" text[] NOT NULL,
	"user_ref" text NOT NULL,
	"purpose" text NOT NULL,
	"channels" text[] NOT NULL,
	"locale" text NOT NULL,
	"template" text NOT NULL,
	"params" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	"client_ip" text,
	"status" text NOT NULL,
	"attempts_left" integer NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"code_sealed" "bytea",
	"ttl_seconds" integer NOT NULL,
	"central" boolean NOT NULL,
	"decoy" boolean NOT NULL,
	"sends" bigint[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"resend_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "otps_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "otps_status" CHECK ("otps"."status" in ('pending', 'verified', 'expired', 'locked', 'cancelled', 'replaced')),
	CONSTRAINT "otps_attempts" CHECK ("otps"."attempts_left" >= 0),
	CONSTRAINT "otps_code_erased" CHECK ("otps"."status" = 'pending' or "otps"."code_sealed" is null)
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"currency" text NOT NULL,
	"available" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"spent" bigint DEFAULT 0 NOT NULL,
	"credit_line" bigint DEFAULT 0 NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "accounts_not_overdrawn" CHECK ("accounts"."available" + "accounts"."credit_line" >= 0),
	CONSTRAINT "accounts_held" CHECK ("accounts"."held" >= 0)
);
--> statement-breakpoint
CREATE TABLE "adjustments" (
	"tenant_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "adjustments_tenant_id_reference_pk" PRIMARY KEY("tenant_id","reference")
);
--> statement-breakpoint
CREATE TABLE "entries" (
	"tenant_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"held_delta" bigint NOT NULL,
	"available_after" bigint NOT NULL,
	"held_after" bigint NOT NULL,
	"spent_after" bigint NOT NULL,
	"actor" text NOT NULL,
	"reference" text,
	"message_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "entries_tenant_id_seq_pk" PRIMARY KEY("tenant_id","seq"),
	CONSTRAINT "entries_kind" CHECK ("entries"."kind" in ('topup', 'hold', 'capture', 'release', 'refund', 'adjustment'))
);
--> statement-breakpoint
CREATE TABLE "topups" (
	"tenant_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"note" text,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "topups_tenant_id_reference_pk" PRIMARY KEY("tenant_id","reference"),
	CONSTRAINT "topups_positive" CHECK ("topups"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"tenant_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"owner_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"channel" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"latency_ms" integer NOT NULL,
	"outcome" text NOT NULL,
	"scope" text,
	"provider_code" text,
	"provider_message_id" text,
	CONSTRAINT "attempts_tenant_id_message_id_n_pk" PRIMARY KEY("tenant_id","message_id","n")
);
--> statement-breakpoint
CREATE TABLE "early_reports" (
	"owner_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"provider_message_id" text NOT NULL,
	"status" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"provider_code" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "early_reports_owner_id_provider_provider_message_id_status_at_pk" PRIMARY KEY("owner_id","provider","provider_message_id","status","at")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"otp_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"recipient" text NOT NULL,
	"status" text NOT NULL,
	"provider" text,
	"template" text NOT NULL,
	"locale" text NOT NULL,
	"template_version" integer NOT NULL,
	"prices" jsonb NOT NULL,
	"skips" jsonb NOT NULL,
	"hold" bigint NOT NULL,
	"hold_state" text NOT NULL,
	"charged" bigint NOT NULL,
	"tries" integer NOT NULL,
	"advanced" boolean NOT NULL,
	"lease_owner" uuid,
	"due" text,
	"due_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"report_by" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "messages_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "messages_hold_state" CHECK ("messages"."hold_state" in ('held', 'captured', 'released')),
	CONSTRAINT "messages_due_said" CHECK (("messages"."due" is null) = ("messages"."due_at" is null))
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"tenant_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider" text NOT NULL,
	"status" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"provider_code" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reports_tenant_id_message_id_id_pk" PRIMARY KEY("tenant_id","message_id","id")
);
--> statement-breakpoint
CREATE TABLE "sandbox_messages" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider" text NOT NULL,
	"channel" text NOT NULL,
	"recipient" text NOT NULL,
	"message_id" uuid NOT NULL,
	"body" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sandbox_messages_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"alive_until" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "limits" ADD CONSTRAINT "limits_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "providers" ADD CONSTRAINT "providers_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routes" ADD CONSTRAINT "routes_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_approvals" ADD CONSTRAINT "template_approvals_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_versions" ADD CONSTRAINT "template_versions_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "templates" ADD CONSTRAINT "templates_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_tenant" ON "api_keys" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "idempotency_age" ON "idempotency" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "tenants_first" ON "tenants" USING btree ("first") WHERE "tenants"."first";--> statement-breakpoint
CREATE INDEX "limit_usage_age" ON "limit_usage" USING btree ("updated_at");--> statement-breakpoint
CREATE UNIQUE INDEX "otps_one_pending" ON "otps" USING btree ("tenant_id","subject","user_ref","purpose") WHERE "otps"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "otps_subject" ON "otps" USING btree ("tenant_id","subject","created_at");--> statement-breakpoint
CREATE INDEX "otps_user" ON "otps" USING btree ("tenant_id","user_ref","created_at") WHERE "otps"."user_ref" <> '';--> statement-breakpoint
CREATE INDEX "otps_expiry" ON "otps" USING btree ("expires_at") WHERE "otps"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "entries_at" ON "entries" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE INDEX "entries_rare" ON "entries" USING btree ("tenant_id","kind","seq") WHERE "entries"."kind" in ('topup', 'refund', 'adjustment');--> statement-breakpoint
CREATE INDEX "entries_afterwards" ON "entries" USING btree ("tenant_id","message_id") WHERE "entries"."kind" in ('refund', 'adjustment');--> statement-breakpoint
CREATE UNIQUE INDEX "entries_one_resolution" ON "entries" USING btree ("tenant_id","message_id",("kind" = 'hold')) WHERE "entries"."kind" in ('hold', 'capture', 'release');--> statement-breakpoint
CREATE INDEX "topups_at" ON "topups" USING btree ("tenant_id","at","id");--> statement-breakpoint
CREATE INDEX "attempts_provider_message" ON "attempts" USING btree ("owner_id","provider","provider_message_id") WHERE "attempts"."provider_message_id" is not null;--> statement-breakpoint
CREATE INDEX "early_reports_age" ON "early_reports" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "messages_otp" ON "messages" USING btree ("tenant_id","otp_id");--> statement-breakpoint
CREATE INDEX "messages_recipient" ON "messages" USING btree ("tenant_id","recipient","id");--> statement-breakpoint
CREATE INDEX "messages_leased" ON "messages" USING btree ("lease_owner") WHERE "messages"."lease_owner" is not null;--> statement-breakpoint
CREATE INDEX "messages_due" ON "messages" USING btree ("due_at") WHERE "messages"."lease_owner" is null and "messages"."due_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "reports_once" ON "reports" USING btree ("tenant_id","message_id","provider","status","at");--> statement-breakpoint
CREATE INDEX "sandbox_messages_recipient" ON "sandbox_messages" USING btree ("tenant_id","recipient","id");--> statement-breakpoint
CREATE INDEX "sandbox_messages_age" ON "sandbox_messages" USING btree ("at");--> statement-breakpoint
-- The ledger is append-only in the database itself, whoever is connected.
CREATE FUNCTION "refuse_ledger_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'entries are append-only: write a new entry that puts the old one right';
END $$;--> statement-breakpoint
CREATE TRIGGER "entries_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_ledger_change"();--> statement-breakpoint
-- Rows that are updated on every batch stay on their page (HOT), so that their index does not grow.
ALTER TABLE "accounts" SET (fillfactor = 30);--> statement-breakpoint
ALTER TABLE "limit_usage" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "messages" SET (fillfactor = 80);--> statement-breakpoint
ALTER TABLE "otps" SET (fillfactor = 85);--> statement-breakpoint
INSERT INTO "config_version" ("one", "version") VALUES (true, 1);
