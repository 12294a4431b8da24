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
CREATE TABLE "users" (
	"tenant_id" uuid NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"active" boolean NOT NULL,
	"destination" text NOT NULL,
	"number" text,
	"place" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "users_destination" CHECK ("users"."destination" in ('central', 'own')),
	CONSTRAINT "users_own_number" CHECK ("users"."destination" = 'central' or "users"."number" is not null)
);
--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "users_place" ON "users" USING btree ("tenant_id","place");--> statement-breakpoint
CREATE INDEX "users_inactive" ON "users" USING btree ("tenant_id","place") WHERE not "users"."active";