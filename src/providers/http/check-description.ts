import { channels } from "../provider.ts";
import { descriptionShape, type Description, type RequestTemplate } from "./description.ts";
import { requestOn } from "./request.ts";
import { messageVariables, numericVariables, placeholders, variableName } from "./variables.ts";
import { checkVectors } from "./vectors.ts";

type Path = (string | number)[];
export interface Problem {
  path: Path;
  message: string;
}

/** What a template may name. `channels`: where its request is made; none for the balance, which concerns no message. */
interface Place {
  description: Description;
  channels: (typeof channels)[number][];
}

const MAX_DEPTH = 8;
const MAX_VALUES = 300;
/** Set by the connection itself. */
const ourHeaders = new Set(["host", "content-length", "transfer-encoding", "connection", "expect", "upgrade"]);

export const checkedDescription = descriptionShape.superRefine((description, context) => {
  // zod goes on after a wrong number or format; what follows relies on them.
  if (context.issues.length > 0) return;
  for (const { path, message } of problemsOf(description)) context.addIssue({ code: "custom", path, message });
});

/** Pure: what its fields get wrong of each other. Its examples are tried once the rest is right. */
export function problemsOf(description: Description): Problem[] {
  const problems = [...addressProblems(description), ...requestProblems(description), ...reportProblems(description)];
  return problems.length > 0 ? problems : vectorProblems(description);
}

function addressProblems({ base_url: baseUrl }: Description): Problem[] {
  const url = baseUrl === undefined ? null : new URL(baseUrl);
  if (url === null || (url.search === "" && url.hash === "" && url.username === "" && url.password === "")) return [];
  return [{ path: ["base_url"], message: "must be an address without user, query or fragment" }];
}

function requestProblems(description: Description): Problem[] {
  const used = channels.filter((channel) => description.channels[channel] !== undefined);
  const problems = templateProblems(description.request, ["request"], { description, channels: used });
  for (const channel of used) {
    const own = description.channels[channel]?.request;
    const path = ["channels", channel, "request"];
    if (own !== undefined) problems.push(...templateProblems(own, path, { description, channels: [channel] }));
    problems.push(...wholeProblems(requestOn(description, channel), own?.path === undefined ? ["request"] : path));
  }
  if (description.balance !== undefined) {
    const path = ["balance", "request"];
    problems.push(...templateProblems(description.balance.request, path, { description, channels: [] }));
    problems.push(...wholeProblems(description.balance.request, path));
  }
  return problems;
}

function wholeProblems(request: RequestTemplate, path: Path): Problem[] {
  const problems: Problem[] = [];
  if (request.path === undefined) problems.push({ path: [...path, "path"], message: "is required" });
  if (request.method === "GET" && request.body !== undefined) {
    problems.push({ path: [...path, "body"], message: "a GET has none; use query" });
  }
  return problems;
}

function templateProblems(request: RequestTemplate, at: Path, place: Place): Problem[] {
  const { path, headers = {}, basic, query = {}, body } = request;
  const problems = [
    ...(path === undefined ? [] : pathProblems(path, [...at, "path"])),
    ...Object.keys(headers)
      .filter((name) => ourHeaders.has(name.toLowerCase()))
      .map((name) => ({ path: [...at, "headers", name], message: "is set by the connection itself" })),
  ];
  const xml = body?.xml;
  if (xml !== undefined && (Object.keys(xml).length !== 1 || Object.keys(xml)[0]?.startsWith("@") === true)) {
    problems.push({ path: [...at, "body", "xml"], message: "needs exactly one root element" });
  }
  const parts: [Path, unknown][] = [
    [["path"], path],
    [["headers"], headers],
    [["basic"], basic],
    [["query"], query],
    [["body"], body],
  ];
  let values = 0;
  const walk = (node: unknown, where: Path, isXml: boolean): void => {
    if (++values > MAX_VALUES || where.length > at.length + MAX_DEPTH + 2) return;
    if (typeof node === "string") problems.push(...variableProblems(node, where, place));
    if (typeof node !== "object" || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      if (key.includes("{{")) problems.push({ path: [...where, key], message: "a name can't hold a variable" });
      else if (isXml && !Array.isArray(node) && !/^(?:#text|@?[A-Za-z_][\w.-]{0,63}(?::[\w.-]{1,63})?)$/.test(key)) {
        problems.push({ path: [...where, key], message: "is no name of an XML element or @attribute" });
      } else
        walk(child, [...where, Array.isArray(node) ? Number(key) : key], isXml || (key === "xml" && node === body));
    }
    if (where.length === at.length + MAX_DEPTH + 2 && Object.keys(node).length > 0) {
      problems.push({ path: where, message: `is nested more than ${MAX_DEPTH} deep` });
    }
  };
  for (const [name, part] of parts) walk(part, [...at, ...name], false);
  if (values > MAX_VALUES) problems.push({ path: at, message: `has more than ${MAX_VALUES} values` });
  return problems;
}

function pathProblems(path: string, at: Path): Problem[] {
  const dots = path.split("/").some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
  return dots ? [{ path: at, message: "can't have . or .. as a part" }] : [];
}

function variableProblems(template: string, path: Path, { description, channels: used }: Place): Problem[] {
  const problem = (message: string): Problem[] => [{ path, message }];
  if (/\{\{|\}\}/.test(template.replace(/\{\{[^{}]*\}\}/g, ""))) return problem("has {{ or }} that is no variable");
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

function reportProblems(description: Description): Problem[] {
  const { reports } = description;
  if (reports === undefined || reports.proof.type === "token") return [];
  const at = ["reports", "proof"];
  const problems: Problem[] = [];
  if (!Object.hasOwn(description.secrets, reports.proof.secret)) {
    const message = `is not among the description's secrets; add secrets.${reports.proof.secret}`;
    problems.push({ path: [...at, "secret"], message });
  }
  if (reports.proof.type === "hmac" && reports.format === "query") {
    problems.push({ path: [...at, "type"], message: "hmac signs a body, and a query has none; use token or header" });
  }
  return problems;
}

function vectorProblems(description: Description): Problem[] {
  const { answers, hooks } = description.vectors;
  const problems: Problem[] = [];
  const need = (has: boolean, list: string, what: string): void => {
    if (!has) problems.push({ path: ["vectors", list], message: `needs an example of ${what}` });
  };
  need(
    answers.some(({ outcome }) => "accepted" in outcome),
    "answers",
    "an accepted message",
  );
  need(
    answers.some(({ outcome }) => "class" in outcome),
    "answers",
    "an error",
  );
  need(description.reports === undefined || hooks.some(({ reports }) => reports.length > 0), "hooks", "a report");
  for (const { path, name, passes, got } of checkVectors(description)) {
    if (!passes) problems.push({ path, message: `"${name}" fails: it gives ${JSON.stringify(got).slice(0, 400)}` });
  }
  return problems;
}
