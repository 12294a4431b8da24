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
CREATE INDEX "users_place" ON "users" USING btree ("tenant_id","place");--> statement-breakpoint
CREATE INDEX "users_inactive" ON "users" USING btree ("tenant_id","place") WHERE not "users"."active";