import { errorCodes } from "../../../errors.ts";
import { statusOf } from "../../problem.ts";
import { code, table, text, type Section } from "../text.ts";
import { errorEntries } from "./error-entries.ts";

export const errors: Section = {
  id: "errors",
  title: { id: "Galat dan apa yang harus dilakukan", en: "Errors and what to do" },
  blocks: [
    text({
      id: "Setiap galat punya bentuk yang sama (RFC 9457). Program membaca `code`: daftarnya tertutup dan tidak berubah. `detail` untuk manusia. `request_id` untuk ditanyakan kepada pengelola; ia juga ada di header `X-Request-Id`.",
      en: "Every error has the same form (RFC 9457). Programs read `code`: the list is closed and does not change. `detail` is for people. `request_id` is what to quote to the operator; it is in the header `X-Request-Id`, too.",
    }),
    code(
      "json",
      `{ "type": "/docs#invalid_recipient", "title": "The recipient is not valid", "status": 422,
  "detail": "to: not a valid phone number of ID; check its length and prefix",
  "code": "invalid_recipient", "request_id": "0199f0c2-a1b2-7c3d-8e4f-5a6b7c8d9e0f",
  "errors": [ { "path": "to", "message": "not a valid phone number of ID; check its length and prefix" } ] }`,
    ),
    table(
      [
        { id: "Status", en: "Status" },
        { id: "Kode", en: "Code" },
        { id: "Artinya", en: "What it means" },
        { id: "Yang dilakukan", en: "What to do" },
      ],
      errorCodes.map((name) => ({
        anchor: name,
        cells: [String(statusOf[name]), name, errorEntries[name].means, errorEntries[name].todo],
      })),
    ),
  ],
};
