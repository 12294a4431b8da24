import type { DescriptionInput } from "../description.ts";
import { zenziva } from "./zenziva.ts";

/** The same account's plain routes: SMS from a long number, and WhatsApp with the operator's own text (unofficial). */
export const zenzivaReguler: DescriptionInput = {
  ...zenziva,
  about: "Zenziva: plain SMS and WhatsApp with your own text",
  options: {},
  channels: {
    sms: { request: { path: "/reguler/api/sendsms/" } },
    whatsapp: { request: { path: "/wareguler/api/sendWA/" } },
  },
};
