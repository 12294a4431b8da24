CREATE TABLE "ledger_checks" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"problem" text,
	"bad_seq" bigint,
	"told_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "prices" ADD COLUMN "prefix" text;--> statement-breakpoint
ALTER TABLE "prices" ADD COLUMN "cost" bigint;--> statement-breakpoint
ALTER TABLE "otps" ADD COLUMN "unsettled_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "cost" bigint;--> statement-breakpoint
ALTER TABLE "ledger_checks" ADD CONSTRAINT "ledger_checks_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "otps_unsettled" ON "otps" USING btree ("ended_at") WHERE "otps"."unsettled_since" is not null and "otps"."status" <> 'pending';--> statement-breakpoint
CREATE INDEX "messages_held_idle" ON "messages" USING btree ("tenant_id","otp_id") WHERE "messages"."hold_state" = 'held' and "messages"."lease_owner" is null and "messages"."due_at" is null;--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_cost_not_negative" CHECK ("prices"."cost" >= 0);--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_charged_on" CHECK ("prices"."charged_on" in ('accepted', 'delivered', 'verified'));--> statement-breakpoint
-- By hand: adjustments are as final as the entries that follow from them.
CREATE OR REPLACE FUNCTION "refuse_ledger_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% are append-only: write a new entry that puts the old one right', TG_TABLE_NAME;
END $$;--> statement-breakpoint
CREATE TRIGGER "adjustments_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "adjustments"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_ledger_change"();
