import { z } from "@hono/zod-openapi";
import { readPhone } from "../kit/phone.ts";
import { channels } from "../providers/provider.ts";
import { cleanValue, LONGEST_VALUE } from "../templates/values.ts";
import { destinations, type UserDocument } from "../users/user.ts";
import { line } from "./schemas.ts";

/** A client's library takes the two that it may not be out of a path. */
const id = line(100).refine((text) => text !== "." && text !== "..", "can't be . or ..");

export const userId = id
  .describe("The ERP's own word for the person, percent-encoded")
  .openapi({ param: { name: "id", in: "path" }, example: "budi" });

const name = line(LONGEST_VALUE)
  // As in a message: without links, codes and what the channel would take for markup.
  .refine(
    (text) => channels.every((channel) => cleanValue("user", text, channel) !== ""),
    "leaves nothing that a message could show, or a voice say",
  )
  .nullish()
  .describe("What people read in place of the id, on a central number first of all")
  .openapi({ example: "Budi (kasir 3)" });

const fields = z.strictObject({
  active: z.boolean().default(true).describe("false: no OTP is asked of this user, and an issue by user is refused"),
  destination: z.enum(destinations).describe("central: the tenant's central_recipients; own: the user's number"),
  number: line(64).nullish().describe("As people write it; needed for own").openapi({ example: "0812-3456-7890" }),
  name,
});
type UserFields = z.output<typeof fields>;

/** What the ERP puts. */
export function userBody(defaultCountry: string) {
  return fields.superRefine((user, context) => refuseBadNumber(user, context, defaultCountry));
}

export const MOST_USERS = 1000;
/** In KiB, so that as many fit, with names as long as they may be. */
export const IMPORT_KIB = 1024;

/** Many users at once, each with its id. */
export function usersBody(defaultCountry: string) {
  const user = fields.extend({ id });
  return z.strictObject({
    users: z
      .array(user.superRefine((one, context) => refuseBadNumber(one, context, defaultCountry)))
      .min(1)
      .max(MOST_USERS)
      .superRefine((users, context) => {
        const ids = new Set<string>();
        users.forEach(({ id }, index) => {
          if (ids.has(id)) context.addIssue({ code: "custom", path: [index, "id"], message: "is there twice" });
          ids.add(id);
        });
      }),
  });
}

function refuseBadNumber({ destination, number }: UserFields, context: z.RefinementCtx, defaultCountry: string): void {
  const reading = number == null ? null : readPhone(number, defaultCountry);
  const missing = reading === null && destination === "own" ? "is required where destination is own" : null;
  const wrong = reading?.ok === false ? reading.why : missing;
  if (wrong !== null) context.addIssue({ code: "custom", path: ["number"], message: wrong });
}

/** A body that was found right, as it is stored: its number in E.164. */
export function userDocument(id: string, body: UserFields, defaultCountry: string): UserDocument {
  const reading = body.number == null ? null : readPhone(body.number, defaultCountry);
  const { active, destination, name: shown } = body;
  return { id, active, destination, number: reading?.ok === true ? reading.e164 : null, name: shown ?? "" };
}

export const userSchema = z
  .object({
    id: z.string(),
    active: z.boolean(),
    destination: z.enum(destinations),
    number: z.string().nullable().describe("Masked").openapi({ example: "+62812****7890" }),
    name: z.string().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .openapi("User");

export const importedSchema = z
  .object({ created: z.number().int(), changed: z.number().int(), unchanged: z.number().int() })
  .openapi("ImportedUsers");
