import { afterAll } from "vitest";
import type { Subject } from "./subject.ts";
import { metaCloud } from "./subjects/meta-cloud.ts";
import { twilio } from "./subjects/twilio.ts";
import { vonage } from "./subjects/vonage.ts";
import { conformance } from "./suite.ts";
import { table } from "./table.ts";

const subjects: Subject[] = [metaCloud, twilio, vonage];

for (const subject of subjects) conformance(subject);

afterAll(() => void process.stdout.write(`\nCases that held, by kind:\n${table()}`));
