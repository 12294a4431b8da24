CREATE TABLE "money_usage" (
	"tenant_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"span_seconds" integer NOT NULL,
	"bucket" bigint NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "money_usage_tenant_id_scope_key_span_seconds_bucket_pk" PRIMARY KEY("tenant_id","scope","key","span_seconds","bucket")
);
--> statement-breakpoint
CREATE TABLE "user_guess_streaks" (
	"tenant_id" uuid NOT NULL,
	"user_ref" text NOT NULL,
	"wrong" integer NOT NULL,
	"blocked_until" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "user_guess_streaks_tenant_id_user_ref_pk" PRIMARY KEY("tenant_id","user_ref")
);
--> statement-breakpoint
ALTER TABLE "otps" ADD COLUMN "sandbox" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "otps" ADD COLUMN "forgiven_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "money_usage_age" ON "money_usage" USING btree ("bucket");--> statement-breakpoint
-- By hand: rows that are updated on every batch stay on their page (HOT), so that their index does not grow.
ALTER TABLE "money_usage" SET (fillfactor = 50);
