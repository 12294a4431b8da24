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
CREATE INDEX "guard_decisions_key" ON "guard_decisions" USING btree ("tenant_id","key","id");--> statement-breakpoint
CREATE INDEX "guard_decisions_untold" ON "guard_decisions" USING btree ("tenant_id") WHERE "guard_decisions"."untold";--> statement-breakpoint
CREATE INDEX "guard_otps_newest" ON "guard_otps" USING btree ("tenant_id","prefix","otp_id");--> statement-breakpoint
CREATE INDEX "guard_otps_age" ON "guard_otps" USING btree ("minute");--> statement-breakpoint
CREATE INDEX "guard_prefixes_active" ON "guard_prefixes" USING btree ("last_minute");--> statement-breakpoint
CREATE INDEX "guard_sums_age" ON "guard_sums" USING btree ("minute");