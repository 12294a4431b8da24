CREATE TABLE "template_drafts" (
	"tenant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"channel" text NOT NULL,
	"locale" text NOT NULL,
	"revision" uuid NOT NULL,
	"base_version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "template_drafts_tenant_id_key_channel_locale_pk" PRIMARY KEY("tenant_id","key","channel","locale")
);
--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "change" text DEFAULT 'put' NOT NULL;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "from_version" integer;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "template" text;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "template_version" integer;--> statement-breakpoint
ALTER TABLE "template_drafts" ADD CONSTRAINT "template_drafts_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_versions" ADD CONSTRAINT "template_versions_change" CHECK ("template_versions"."change" in ('put', 'publish', 'rollback', 'import', 'submit'));--> statement-breakpoint
ALTER TABLE "template_versions" ADD CONSTRAINT "template_versions_from" CHECK (("template_versions"."change" = 'rollback') = ("template_versions"."from_version" is not null));