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
ALTER TABLE "ledger_rollups" ADD CONSTRAINT "ledger_rollups_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invoice_lines_message" ON "invoice_lines" USING btree ("tenant_id","reconciliation_id","provider_message_id");--> statement-breakpoint
CREATE INDEX "invoice_lines_age" ON "invoice_lines" USING btree ("at");--> statement-breakpoint
-- By hand: rows that are added to stay on their page (HOT), so that their index does not grow.
ALTER TABLE "ledger_sums" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "ledger_rollups" SET (fillfactor = 30);--> statement-breakpoint
-- Of a crash nothing of a half-read invoice is wanted back.
ALTER TABLE "invoice_lines" SET UNLOGGED;
