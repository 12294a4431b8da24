import { finding, type LintFinding } from "./rules.ts";
import type { TextDocument, TextSubject } from "./subject.ts";

const RETRIEVER_BYTES = 140;
const host = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+";
const originLine = new RegExp(`^@${host} #\\{\\{\\s*code\\s*\\}\\}(?: [@%]${host})?$`, "i");
/** A hash is told from a word of eleven letters by what words don't have. */
const hashLine = /^(?=.*[A-Z0-9+/])(?!\p{Lu}\p{Ll}+$)[A-Za-z0-9+/]{11}$/u;

/** Pure: whether a phone can fill the code in, where a text looks as if one should. */
export function autofillFindings({ channel, document, shown }: TextSubject): LintFinding[] {
  const lines = document.body.split("\n");
  const origin = lines.findIndex(triesOrigin);
  const found: LintFinding[] = [];
  if (origin >= 0) {
    const problem = originProblem(lines[origin] ?? "", origin === lines.length - 1, channel);
    if (problem !== null) found.push(finding("webotp_line", "body", problem));
    if (document.webotp_domain !== undefined) {
      found.push(finding("autofill_twice", "body", "has a line @host #{{code}}, which webotp_domain adds"));
    }
  }
  return channel === "sms" ? [...found, ...retrieverFindings(document, lines, origin, shown)] : found;
}

function retrieverFindings(document: TextDocument, lines: string[], origin: number, shown: string): LintFinding[] {
  const before = origin < 0 ? lines : lines.slice(0, origin);
  const end = before.findLastIndex((line) => line.trim() !== "");
  const own = before.findIndex((line) => hashLine.test(line.trim()));
  const found: LintFinding[] = [];
  if (own >= 0 && own !== end) found.push(finding("retriever_hash", "body", "text follows the app's hash"));
  if (/^\s*<#>/.test(document.body) && own < 0 && document.app_hash === undefined) {
    found.push(finding("retriever_hash", "body", "begins with <#> and has no line of an app's hash (11 characters)"));
  }
  if (own >= 0 && document.app_hash !== undefined) {
    found.push(finding("autofill_twice", "body", "has an app's hash, which app_hash adds"));
  }
  if (own < 0 && document.app_hash === undefined) return found;
  const bytes = Buffer.byteLength(shown);
  if (bytes > RETRIEVER_BYTES) found.push(finding("retriever_length", "body", `is ${bytes} bytes with its app's hash`));
  if (origin >= 0 || document.webotp_domain !== undefined) {
    found.push(finding("autofill_both", "body", "has a line for an app and one for a site"));
  }
  return found;
}

function triesOrigin(line: string): boolean {
  return /^\s*@\S/.test(line) || /#\{\{\s*code\s*\}\}/.test(line);
}

/** The body without the lines that are for machines. */
export function withoutAutofill(body: string): string {
  return body
    .split("\n")
    .filter((line) => !triesOrigin(line) && !hashLine.test(line.trim()))
    .join("\n");
}

function originProblem(line: string, last: boolean, channel: string): string | null {
  if (channel !== "sms") return "has a line @host #{{code}}, which browsers read in an SMS alone";
  if (!last) return "the line @host #{{code}} is not the last";
  if (originLine.test(line)) return null;
  const [site = "", code = ""] = line.trim().split(/\s+/);
  if (!site.startsWith("@")) return "the last line does not begin with @ and the site's host";
  if (site.includes("//")) return `${site} has a scheme; the host alone is right`;
  if (/[:/?]/.test(site.slice(1))) return `${site} has a port or path; the host alone is right`;
  if (!new RegExp(`^@${host}$`, "i").test(site)) return `${site} is no host in ASCII`;
  if (!/^#\{\{\s*code\s*\}\}$/.test(code) && !code.startsWith("#{{")) return "the host is not followed by #{{code}}";
  return "the last line is not exactly @host, one space, #{{code}}";
}
