CREATE TABLE "redemptions" (
	"tenant_id" uuid NOT NULL,
	"otp_id" uuid NOT NULL,
	"means" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "redemptions_tenant_id_otp_id_pk" PRIMARY KEY("tenant_id","otp_id"),
	CONSTRAINT "redemptions_means" CHECK ("redemptions"."means" in ('ticket', 'proof'))
);
