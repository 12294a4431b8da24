import { describe, expect, test } from "vitest";
import { fieldOf, momentOf } from "../../src/console/pages/messages/local-time.ts";

describe("a time that was chosen by a tenant's clock", () => {
  test.each([
    ["Asia/Jakarta", "2026-11-22T17:05", "2026-11-22T10:05:00.000Z"],
    ["Asia/Jakarta", "2026-11-22T00:00:30", "2026-11-21T17:00:30.000Z"],
    ["Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15:00.000Z"],
    ["America/St_Johns", "2026-07-01T12:00", "2026-07-01T14:30:00.000Z"],
    // On the days on which clocks are put forward and back.
    ["Europe/Berlin", "2026-03-29T04:00", "2026-03-29T02:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25T00:30", "2026-10-24T22:30:00.000Z"],
    ["Europe/Berlin", "2026-10-25T05:00", "2026-10-25T04:00:00.000Z"],
  ])("in %s, %s, is the moment %s, and shown as it was chosen", (timeZone, field, iso) => {
    const at = momentOf(field, timeZone);
    expect(at).toBe(Date.parse(iso));
    expect(fieldOf(at ?? 0, timeZone)).toBe(field.slice(0, 16));
  });

  test.each(["", "2026-11-22", "17:05", "2026-13-01T00:00", "22/11/2026 17.05", "2026-11-22T17:05:00Z"])(
    "is none where it reads %j",
    (text) => expect(momentOf(text, "Asia/Jakarta")).toBeNull(),
  );
});
