ALTER TABLE "config_version" ADD COLUMN "number_key" "bytea";--> statement-breakpoint
ALTER TABLE "config_version" ADD COLUMN "numbers_sealed_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "otps_half_erased" ON "otps" USING btree ("created_at") WHERE "otps"."recipients"[1] = '' and "otps"."subject" <> '';