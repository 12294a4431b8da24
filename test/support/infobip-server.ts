import { readFileSync } from "node:fs";
import type { VendorAnswer, VendorRequest } from "../conformance/vendor-server.ts";

export const apiKey = "sample-api-key";
export const businessNumber = "6281100009999";

interface Sample {
  status: number;
  path: string;
  body: Record<string, unknown>;
}

export function sample(name: string): Sample {
  const file = new URL(`../fixtures/infobip/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Sample;
}

export function recorded(name: string): VendorAnswer {
  const { status, body } = sample(name);
  return { status, body: JSON.stringify(body) };
}

export function answer(status: number, body: unknown): VendorAnswer {
  return { status, body: JSON.stringify(body) };
}

/** The older envelope (WhatsApp), and the newer one (SMS). */
export const exception = (messageId: string, validationErrors?: Record<string, string[]>) => ({
  requestError: { serviceException: { messageId, text: "+6281100000001 481516", validationErrors } },
});
export const apiError = (errorCode: string, ...properties: string[]) => ({
  errorCode,
  description: "+6281100000001 481516",
  action: "",
  violations: properties.map((property) => ({ property, violation: "is invalid" })),
  resources: [],
});

const pending = { groupId: 1, groupName: "PENDING", id: 26, name: "PENDING_ACCEPTED", description: "" };

/** What Infobip answers: it checks the key, and the fields it cannot do without. */
export function behave({ path, headers, body }: VendorRequest): VendorAnswer {
  const isSms = path === "/sms/3/messages";
  if (headers.authorization !== `App ${apiKey}`) return isSms ? answer(401, apiError("E401")) : recorded("error-401");
  const [message] = (JSON.parse(body) as { messages: Record<string, never>[] }).messages;
  return isSms ? takeSms(message ?? {}) : takeTemplate(path, message ?? {});
}

interface Sms {
  sender?: string;
  destinations?: { to?: string; messageId?: string }[];
  content?: { text?: string };
}

function takeSms({ sender, destinations, content }: Sms): VendorAnswer {
  const { to, messageId } = destinations?.[0] ?? {};
  if (!sender) return answer(400, apiError("E400", "messages[0].sender"));
  if (!/^\d{7,15}$/.test(to ?? "")) return answer(400, apiError("E400", "messages[0].destinations[0].to"));
  if (!content?.text) return answer(400, apiError("E400", "messages[0].content.text"));
  return answer(200, {
    bulkId: "1",
    messages: [{ messageId: messageId ?? "theirs", status: pending, destination: to }],
  });
}

interface Template {
  from?: string;
  to?: string;
  messageId?: string;
  content?: { templateName?: string; templateData?: { body?: { placeholders?: unknown[] } }; language?: string };
}

function takeTemplate(path: string, { from, to, messageId, content }: Template): VendorAnswer {
  if (path !== "/whatsapp/1/message/template") return answer(404, exception("NOT_FOUND"));
  const wrong = Object.entries({
    from: from === businessNumber,
    to: /^\d{7,15}$/.test(to ?? ""),
    "content.templateName": /^[a-z0-9_]+$/.test(content?.templateName ?? ""),
    "content.templateData.body": content?.templateData?.body?.placeholders?.length === 1,
    "content.language": content?.language !== undefined,
  }).filter(([, right]) => !right);
  if (wrong.length > 0) {
    return answer(400, exception("BAD_REQUEST", Object.fromEntries(wrong.map(([path]) => [path, ["is invalid"]]))));
  }
  return answer(200, { messages: [{ to, messageCount: 1, messageId: messageId ?? "theirs", status: pending }] });
}
