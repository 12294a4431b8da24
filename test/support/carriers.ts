import type { VendorAnswer, VendorRequest } from "../conformance/vendor-server.ts";

/** A message as it arrives on somebody's phone. */
export interface Arrival {
  to: string;
  code: string;
}

/** What a carrier does with a request: its answer, and the message when there is one in it. */
export interface Carried {
  answer: VendorAnswer;
  arrival: Arrival | null;
}

let ids = 0;

/** A self-hosted WhatsApp gateway, on which everybody is. */
export function waha({ method, body }: VendorRequest): Carried {
  if (method === "GET") return { answer: { status: 200, body: '{"numberExists":true}' }, arrival: null };
  const { chatId, text } = JSON.parse(body) as { chatId: string; text: string };
  const id = `3EB0${nextId(16)}`;
  return {
    answer: { status: 201, body: JSON.stringify({ id: { id } }) },
    arrival: { to: `+${chatId.split("@")[0] ?? ""}`, code: codeIn(text) },
  };
}

/** An SMS carrier. */
export function twilio({ body }: VendorRequest): Carried {
  const form = new URLSearchParams(body);
  const sid = `SM${nextId(32)}`;
  return {
    answer: { status: 201, body: JSON.stringify({ sid, status: "queued", error_code: null }) },
    arrival: { to: form.get("To") ?? "", code: codeIn(form.get("Body") ?? "") },
  };
}

/** Meta's Cloud API, with an authentication template. */
export function meta({ body }: VendorRequest): Carried {
  const { to, template } = JSON.parse(body) as {
    to: string;
    template: { components: { parameters: { text: string }[] }[] };
  };
  const code = template.components[0]?.parameters[0]?.text ?? "";
  const answer = { messaging_product: "whatsapp", messages: [{ id: `wamid.${nextId(16)}` }] };
  return { answer: { status: 200, body: JSON.stringify(answer) }, arrival: { to, code } };
}

function nextId(length: number): string {
  ids += 1;
  return String(ids).padStart(length, "0");
}

function codeIn(text: string): string {
  return /\b\d{6}\b/.exec(text)?.[0] ?? "no code";
}
