ALTER TABLE "template_approvals" ADD COLUMN "said_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "template_approvals" ADD COLUMN "source" text DEFAULT 'hook' NOT NULL;--> statement-breakpoint
ALTER TABLE "template_approvals" ADD COLUMN "told" text DEFAULT 'approved' NOT NULL;--> statement-breakpoint
ALTER TABLE "template_approvals" ADD COLUMN "tell_at" timestamp (3) with time zone DEFAULT '1970-01-01T00:00:00.000Z' NOT NULL;--> statement-breakpoint
ALTER TABLE "template_approvals" ADD CONSTRAINT "template_approvals_source" CHECK ("template_approvals"."source" in ('send', 'hook', 'sync', 'submit'));