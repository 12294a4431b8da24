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
ALTER TABLE "stats_money" ADD CONSTRAINT "stats_money_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;