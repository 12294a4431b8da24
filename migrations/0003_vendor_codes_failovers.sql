-- A row for each provider that failed messages of late: counted, and told to the operators.
CREATE TABLE "failovers" (
	"tenant_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"reason" text NOT NULL,
	"messages" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"put_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"try_at" timestamp (3) with time zone NOT NULL,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "failovers_tenant_id_provider_pk" PRIMARY KEY("tenant_id","provider")
);
--> statement-breakpoint
-- None of these rewrites its table: a constant default, or none.
ALTER TABLE "otps" ADD COLUMN "code_given" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "otps" ADD COLUMN "vendor_checks" jsonb;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "vendor_code" boolean DEFAULT false NOT NULL;
