CREATE TABLE "services" (
	"tenant_id" uuid NOT NULL,
	"sid" text NOT NULL,
	"settings" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "services_tenant_id_sid_pk" PRIMARY KEY("tenant_id","sid"),
	CONSTRAINT "services_sid" CHECK ("services"."sid" ~ '^VA[0-9a-f]{32}$')
);
--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;