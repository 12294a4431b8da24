import { channels } from "../provider.ts";
import { templateProblems, type Path, type Problem } from "./check-templates.ts";
import { descriptionShape, type Description, type RequestTemplate } from "./description.ts";
import { requestOn } from "./request.ts";
import { checkVectors } from "./vectors.ts";

export const checkedDescription = descriptionShape.superRefine((description, context) => {
  // zod goes on after a wrong number or format; what follows relies on them.
  if (context.issues.length > 0) return;
  for (const { path, message } of problemsOf(description)) context.addIssue({ code: "custom", path, message });
});

/** Pure: what its fields get wrong of each other. Its examples are tried once the rest is right. */
function problemsOf(description: Description): Problem[] {
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
