-- A row for each provider that failed messages of late: counted, and told to the operators.
CREATE TABLE "failovers" (
	"tenant_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"reason" text NOT NULL,
	"messages" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"put_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "failovers_tenant_id_provider_pk" PRIMARY KEY("tenant_id","provider")
);
--> statement-breakpoint
-- Both without a rewrite of the table: a constant default, and none.
ALTER TABLE "otps" ADD COLUMN "code_given" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "otps" ADD COLUMN "vendor_checks" jsonb;
