CREATE TABLE "template_drafts" (
	"tenant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"channel" text NOT NULL,
	"locale" text NOT NULL,
	"revision" uuid NOT NULL,
	"base_version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "template_drafts_tenant_id_key_channel_locale_pk" PRIMARY KEY("tenant_id","key","channel","locale")
);
--> statement-breakpoint
CREATE TABLE "ledger_checks" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"available_after" bigint NOT NULL,
	"held_after" bigint NOT NULL,
	"spent_after" bigint NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"problem" text,
	"bad_seq" bigint,
	"told_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "ledger_names" (
	"tenant_id" uuid NOT NULL,
	"month" timestamp (3) with time zone NOT NULL,
	"dimension" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "ledger_names_tenant_id_month_dimension_name_pk" PRIMARY KEY("tenant_id","month","dimension","name"),
	CONSTRAINT "ledger_names_dimension" CHECK ("ledger_names"."dimension" in ('purpose', 'cost_centre'))
);
--> statement-breakpoint
CREATE TABLE "ledger_rollups" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_sums" (
	"tenant_id" uuid NOT NULL,
	"grain" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"channel" text NOT NULL,
	"provider" text NOT NULL,
	"purpose" text NOT NULL,
	"cost_centre" text NOT NULL,
	"entries" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"held_delta" bigint NOT NULL,
	"cost" bigint NOT NULL,
	"cost_known" bigint NOT NULL,
	"charged_of_known" bigint NOT NULL,
	CONSTRAINT "ledger_sums_pk" PRIMARY KEY("tenant_id","grain","starts_at","kind","channel","provider","purpose","cost_centre"),
	CONSTRAINT "ledger_sums_grain" CHECK ("ledger_sums"."grain" in ('quarter', 'day', 'month'))
);
--> statement-breakpoint
CREATE TABLE "invoice_lines" (
	"tenant_id" uuid NOT NULL,
	"reconciliation_id" uuid NOT NULL,
	"line" bigint NOT NULL,
	"provider_message_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"invoice_status" text,
	"message_id" uuid,
	"status" text,
	"handed_at" timestamp (3) with time zone,
	"expected" bigint,
	"difference" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "invoice_lines_tenant_id_reconciliation_id_line_pk" PRIMARY KEY("tenant_id","reconciliation_id","line")
);
--> statement-breakpoint
CREATE TABLE "reconciliation_differences" (
	"tenant_id" uuid NOT NULL,
	"reconciliation_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"kind" text NOT NULL,
	"provider_message_id" text NOT NULL,
	"message_id" uuid,
	"status" text,
	"invoice_status" text,
	"invoiced" bigint,
	"currency" text,
	"expected" bigint,
	"line" bigint,
	CONSTRAINT "reconciliation_differences_tenant_id_reconciliation_id_n_pk" PRIMARY KEY("tenant_id","reconciliation_id","n"),
	CONSTRAINT "reconciliation_differences_kind" CHECK ("reconciliation_differences"."kind" in ('unknown_here', 'not_invoiced', 'failed_here', 'price_differs', 'duplicate'))
);
--> statement-breakpoint
CREATE TABLE "reconciliations" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider" text NOT NULL,
	"file_hash" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"span_from" timestamp (3) with time zone,
	"span_until" timestamp (3) with time zone,
	"figures" jsonb NOT NULL,
	CONSTRAINT "reconciliations_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "topup_proofs" (
	"tenant_id" uuid NOT NULL,
	"topup_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" "bytea" NOT NULL,
	"name" "bytea" NOT NULL,
	"content" "bytea" NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "topup_proofs_tenant_id_topup_id_version_pk" PRIMARY KEY("tenant_id","topup_id","version")
);
--> statement-breakpoint
CREATE TABLE "topup_reversals" (
	"tenant_id" uuid NOT NULL,
	"topup_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"status" text NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"refusal" text,
	"entry_id" uuid,
	CONSTRAINT "topup_reversals_tenant_id_topup_id_id_pk" PRIMARY KEY("tenant_id","topup_id","id"),
	CONSTRAINT "topup_reversals_status" CHECK ("topup_reversals"."status" in ('requested', 'posted', 'refused')),
	CONSTRAINT "topup_reversals_second_person" CHECK ("topup_reversals"."decided_by" is null or "topup_reversals"."decided_by" <> "topup_reversals"."actor")
);
--> statement-breakpoint
CREATE TABLE "balance_alerts" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider" text DEFAULT '' NOT NULL,
	"kind" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"figures" jsonb NOT NULL,
	"try_at" timestamp (3) with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"told_at" timestamp (3) with time zone,
	"addresses" jsonb,
	"untold" text,
	"acknowledged_at" timestamp (3) with time zone,
	"acknowledged_by" text,
	"ended_at" timestamp (3) with time zone,
	"over_due" boolean DEFAULT false NOT NULL,
	CONSTRAINT "balance_alerts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "balance_alerts_kind" CHECK ("balance_alerts"."kind" in ('low', 'runway', 'empty'))
);
--> statement-breakpoint
CREATE TABLE "provider_credit" (
	"tenant_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"amount" numeric NOT NULL,
	"put_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "provider_credit_tenant_id_provider_hour_pk" PRIMARY KEY("tenant_id","provider","hour")
);
--> statement-breakpoint
ALTER TABLE "prices" ADD COLUMN "prefix" text;--> statement-breakpoint
ALTER TABLE "prices" ADD COLUMN "cost" bigint;--> statement-breakpoint
ALTER TABLE "template_approvals" ADD COLUMN "said_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "template_approvals" ADD COLUMN "source" text DEFAULT 'hook' NOT NULL;--> statement-breakpoint
ALTER TABLE "template_approvals" ADD COLUMN "doubts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "template_approvals" ADD COLUMN "told" text DEFAULT 'approved' NOT NULL;--> statement-breakpoint
ALTER TABLE "template_approvals" ADD COLUMN "heard" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "template_approvals" ADD COLUMN "tell_at" timestamp (3) with time zone DEFAULT '1970-01-01T00:00:00.000Z' NOT NULL;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "change" text DEFAULT 'put' NOT NULL;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "from_version" integer;--> statement-breakpoint
ALTER TABLE "otps" ADD COLUMN "unsettled_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "topups" ADD COLUMN "status" text DEFAULT 'posted' NOT NULL;--> statement-breakpoint
ALTER TABLE "topups" ADD COLUMN "decided_by" text;--> statement-breakpoint
ALTER TABLE "topups" ADD COLUMN "decided_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "topups" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "topups" ADD COLUMN "posted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "topups" ADD COLUMN "entry_id" uuid;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "template" text;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "template_version" integer;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "cost" bigint;--> statement-breakpoint
ALTER TABLE "early_reports" ADD COLUMN "segments" integer;--> statement-breakpoint
ALTER TABLE "template_drafts" ADD CONSTRAINT "template_drafts_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_checks" ADD CONSTRAINT "ledger_checks_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_rollups" ADD CONSTRAINT "ledger_rollups_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invoice_lines_message" ON "invoice_lines" USING btree ("tenant_id","reconciliation_id","provider_message_id");--> statement-breakpoint
CREATE INDEX "invoice_lines_age" ON "invoice_lines" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "topup_reversals_once" ON "topup_reversals" USING btree ("tenant_id","topup_id") WHERE "topup_reversals"."status" <> 'refused';--> statement-breakpoint
CREATE UNIQUE INDEX "balance_alerts_open" ON "balance_alerts" USING btree ("tenant_id","provider","kind") WHERE "balance_alerts"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "balance_alerts_over" ON "balance_alerts" USING btree ("tenant_id") WHERE "balance_alerts"."over_due";--> statement-breakpoint
CREATE INDEX "provider_credit_age" ON "provider_credit" USING btree ("hour");--> statement-breakpoint
CREATE INDEX "otps_unsettled" ON "otps" USING btree ("ended_at") WHERE "otps"."unsettled_since" is not null and "otps"."status" <> 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "topups_id" ON "topups" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "topups_status" ON "topups" USING btree ("tenant_id","status","at","id");--> statement-breakpoint
CREATE INDEX "messages_held_idle" ON "messages" USING btree ("tenant_id","otp_id") WHERE "messages"."hold_state" = 'held' and "messages"."lease_owner" is null and "messages"."due_at" is null;--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_cost_not_negative" CHECK ("prices"."cost" >= 0);--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_charged_on" CHECK ("prices"."charged_on" in ('accepted', 'delivered', 'verified'));--> statement-breakpoint
ALTER TABLE "template_approvals" ADD CONSTRAINT "template_approvals_source" CHECK ("template_approvals"."source" in ('send', 'hook', 'sync', 'submit'));--> statement-breakpoint
ALTER TABLE "template_versions" ADD CONSTRAINT "template_versions_change" CHECK ("template_versions"."change" in ('put', 'publish', 'rollback', 'import', 'submit', 'sync'));--> statement-breakpoint
ALTER TABLE "template_versions" ADD CONSTRAINT "template_versions_from" CHECK (("template_versions"."change" = 'rollback') = ("template_versions"."from_version" is not null));--> statement-breakpoint
ALTER TABLE "topups" ADD CONSTRAINT "topups_status_known" CHECK ("topups"."status" in ('requested', 'posted', 'refused', 'reversal_requested', 'reversed'));--> statement-breakpoint
ALTER TABLE "topups" ADD CONSTRAINT "topups_second_person" CHECK ("topups"."decided_by" is null or "topups"."decided_by" <> "topups"."actor");--> statement-breakpoint
-- By hand: adjustments are as final as the entries that follow from them.
CREATE OR REPLACE FUNCTION "refuse_ledger_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% are append-only: write a new entry that puts the old one right', TG_TABLE_NAME;
END $$;--> statement-breakpoint
CREATE TRIGGER "adjustments_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "adjustments"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_ledger_change"();
--> statement-breakpoint
-- By hand: what was posted so far says when, and by which entry.
UPDATE "topups" t SET "posted_at" = t."at", "entry_id" = (
  SELECT e."id" FROM "entries" e
  WHERE e."tenant_id" = t."tenant_id" AND e."kind" = 'topup' AND e."reference" = t."reference" AND e."at" = t."at"
  ORDER BY e."seq" LIMIT 1);
--> statement-breakpoint
-- By hand: rows that are added to stay on their page (HOT), so that their index does not grow.
ALTER TABLE "ledger_sums" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "ledger_rollups" SET (fillfactor = 30);--> statement-breakpoint
-- Of a crash nothing of a half-read invoice is wanted back.
ALTER TABLE "invoice_lines" SET UNLOGGED;
