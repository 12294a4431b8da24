CREATE TABLE "retention" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"rules" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "retention_one_row" CHECK ("retention"."one")
);
--> statement-breakpoint
CREATE TABLE "retention_marks" (
	"tenant_id" uuid NOT NULL,
	"class" text NOT NULL,
	"table" text NOT NULL,
	"id" uuid NOT NULL,
	CONSTRAINT "retention_marks_tenant_id_class_table_pk" PRIMARY KEY("tenant_id","class","table")
);
--> statement-breakpoint
CREATE TABLE "retention_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"class" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"rows" bigint NOT NULL,
	"parts" text[] NOT NULL,
	"bytes" bigint NOT NULL,
	"ms" integer NOT NULL,
	"left" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feed_followers" (
	"name" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "money_usage" (
	"tenant_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"span_seconds" integer NOT NULL,
	"bucket" bigint NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "money_usage_tenant_id_scope_key_span_seconds_bucket_pk" PRIMARY KEY("tenant_id","scope","key","span_seconds","bucket")
);
--> statement-breakpoint
CREATE TABLE "user_guess_streaks" (
	"tenant_id" uuid NOT NULL,
	"user_ref" text NOT NULL,
	"wrong" integer NOT NULL,
	"blocked_until" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "user_guess_streaks_tenant_id_user_ref_pk" PRIMARY KEY("tenant_id","user_ref")
);
--> statement-breakpoint
CREATE TABLE "stats_latencies" (
	"tenant_id" uuid NOT NULL,
	"grain" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"channel" text NOT NULL,
	"provider" text NOT NULL,
	"country" text NOT NULL,
	"slots" smallint[] NOT NULL,
	"counts" integer[] NOT NULL,
	CONSTRAINT "stats_latencies_pk" PRIMARY KEY("tenant_id","grain","starts_at","kind","channel","provider","country"),
	CONSTRAINT "stats_latencies_grain" CHECK ("stats_latencies"."grain" in ('quarter', 'hour', 'day', 'month')),
	CONSTRAINT "stats_latencies_kind" CHECK ("stats_latencies"."kind" in ('issue_to_wire', 'wire_to_delivered', 'issue_to_verified'))
);
--> statement-breakpoint
CREATE TABLE "stats_money" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stats_sums" (
	"tenant_id" uuid NOT NULL,
	"grain" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"channel" text NOT NULL,
	"provider" text NOT NULL,
	"country" text NOT NULL,
	"template" text NOT NULL,
	"purpose" text NOT NULL,
	"sent" bigint NOT NULL,
	"delivered" bigint NOT NULL,
	"read" bigint NOT NULL,
	"failed" bigint NOT NULL,
	"otps" bigint NOT NULL,
	"otps_by_channel" bigint NOT NULL,
	"otps_by_provider" bigint NOT NULL,
	"otps_by_route" bigint NOT NULL,
	"verified" bigint NOT NULL,
	"charged" bigint NOT NULL,
	"cost" bigint NOT NULL,
	CONSTRAINT "stats_sums_pk" PRIMARY KEY("tenant_id","grain","starts_at","channel","provider","country","template","purpose"),
	CONSTRAINT "stats_sums_grain" CHECK ("stats_sums"."grain" in ('quarter', 'hour', 'day', 'month'))
);
--> statement-breakpoint
CREATE TABLE "guard_decisions" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"decision" text NOT NULL,
	"because" text NOT NULL,
	"mode" text NOT NULL,
	"actor" text NOT NULL,
	"figures" jsonb NOT NULL,
	"until" timestamp (3) with time zone,
	"at" timestamp (3) with time zone NOT NULL,
	"untold" boolean NOT NULL,
	CONSTRAINT "guard_decisions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "guard_decisions_decision" CHECK ("guard_decisions"."decision" in ('suspected', 'blocked', 'outage', 'released', 'cleared'))
);
--> statement-breakpoint
CREATE TABLE "guard_otps" (
	"tenant_id" uuid NOT NULL,
	"otp_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"prefix" text NOT NULL,
	"country" text NOT NULL,
	"minute" timestamp (3) with time zone NOT NULL,
	"verified" boolean NOT NULL,
	"ended" boolean NOT NULL,
	"reported" boolean NOT NULL,
	CONSTRAINT "guard_otps_tenant_id_otp_id_pk" PRIMARY KEY("tenant_id","otp_id")
);
--> statement-breakpoint
CREATE TABLE "guard_prefixes" (
	"tenant_id" uuid NOT NULL,
	"prefix" text NOT NULL,
	"country" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"last_minute" timestamp (3) with time zone NOT NULL,
	"fresh_from" timestamp (3) with time zone,
	CONSTRAINT "guard_prefixes_tenant_id_prefix_country_pk" PRIMARY KEY("tenant_id","prefix","country")
);
--> statement-breakpoint
CREATE TABLE "guard_states" (
	"tenant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"state" text NOT NULL,
	"because" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone,
	"evidence_from" timestamp (3) with time zone NOT NULL,
	"figures" jsonb NOT NULL,
	CONSTRAINT "guard_states_tenant_id_key_pk" PRIMARY KEY("tenant_id","key"),
	CONSTRAINT "guard_states_state" CHECK ("guard_states"."state" in ('suspected', 'blocked', 'outage')),
	CONSTRAINT "guard_states_until" CHECK (("guard_states"."state" = 'blocked') = ("guard_states"."until" is not null))
);
--> statement-breakpoint
CREATE TABLE "guard_sums" (
	"tenant_id" uuid NOT NULL,
	"prefix" text NOT NULL,
	"country" text NOT NULL,
	"minute" timestamp (3) with time zone NOT NULL,
	"sent" integer NOT NULL,
	"verified" integer NOT NULL,
	"ended" integer NOT NULL,
	"arrived" integer NOT NULL,
	"reported" integer NOT NULL,
	CONSTRAINT "guard_sums_tenant_id_prefix_country_minute_pk" PRIMARY KEY("tenant_id","prefix","country","minute")
);
--> statement-breakpoint
CREATE TABLE "guard_tellings" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "otps_one_pending";--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "actor_name" text;--> statement-breakpoint
ALTER TABLE "config_version" ADD COLUMN "number_key" "bytea";--> statement-breakpoint
ALTER TABLE "config_version" ADD COLUMN "numbers_sealed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "otps" ADD COLUMN "sandbox" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "otps" ADD COLUMN "forgiven_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "country" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "prefix" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "first_provider" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "counted" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "lapsed" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "lapsed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "stats_money" ADD CONSTRAINT "stats_money_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "guess_streaks_age" ON "guess_streaks" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "user_guess_streaks_age" ON "user_guess_streaks" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "money_usage_age" ON "money_usage" USING btree ("bucket");--> statement-breakpoint
CREATE INDEX "guard_decisions_key" ON "guard_decisions" USING btree ("tenant_id","key","id");--> statement-breakpoint
CREATE INDEX "guard_decisions_untold" ON "guard_decisions" USING btree ("tenant_id") WHERE "guard_decisions"."untold";--> statement-breakpoint
CREATE INDEX "guard_otps_newest" ON "guard_otps" USING btree ("tenant_id","prefix","otp_id");--> statement-breakpoint
CREATE INDEX "guard_otps_age" ON "guard_otps" USING btree ("minute");--> statement-breakpoint
CREATE INDEX "guard_prefixes_active" ON "guard_prefixes" USING btree ("last_minute");--> statement-breakpoint
CREATE INDEX "guard_sums_age" ON "guard_sums" USING btree ("minute");--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit" USING btree ("tenant_id","actor","id");--> statement-breakpoint
CREATE INDEX "audit_action" ON "audit" USING btree ("tenant_id","action","id");--> statement-breakpoint
CREATE INDEX "audit_target" ON "audit" USING btree ("tenant_id","target","id");--> statement-breakpoint
CREATE INDEX "audit_request" ON "audit" USING btree ("tenant_id","request_id","id");--> statement-breakpoint
CREATE INDEX "otps_half_erased" ON "otps" USING btree ("created_at") WHERE "otps"."recipients"[1] = '' and "otps"."subject" <> '';--> statement-breakpoint
CREATE INDEX "attempts_failed" ON "attempts" USING btree ("tenant_id","outcome","message_id") WHERE "attempts"."outcome" <> 'accepted';--> statement-breakpoint
CREATE INDEX "attempts_provider_code" ON "attempts" USING btree ("tenant_id","provider_code","message_id") WHERE "attempts"."provider_code" is not null;--> statement-breakpoint
CREATE INDEX "messages_lost" ON "messages" USING btree ("tenant_id","status","id") WHERE "messages"."status" in ('failed', 'expired', 'cancelled', 'unknown');--> statement-breakpoint
CREATE INDEX "reports_failed" ON "reports" USING btree ("tenant_id","error_class","message_id") WHERE "reports"."error_class" is not null;--> statement-breakpoint
CREATE INDEX "reports_provider_code" ON "reports" USING btree ("tenant_id","provider_code","message_id") WHERE "reports"."provider_code" is not null;--> statement-breakpoint
-- By hand: what is logged lies in months. A month is dropped as a whole, where deletes row by row would cost as much as
-- the writes did. Ids are UUIDv7, so the ranges are of ids, and a row is found by its id in one month alone.
CREATE FUNCTION "first_id_at"("at" timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM "at") * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
$$;--> statement-breakpoint
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only';
END $$;--> statement-breakpoint
-- "One pending" can't be a unique index of the whole, which would need the id. Issues are decided under their account's
-- lock, which holds across months; in each month an index is the belt to it.
CREATE FUNCTION "make_part_belt"("part" text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF starts_with("part", 'otps_') THEN
    EXECUTE format('CREATE UNIQUE INDEX %I ON %I (tenant_id, subject, user_ref, purpose) WHERE status = ''pending''',
                   "part" || '_one_pending', "part");
  ELSIF starts_with("part", 'audit_') THEN
    EXECUTE format('CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()',
                   "part");
  END IF;
END $$;--> statement-breakpoint
-- Not attached yet, so that nobody waits for its making.
CREATE FUNCTION "make_part"("parent" text, "part" text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE) WITH (fillfactor = %s)',
                 "part", "parent", CASE "parent" WHEN 'otps' THEN 85 WHEN 'messages' THEN 80 ELSE 100 END);
  PERFORM make_part_belt("part");
END $$;--> statement-breakpoint
-- Indexes of a part are called as those of the whole are, which is what plans and sizes are read by.
CREATE FUNCTION "name_part_indexes"("parent" text, "part" text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  given name;
  meant text;
BEGIN
  FOR given, meant IN
    SELECT i.relname, "part" || substr(p.relname, length("parent") + 1)
    FROM pg_index JOIN pg_class i ON i.oid = indexrelid
    JOIN pg_inherits ON inhrelid = indexrelid JOIN pg_class p ON p.oid = inhparent
    WHERE indrelid = "part"::regclass
  LOOP
    IF given <> meant THEN
      EXECUTE format('ALTER INDEX %I RENAME TO %I', given, meant);
    END IF;
  END LOOP;
END $$;--> statement-breakpoint
-- Makes a month unless it is there, lies in what was written before there were months, or somebody else is making months
-- now. Whether it did.
CREATE FUNCTION "make_month"("parent" text, "month" date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  part text := "parent" || to_char("month", '_YYYY_MM');
  rest text := "parent" || '_default';
  from_id uuid := first_id_at("month"::timestamp AT TIME ZONE 'UTC');
  until_id uuid := first_id_at(("month" + interval '1 month') AT TIME ZONE 'UTC');
  id_column name := (
    SELECT attname FROM pg_partitioned_table JOIN pg_attribute ON attrelid = partrelid AND attnum = partattrs[0]
    WHERE partrelid = "parent"::regclass);
  has_strays boolean;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7252026031) OR to_regclass(part) IS NOT NULL OR EXISTS (
    SELECT FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
    WHERE inhparent = "parent"::regclass AND starts_with(c.relname, "parent" || '_before_')
      AND c.relname > "parent" || to_char("month", '"_before"_YYYY_MM')
  ) THEN
    RETURN false;
  END IF;
  PERFORM make_part("parent", part);
  EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', rest);
  EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %I >= %L AND %I < %L)',
                 rest, id_column, from_id, id_column, until_id) INTO has_strays;
  IF has_strays THEN
    -- A month that was not made in time. By inserts alone: rows of an append-only table may not be deleted.
    EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', "parent", rest);
    EXECUTE format('ALTER TABLE %I RENAME TO %I', rest, rest || '_old');
    IF "parent" = 'otps' THEN
      ALTER INDEX "otps_default_one_pending" RENAME TO "otps_default_old_one_pending";
    END IF;
    PERFORM make_part("parent", rest);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I DEFAULT', "parent", rest);
  END IF;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', "parent", part, from_id, until_id);
  IF has_strays THEN
    EXECUTE format('INSERT INTO %I SELECT * FROM %I', "parent", rest || '_old');
    EXECUTE format('DROP TABLE %I', rest || '_old');
    PERFORM name_part_indexes("parent", rest);
  END IF;
  PERFORM name_part_indexes("parent", part);
  RETURN true;
END $$;--> statement-breakpoint
-- What the sandbox alone carried is counted apart from now on, and limits look back a week.
UPDATE "otps" o SET "sandbox" = true
FROM (
  SELECT m.tenant_id, m.otp_id FROM "messages" m
  LEFT JOIN "providers" p ON p.name = m.provider AND p.tenant_id = CASE
    WHEN EXISTS (SELECT FROM "providers" own WHERE own.tenant_id = m.tenant_id) THEN m.tenant_id
    ELSE (SELECT id FROM "tenants" WHERE "first") END
  WHERE m.created_at >= now() - interval '8 days'
  GROUP BY m.tenant_id, m.otp_id HAVING bool_and(coalesce(p.kind = 'sandbox', false))) s
WHERE o.tenant_id = s.tenant_id AND o.id = s.otp_id AND o.created_at >= now() - interval '7 days';--> statement-breakpoint
-- What there is becomes the first part of each, as it lies: no row is rewritten, and no index is built but the belt.
DO $$
DECLARE
  this_month date := date_trunc('month', now() AT TIME ZONE 'UTC');
  until_month date := this_month + interval '1 month';
  until_id uuid := first_id_at(until_month::timestamp AT TIME ZONE 'UTC');
  parent text;
  id_column text;
  first text;
  attach text;
  key_name name;
  key_columns text;
  index_name name;
  index_names name[];
  index_made text;
  indexes_made text[];
BEGIN
  FOR parent, id_column IN
    VALUES ('otps', 'id'), ('messages', 'id'), ('attempts', 'message_id'), ('reports', 'message_id'), ('audit', 'id')
  LOOP
    first := parent || to_char(until_month, '"_before"_YYYY_MM');
    SELECT conname, pg_get_constraintdef(oid) INTO key_name, key_columns
    FROM pg_constraint WHERE conrelid = parent::regclass AND contype = 'p';
    SELECT array_agg(c.relname), array_agg(pg_get_indexdef(c.oid)) FILTER (WHERE NOT indisprimary)
    INTO index_names, indexes_made
    FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = parent::regclass;

    EXECUTE format('ALTER TABLE %I RENAME TO %I', parent, first);
    FOREACH index_name IN ARRAY index_names LOOP
      EXECUTE format('ALTER INDEX %I RENAME TO %I', index_name, first || substr(index_name, length(parent) + 1));
    END LOOP;
    PERFORM make_part_belt(first);

    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE) PARTITION BY RANGE (%I)',
                   parent, first, id_column);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I %s', parent, key_name, key_columns);
    FOREACH index_made IN ARRAY coalesce(indexes_made, '{}') LOOP
      EXECUTE index_made;
    END LOOP;

    PERFORM make_part(parent, parent || '_default');
    attach := format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', parent, first, until_id);
    BEGIN
      EXECUTE attach;
    EXCEPTION WHEN check_violation THEN
      -- Written while a machine's clock was ahead: they wait for their month.
      EXECUTE format('WITH ahead AS (DELETE FROM %I WHERE %I >= %L RETURNING *) INSERT INTO %I SELECT * FROM ahead',
                     first, id_column, until_id, parent || '_default');
      EXECUTE attach;
    END;
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I DEFAULT', parent, parent || '_default');
    PERFORM name_part_indexes(parent, parent || '_default');
    FOR ahead IN 1..3 LOOP
      PERFORM make_month(parent, (this_month + make_interval(months => ahead))::date);
    END LOOP;
  END LOOP;
END $$;
--> statement-breakpoint
-- By hand: what was changed, and by whom, is as final as the ledger, in each of its months too: triggers for rows are made
-- on every part by themselves, the one for TRUNCATE with the part. Parts past their time are dropped whole.
CREATE TRIGGER "audit_rows_append_only" BEFORE UPDATE OR DELETE ON "audit"
  FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();--> statement-breakpoint
CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
--> statement-breakpoint
-- By hand: rows that are updated on every batch stay on their page (HOT), so that their index does not grow.
ALTER TABLE "money_usage" SET (fillfactor = 50);
