ALTER TABLE "audit" ADD COLUMN "actor_name" text;--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit" USING btree ("tenant_id","actor","id");--> statement-breakpoint
CREATE INDEX "audit_action" ON "audit" USING btree ("tenant_id","action","id");--> statement-breakpoint
CREATE INDEX "audit_target" ON "audit" USING btree ("tenant_id","target","id");--> statement-breakpoint
CREATE INDEX "audit_request" ON "audit" USING btree ("tenant_id","request_id","id");--> statement-breakpoint
-- By hand: what was changed, and by whom, is as final as the ledger. Partitions past their time are dropped whole.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only';
END $$;--> statement-breakpoint
CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
