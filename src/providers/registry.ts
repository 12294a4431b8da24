import { email } from "./email/index.ts";
import { engagelabOtp } from "./engagelab-otp/index.ts";
import { engagelabWhatsapp } from "./engagelab-whatsapp/index.ts";
import { evolution } from "./evolution/index.ts";
import { gowa } from "./gowa/index.ts";
import { http } from "./http/index.ts";
import { infobip } from "./infobip/index.ts";
import { metaCloud } from "./meta-cloud/index.ts";
import type { Provider } from "./provider.ts";
import { qontak } from "./qontak/index.ts";
import { sandbox } from "./sandbox/index.ts";
import { smpp } from "./smpp/index.ts";
import { twilio } from "./twilio/index.ts";
import { vonage } from "./vonage/index.ts";
import { waha } from "./waha/index.ts";

/** Every kind there is. A new one is a folder, a line here, and a green run of the shared conformance test. */
export const registry: ReadonlyMap<string, Provider> = new Map(
  [
    sandbox,
    metaCloud,
    qontak,
    engagelabWhatsapp,
    engagelabOtp,
    twilio,
    vonage,
    infobip,
    waha,
    evolution,
    gowa,
    email,
    smpp,
    http,
  ].map((provider) => [provider.kind, provider as unknown as Provider]),
);
