/** The part of JSON Schema that kinds' settings are written in. */
export interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: unknown;
  default?: unknown;
  description?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
}

export type Control = "text" | "address" | "number" | "choice" | "truth" | "pairs" | "json";

/** One field of a form, as a kind's schema has it. */
export interface Setting {
  name: string;
  about: string;
  required: boolean;
  /** As it is typed; null: there is none. */
  preset: string | null;
  control: Control;
  /** Left empty it is null, which means "none" or "no limit", and not its default. */
  nullable: boolean;
  /** Of a choice. */
  options: readonly { text: string; value: unknown }[];
}

/** Pure: the fields of a kind, required ones first. */
export function settingsOf(schema: JsonSchema): Setting[] {
  const required = new Set(schema.required);
  const all = Object.entries(schema.properties ?? {}).map(([name, of]): Setting => {
    const forms = of.anyOf?.filter(({ type }) => type !== "null") ?? [of];
    const [one = of] = forms;
    const options = forms.length > 1 ? forms.map(({ const: value }) => value) : (one.enum ?? []);
    const setting = {
      name,
      about: of.description ?? "",
      required: required.has(name),
      control: options.length > 0 ? ("choice" as const) : controlOf(one),
      nullable: of.anyOf?.some(({ type }) => type === "null") === true,
      options: options.map((value) => ({ text: String(value), value })),
    };
    return { ...setting, preset: of.default === undefined ? null : writeSetting(setting, of.default) };
  });
  return [...all.filter((one) => one.required), ...all.filter((one) => !one.required)];
}

function controlOf({ type, format, additionalProperties }: JsonSchema): Control {
  if (type === "boolean") return "truth";
  if (type === "integer" || type === "number") return "number";
  if (type === "object") return typeof additionalProperties === "object" ? "pairs" : "json";
  return format === "uri" ? "address" : "text";
}

/** Pure: a value as it is typed. */
export function writeSetting({ control }: Pick<Setting, "control">, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (control === "pairs" && typeof value === "object") {
    return Object.entries(value)
      .map(([name, one]) => `${name}=${String(one)}`)
      .join("\n");
  }
  if (control === "truth") return value === true ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** What is typed is no JSON. */
export class NotJson extends Error {}

/**
 * Pure: what is typed, as the API takes it; undefined: left out. Whether it is right is the API's to say, so what can't be
 * read stays text, and the API names the field.
 */
export function readSetting({ control, nullable, options }: Setting, text: string): unknown {
  if (text === "") return nullable ? null : undefined;
  switch (control) {
    case "truth":
      return text === "yes";
    case "number":
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case "choice":
      return options.find((option) => option.text === text)?.value ?? text;
    case "pairs":
      return Object.fromEntries(text.split(/\r?\n/).flatMap(pairIn));
    case "json":
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw new NotJson();
      }
    case "text":
    case "address":
      return text;
  }
}

function pairIn(line: string): [string, string][] {
  if (line.trim() === "") return [];
  const at = line.indexOf("=");
  return at < 0 ? [[line.trim(), ""]] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
}
