import type { RecordedRequest } from "./meta-server.ts";

/** One language of a template, as the Cloud API keeps it. */
export interface MetaTemplate {
  id: string;
  name: string;
  language: string;
  status: string;
  category: string;
  reason: string;
  components: { type: string; buttons?: { otp_type?: string; supported_apps?: unknown[] }[] }[];
  ttl: number | undefined;
}

interface Definition {
  name?: unknown;
  language?: unknown;
  languages?: unknown;
  category?: unknown;
  message_send_ttl_seconds?: number;
  components?: MetaTemplate["components"];
}

type Reply = { status: number; body: unknown };

const PATH = /^\/v\d+\.\d+\/(\d+)(?:\/(message_templates|upsert_message_templates|message_template_previews))?$/;
const done: Reply = { status: 200, body: { success: true } };

/** The templates of a WhatsApp Business Account: made, listed in pages, deleted, and judged by a test in Meta's place. */
export class MetaTemplates {
  readonly all: MetaTemplate[] = [];
  /** As many on a page, however many are asked for. */
  pageSize = 100;
  /** What becomes of a new one. */
  firstStatus = "PENDING";
  readonly #wabaId: string;
  #ids = 770_011_223_344_556n;

  constructor(wabaId: string) {
    this.#wabaId = wabaId;
  }

  /** Null: it is no request for templates. */
  answer({ method, path, body }: Pick<RecordedRequest, "method" | "path" | "body">): Reply | null {
    const [route = "", search] = path.split("?");
    const [, id, edge] = PATH.exec(route) ?? [];
    const query = new URLSearchParams(search);
    const known = this.all.find((template) => template.id === id);
    if (edge === undefined) return known !== undefined && method === "POST" ? this.#edit(known, read(body)) : null;
    if (id !== this.#wabaId) return refusal(33, "This account is unknown");
    if (edge === "message_template_previews") return previews(query);
    if (edge === "upsert_message_templates") return this.#upsert(read(body));
    if (method === "GET") return this.#list(query);
    return method === "DELETE" ? this.#delete(query) : this.#create(read(body));
  }

  find(name: string, language: string): MetaTemplate {
    const found = this.all.find((template) => template.name === name && template.language === language);
    if (found === undefined) throw new Error(`Meta has no ${name} in ${language}`);
    return found;
  }

  /** Why this template can't be sent, as an error code; null when it can. */
  refusalOf(name: string, language: string): number | null {
    const status = this.all.find((one) => one.name === name && one.language === language)?.status;
    if (status === "PAUSED") return 132015;
    if (status === "DISABLED") return 132016;
    return status === "APPROVED" ? null : 132001;
  }

  #create(given: Definition): Reply {
    const wrong = whyWrong(given);
    if (wrong !== null || typeof given.language !== "string") return refusal(100, wrong ?? "language is missing");
    if (this.all.some(({ name, language }) => name === given.name && language === given.language)) {
      return refusal(100, "There is already content in this language for this template");
    }
    const { id, status, category } = this.#add(given, given.language);
    return { status: 200, body: { id, status, category } };
  }

  #upsert(given: Definition): Reply {
    const wrong = whyWrong(given);
    if (wrong !== null || !Array.isArray(given.languages)) return refusal(100, wrong ?? "languages is missing");
    if (/"(text|autofill_text)"/.test(JSON.stringify(given.components)))
      return refusal(100, "text is not allowed here");
    const data = (given.languages as string[]).map((language) => {
      const known = this.all.find((template) => template.name === given.name && template.language === language);
      if (known !== undefined) this.#change(known, given);
      const { id, status } = known ?? this.#add(given, language);
      return { id, status, language };
    });
    return { status: 200, body: { data } };
  }

  #edit(template: MetaTemplate, given: Definition): Reply {
    this.#change(template, given);
    template.status = this.firstStatus;
    return done;
  }

  #change(template: MetaTemplate, { components, message_send_ttl_seconds: ttl }: Definition): void {
    Object.assign(template, { components, ttl });
  }

  #add({ name, components = [], message_send_ttl_seconds: ttl }: Definition, language: string): MetaTemplate {
    this.#ids += 1n;
    const made: MetaTemplate = {
      id: String(this.#ids),
      name: String(name),
      language,
      status: this.firstStatus,
      category: "AUTHENTICATION",
      reason: "NONE",
      components,
      ttl,
    };
    this.all.push(made);
    return made;
  }

  #list(query: URLSearchParams): Reply {
    const named = this.all.filter(({ name }) => name.startsWith(query.get("name") ?? ""));
    const from = Number(query.get("after") ?? "0");
    const to = from + Math.min(this.pageSize, Number(query.get("limit") ?? "25"));
    const fields = (query.get("fields") ?? "").split(",");
    const data = named.slice(from, to).map(({ reason, ...template }) => {
      const all = Object.entries({ ...template, rejected_reason: reason });
      return Object.fromEntries(all.filter(([name]) => fields.includes(name)));
    });
    const next = to < named.length ? { next: `https://graph.facebook.com/?after=${to}` } : {};
    return { status: 200, body: { data, paging: { cursors: { before: String(from), after: String(to) }, ...next } } };
  }

  #delete(query: URLSearchParams): Reply {
    const id = query.get("hsm_id");
    const kept = this.all.filter((template) =>
      id === null ? template.name !== query.get("name") : template.id !== id || template.name !== query.get("name"),
    );
    if (kept.length === this.all.length) return refusal(100, "There is no such template");
    this.all.splice(0, this.all.length, ...kept);
    return done;
  }
}

function whyWrong({ name, category, components, message_send_ttl_seconds: ttl }: Definition): string | null {
  if (typeof name !== "string" || !/^[a-z0-9_]{1,512}$/.test(name)) return "name";
  if (category !== "AUTHENTICATION") return "category";
  if (ttl !== undefined && (ttl < 30 || ttl > 900)) return "message_send_ttl_seconds";
  const [button] = components?.find(({ type }) => type === "BUTTONS")?.buttons ?? [];
  const apps = button?.supported_apps?.length ?? 0;
  if (button?.otp_type === "COPY_CODE") return apps === 0 ? null : "supported_apps";
  return (button?.otp_type === "ONE_TAP" || button?.otp_type === "ZERO_TAP") && apps > 0 ? null : "buttons";
}

function previews(query: URLSearchParams): Reply {
  const data = (query.get("languages") ?? "").split(",").map((language) => ({
    language,
    body: language === "id" ? "*{{1}}* adalah kode verifikasi Anda." : "*{{1}}* is your verification code.",
    footer: `${query.get("code_expiration_minutes")}`,
    buttons: [{ text: language === "id" ? "Salin kode" : "Copy code", autofill_text: "Autofill" }],
  }));
  return { status: 200, body: { data } };
}

function refusal(code: number, words: string): Reply {
  const error = { message: `(#${code}) Invalid parameter`, type: "OAuthException", code, error_user_msg: words };
  return { status: 400, body: { error } };
}

function read(text: string): Definition {
  try {
    return JSON.parse(text) as Definition;
  } catch {
    return {};
  }
}
