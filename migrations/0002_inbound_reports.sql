CREATE TABLE "awaited_reports" (
	"owner_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"provider_message_id" text NOT NULL,
	"tenant_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"accepted_at" timestamp (3) with time zone NOT NULL,
	"ask_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "awaited_reports_owner_id_provider_provider_message_id_pk" PRIMARY KEY("owner_id","provider","provider_message_id")
);
--> statement-breakpoint
CREATE TABLE "message_aliases" (
	"owner_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"alias" text NOT NULL,
	"provider_message_id" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "message_aliases_owner_id_provider_alias_pk" PRIMARY KEY("owner_id","provider","alias")
);
--> statement-breakpoint
-- A vendor is answered once its call is in here. What is done with it may come later, by another gateway, and twice.
CREATE TABLE "received_hooks" (
	"owner_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"body" "bytea" NOT NULL,
	"content" "bytea" NOT NULL,
	"lease_owner" uuid NOT NULL,
	"try_at" timestamp (3) with time zone NOT NULL,
	"applied_at" timestamp (3) with time zone,
	CONSTRAINT "received_hooks_owner_id_id_pk" PRIMARY KEY("owner_id","id")
);
--> statement-breakpoint
-- Sealed bytes can't be made smaller: no time is spent on trying.
ALTER TABLE "received_hooks" ALTER COLUMN "body" SET STORAGE EXTERNAL, ALTER COLUMN "content" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "early_reports" ADD COLUMN "error_class" text;--> statement-breakpoint
ALTER TABLE "early_reports" ADD COLUMN "scope" text;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "error_class" text;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "scope" text;--> statement-breakpoint
CREATE INDEX "awaited_reports_young" ON "awaited_reports" USING btree ("owner_id","provider","accepted_at");--> statement-breakpoint
CREATE INDEX "awaited_reports_age" ON "awaited_reports" USING btree ("accepted_at");--> statement-breakpoint
CREATE INDEX "message_aliases_age" ON "message_aliases" USING btree ("received_at");--> statement-breakpoint
-- Nearly empty at any moment: hooks that are being applied, and those that a dead gateway left.
CREATE INDEX "received_hooks_unapplied" ON "received_hooks" USING btree ("lease_owner","try_at") WHERE "received_hooks"."applied_at" is null;--> statement-breakpoint
CREATE INDEX "received_hooks_age" ON "received_hooks" USING btree ("received_at");