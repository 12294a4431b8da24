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
ALTER TABLE "topups" ADD COLUMN "status" text DEFAULT 'posted' NOT NULL;--> statement-breakpoint
ALTER TABLE "topups" ADD COLUMN "decided_by" text;--> statement-breakpoint
ALTER TABLE "topups" ADD COLUMN "decided_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "topups" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "topups" ADD COLUMN "posted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "topups" ADD COLUMN "entry_id" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "topup_reversals_once" ON "topup_reversals" USING btree ("tenant_id","topup_id") WHERE "topup_reversals"."status" <> 'refused';--> statement-breakpoint
CREATE UNIQUE INDEX "balance_alerts_open" ON "balance_alerts" USING btree ("tenant_id","provider","kind") WHERE "balance_alerts"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "balance_alerts_over" ON "balance_alerts" USING btree ("tenant_id") WHERE "balance_alerts"."over_due";--> statement-breakpoint
CREATE INDEX "provider_credit_age" ON "provider_credit" USING btree ("hour");--> statement-breakpoint
CREATE UNIQUE INDEX "topups_id" ON "topups" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "topups_status" ON "topups" USING btree ("tenant_id","status","at","id");--> statement-breakpoint
ALTER TABLE "topups" ADD CONSTRAINT "topups_status_known" CHECK ("topups"."status" in ('requested', 'posted', 'refused', 'reversal_requested', 'reversed'));--> statement-breakpoint
ALTER TABLE "topups" ADD CONSTRAINT "topups_second_person" CHECK ("topups"."decided_by" is null or "topups"."decided_by" <> "topups"."actor");--> statement-breakpoint
-- By hand: what was posted so far says when, and by which entry.
UPDATE "topups" t SET "posted_at" = t."at", "entry_id" = (
  SELECT e."id" FROM "entries" e
  WHERE e."tenant_id" = t."tenant_id" AND e."kind" = 'topup' AND e."reference" = t."reference" AND e."at" = t."at"
  ORDER BY e."seq" LIMIT 1);
