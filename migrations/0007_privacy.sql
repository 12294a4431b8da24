ALTER TABLE "config_version" ADD COLUMN "number_key" "bytea";--> statement-breakpoint
ALTER TABLE "config_version" ADD COLUMN "numbers_sealed_at" timestamp (3) with time zone;