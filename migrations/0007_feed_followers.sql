CREATE TABLE "feed_followers" (
	"name" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"id" uuid NOT NULL
);
