import type { HttpAnswer } from "../provider.ts";
import { privateOf, readAnswer } from "./answer.ts";
import { readBalance } from "./balance.ts";
import { readBody, readFields } from "./body.ts";
import type { Description, SampleAnswer, Vectors } from "./description.ts";
import { readReports } from "./report.ts";

export interface VectorResult {
  /** Where it stands in the description: `vectors.answers.0`. */
  path: ["vectors", keyof Vectors, number];
  name: string;
  passes: boolean;
  /** What came out, as the vector would have to say it. */
  got: unknown;
}

/** The message whose answers the vectors are: an id or error code that shows its number or its code is none. */
export const vectorMessage = { to: "+6281100000001", code: "481516", correlation: "att_vector" } as const;
const hidden = privateOf(vectorMessage, {});

/** Pure: what the description's own rules make of its examples. */
export function checkVectors(description: Description): VectorResult[] {
  const { answers, hooks, balances } = description.vectors;
  return [
    ...answers.map(({ name, answer, outcome }, index): VectorResult => {
      const read = readAnswer(answerOf(answer), description, vectorMessage.correlation, hidden);
      const id = description.success.message_id === undefined;
      const got = read.ok
        ? { accepted: id ? true : read.providerMessageId }
        : { class: read.errorClass, scope: read.scope, code: read.providerCode };
      return { path: ["vectors", "answers", index], name, passes: agrees(outcome, got), got };
    }),
    ...hooks.map((hook, index): VectorResult => {
      const { reports: map } = description;
      const got =
        map === undefined
          ? []
          : readReports(hookBody(hook, map.format), map, 0).map((report) => ({
              message_id: report.providerMessageId,
              ...(report.alsoKnownAs === undefined ? {} : { also_known_as: report.alsoKnownAs }),
              status: report.status,
              at: new Date(report.at).toISOString(),
              ...(report.providerCode === undefined ? {} : { code: report.providerCode }),
            }));
      const passes =
        map !== undefined && got.length === hook.reports.length && hook.reports.every((r, n) => agrees(r, got[n]));
      return { path: ["vectors", "hooks", index], name: hook.name, passes, got };
    }),
    ...balances.map(({ name, answer, amount }, index): VectorResult => {
      const got = readBalance(answerOf(answer), description)?.amount ?? null;
      return { path: ["vectors", "balances", index], name, passes: got === amount, got };
    }),
  ];
}

/** Everything the vector names is so; what it leaves out may be anything. */
function agrees(wanted: object, got: object | undefined): boolean {
  const found = new Map(Object.entries(got ?? {}));
  return Object.entries(wanted).every(([name, value]) => {
    const other: unknown = found.get(name);
    return name === "at" && typeof other === "string"
      ? Date.parse(String(value)) === Date.parse(other)
      : value === other;
  });
}

function answerOf({ status, headers, body, text }: SampleAnswer): HttpAnswer {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { status, headers: Object.fromEntries(lower), text: text ?? JSON.stringify(body ?? "") };
}

function hookBody({ body, text }: { body?: unknown; text?: string | undefined }, format: "json" | "form" | "query") {
  if (format === "query") return readFields(new URLSearchParams(text ?? ""));
  return readBody(text ?? JSON.stringify(body ?? ""), format);
}
