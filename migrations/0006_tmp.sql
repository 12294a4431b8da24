CREATE TABLE "services" (
	"tenant_id" uuid NOT NULL,
	"sid" text NOT NULL,
	"settings" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "services_tenant_id_sid_pk" PRIMARY KEY("tenant_id","sid"),
	CONSTRAINT "services_sid" CHECK ("services"."sid" ~ '^VA[0-9a-f]{32}$')
);
--> statement-breakpoint
CREATE TABLE "redemptions" (
	"tenant_id" uuid NOT NULL,
	"otp_id" uuid NOT NULL,
	"means" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "redemptions_tenant_id_otp_id_pk" PRIMARY KEY("tenant_id","otp_id"),
	CONSTRAINT "redemptions_means" CHECK ("redemptions"."means" in ('ticket', 'proof'))
);
--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;