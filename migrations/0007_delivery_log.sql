ALTER TABLE "messages" ADD COLUMN "lapsed" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "lapsed_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "attempts_failed" ON "attempts" USING btree ("tenant_id","outcome","message_id") WHERE "attempts"."outcome" <> 'accepted';--> statement-breakpoint
CREATE INDEX "attempts_provider_code" ON "attempts" USING btree ("tenant_id","provider_code","message_id") WHERE "attempts"."provider_code" is not null;--> statement-breakpoint
CREATE INDEX "messages_lost" ON "messages" USING btree ("tenant_id","status","id") WHERE "messages"."status" in ('failed', 'expired', 'cancelled', 'unknown');--> statement-breakpoint
CREATE INDEX "reports_failed" ON "reports" USING btree ("tenant_id","error_class","message_id") WHERE "reports"."error_class" is not null;--> statement-breakpoint
CREATE INDEX "reports_provider_code" ON "reports" USING btree ("tenant_id","provider_code","message_id") WHERE "reports"."provider_code" is not null;