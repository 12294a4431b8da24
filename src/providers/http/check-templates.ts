import type { Channel } from "../provider.ts";
import type { Description, RequestTemplate } from "./description.ts";
import { messageVariables, numericVariables, placeholders, variableName } from "./variables.ts";

/** What is wrong, and where in the description. */
export interface Problem {
  path: Path;
  message: string;
}
export type Path = (string | number)[];

/** What a template may name. `channels`: where its request is made; none for the balance, which concerns no message. */
export interface Place {
  description: Description;
  channels: readonly Channel[];
}

const MAX_DEPTH = 8;
const MAX_VALUES = 300;
/** Set by the connection itself. */
const ourHeaders = new Set(["host", "content-length", "transfer-encoding", "connection", "expect", "upgrade"]);
const xmlName = /^(?:#text|@?[A-Za-z_][\w.-]{0,63}(?::[\w.-]{1,63})?)$/;

/** Pure: what a request's templates can't name, and the names that they can't have. */
export function templateProblems(request: RequestTemplate, at: Path, place: Place): Problem[] {
  const { path = "", headers = {}, body } = request;
  const problems: Problem[] = [];
  // A URL's parser reads %2e as a dot.
  if (path.split("/").some((part) => /^(?:\.|%2e){1,2}$/i.test(part))) {
    problems.push({ path: [...at, "path"], message: "can't have . or .. as a part" });
  }
  for (const name of Object.keys(headers)) {
    if (!ourHeaders.has(name.toLowerCase())) continue;
    problems.push({ path: [...at, "headers", name], message: "is set by the connection itself" });
  }
  if (plainPart(request.basic?.user).includes(":")) {
    problems.push({ path: [...at, "basic", "user"], message: "can't have a colon: HTTP Basic ends the user there" });
  }
  if (body?.xml !== undefined) {
    const [root = "", ...others] = Object.keys(body.xml);
    if (others.length > 0 || !/^[A-Za-z_]/.test(root) || Array.isArray(body.xml[root])) {
      problems.push({ path: [...at, "body", "xml"], message: "needs exactly one root element" });
    }
  }

  let values = 0;
  const walk = (node: unknown, where: Path, depth: number, isXml: boolean): void => {
    if (++values > MAX_VALUES) return;
    if (typeof node === "string") problems.push(...variableProblems(node, where, place));
    if (typeof node !== "object" || node === null) return;
    if (depth > MAX_DEPTH) {
      problems.push({ path: where, message: `is nested more than ${MAX_DEPTH} deep` });
      return;
    }
    for (const [key, child] of Object.entries(node)) {
      const here = [...where, Array.isArray(node) ? Number(key) : key];
      if (key.includes("{{")) problems.push({ path: here, message: "a name can't hold a variable" });
      else if (isXml && !Array.isArray(node) && !xmlName.test(key))
        problems.push({ path: here, message: "is no name of an XML element or @attribute" });
      else walk(child, here, depth + 1, isXml);
    }
  };
  const { body: _, ...others } = request;
  walk(others, at, 0, false);
  for (const [type, content] of Object.entries(body ?? {})) walk(content, [...at, "body", type], 0, type === "xml");
  if (values > MAX_VALUES) problems.push({ path: at, message: `has more than ${MAX_VALUES} values` });
  return problems;
}

/** The description's own words in a template. */
function plainPart(template = ""): string {
  return template.replace(/\{\{[^{}]*\}\}/g, "");
}

function variableProblems(template: string, path: Path, { description, channels: used }: Place): Problem[] {
  const problem = (message: string): Problem[] => [{ path, message }];
  if (/\{\{|\}\}/.test(plainPart(template))) return problem("has {{ or }} that is no variable");
  return placeholders(template).flatMap(({ name, as }): Problem[] => {
    const shown = `{{${name.slice(0, 60)}}}`;
    if (!variableName.test(name)) return problem(`${shown} is no variable's name`);
    if (as !== null && as !== "number") return problem(`${shown} can be written plain or as :number only`);
    if (as !== null && !numericVariables.includes(name)) {
      return problem(`${shown} can't be a number; only ${numericVariables.join(", ")} can`);
    }
    const [kind, own] = name.includes(".") ? name.split(".", 2) : [null, name];
    if (kind !== null) {
      const declared = Object.keys(kind === "secret" ? description.secrets : description.options);
      if (own !== undefined && declared.includes(own)) return [];
      const list = declared.length === 0 ? "it has none" : `there are ${declared.join(", ")}`;
      return problem(`${shown} is not among the description's ${kind}s; ${list}`);
    }
    if (used.length === 0) return problem(`${shown} is a message's; here are only {{secret.…}} and {{option.…}}`);
    if (!Object.hasOwn(messageVariables, name)) {
      return problem(`${shown} is not known; there are ${Object.keys(messageVariables).join(", ")}`);
    }
    if (name === "to_local" && description.country === undefined) {
      return problem("{{to_local}} needs country: a number of another one would reach a stranger");
    }
    if (name === "marked_text" && description.code_mark === undefined)
      return problem("{{marked_text}} needs code_mark");
    if (name.startsWith("template_") && !used.every((channel) => description.channels[channel]?.fixed_text)) {
      return problem(`${shown} needs fixed_text on ${used.join(", ")}: only then is a template bound`);
    }
    return [];
  });
}
