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
CREATE TABLE "event_feed" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"base" bigint NOT NULL,
	"purged" bigint NOT NULL,
	CONSTRAINT "event_feed_one_row" CHECK ("event_feed"."one")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"tenant_id" uuid NOT NULL,
	"position" bigint NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"otp_id" uuid,
	"message_id" uuid,
	"data" jsonb NOT NULL,
	CONSTRAINT "events_tenant_id_position_id_pk" PRIMARY KEY("tenant_id","position","id")
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"tenant_id" uuid NOT NULL,
	"webhook" text NOT NULL,
	"event_id" uuid NOT NULL,
	"event_tenant_id" uuid NOT NULL,
	"event_position" bigint NOT NULL,
	"type" text NOT NULL,
	"status" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"tried_at" timestamp (3) with time zone,
	"latency_ms" integer,
	"answer_status" integer,
	"answer" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "webhook_deliveries_tenant_id_webhook_event_id_pk" PRIMARY KEY("tenant_id","webhook","event_id"),
	CONSTRAINT "webhook_deliveries_status" CHECK ("webhook_deliveries"."status" in ('pending', 'delivered', 'dead')),
	CONSTRAINT "webhook_deliveries_due" CHECK (("webhook_deliveries"."status" = 'pending') = ("webhook_deliveries"."next_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "webhook_secrets" (
	"tenant_id" uuid NOT NULL,
	"webhook" text NOT NULL,
	"id" uuid NOT NULL,
	"secret" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "webhook_secrets_tenant_id_webhook_id_pk" PRIMARY KEY("tenant_id","webhook","id")
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"state" text NOT NULL,
	"disabled_reason" text,
	"disabled_at" timestamp (3) with time zone,
	"position" bigint NOT NULL,
	"position_id" uuid NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"slow_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "webhooks_tenant_id_name_pk" PRIMARY KEY("tenant_id","name"),
	CONSTRAINT "webhooks_state" CHECK ("webhooks"."state" in ('on', 'off')),
	CONSTRAINT "webhooks_disabled" CHECK ("webhooks"."disabled_reason" is null or "webhooks"."state" = 'off')
);
--> statement-breakpoint
ALTER TABLE "otps" ADD COLUMN "via" jsonb;--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "users_place" ON "users" USING btree ("tenant_id","place");--> statement-breakpoint
CREATE INDEX "users_inactive" ON "users" USING btree ("tenant_id","place") WHERE not "users"."active";--> statement-breakpoint
CREATE INDEX "events_at" ON "events" USING btree ("tenant_id","at","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("tenant_id","webhook","next_at") WHERE "webhook_deliveries"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_list" ON "webhook_deliveries" USING btree ("tenant_id","webhook","event_position","event_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_status" ON "webhook_deliveries" USING btree ("tenant_id","webhook","status","event_position","event_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_age" ON "webhook_deliveries" USING btree ("created_at");--> statement-breakpoint
-- By hand: the one row.
INSERT INTO "event_feed" ("base", "purged") VALUES (0, 0);
