/** The code that a page shows in one language's name, as a reader would copy it. */
export function shownCode(page: string, language: string): string[] {
  return [...page.matchAll(new RegExp(`<code class="language-${language}">([^]*?)</code>`, "g"))].map(([, code]) =>
    unescaped(code ?? ""),
  );
}

export function unescaped(text: string): string {
  const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
}

export interface CurlCall {
  url: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
}

/** What a shell and curl make of a line; of curl's options those that the page uses. */
export function readCurl(line: string, env: Record<string, string>): CurlCall {
  const [program, ...words] = shellWords(line, env);
  if (program !== "curl") throw new Error(`no curl line: ${line}`);
  const headers: Record<string, string> = {};
  const data: string[] = [];
  let url = "";
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "-s") continue;
    if (word === "-H") {
      const [, name = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(words[(at += 1)] ?? "") ?? [];
      headers[name.toLowerCase()] = value;
    } else if (word === "-d") data.push(words[(at += 1)] ?? "");
    else if (word === "--data-urlencode") {
      const [, name = "", value = ""] = /^([^=]*)=(.*)$/s.exec(words[(at += 1)] ?? "") ?? [];
      data.push(`${name}=${encodeURIComponent(value)}`);
    } else if (word.startsWith("-")) throw new Error(`an option that this test does not know: ${word}`);
    else url = word;
  }
  if (data.length === 0) return { url, method: "GET", headers };
  return {
    url,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: data.join("&"),
  };
}

function shellWords(line: string, env: Record<string, string>): string[] {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) =>
    (word.match(/'[^']*'|"[^"]*"|[^'"]+/g) ?? [])
      .map((part) => (part.startsWith("'") ? part.slice(1, -1) : variables(part.replace(/^"|"$/g, ""), env)))
      .join(""),
  );
}

function variables(text: string, env: Record<string, string>): string {
  return text.replace(/\$([A-Z_]+)/g, (_, name: string) => {
    const value = env[name];
    if (value === undefined) throw new Error(`the page does not say what $${name} is`);
    return value;
  });
}
