import { afterAll } from "vitest";
import type { Subject } from "./subject.ts";
import { email } from "./subjects/email.ts";
import { engagelabOtp } from "./subjects/engagelab-otp.ts";
import { engagelabWhatsapp } from "./subjects/engagelab-whatsapp.ts";
import { evolution } from "./subjects/evolution.ts";
import { gowa } from "./subjects/gowa.ts";
import { httpPresets } from "./subjects/http.ts";
import { infobip } from "./subjects/infobip.ts";
import { metaCloud } from "./subjects/meta-cloud.ts";
import { qontak } from "./subjects/qontak.ts";
import { smpp } from "./subjects/smpp.ts";
import { twilio } from "./subjects/twilio.ts";
import { vonage } from "./subjects/vonage.ts";
import { waha } from "./subjects/waha.ts";
import { conformance } from "./suite.ts";
import { table } from "./table.ts";

const subjects: Subject[] = [
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
  ...httpPresets,
];

for (const subject of subjects) conformance(subject);

afterAll(() => void process.stdout.write(`\nCases that held, by kind:\n${table()}`));
