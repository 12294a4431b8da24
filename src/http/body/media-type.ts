/** `text/xml; charset="utf-8"`, and `form-data; name="to"`, which is written alike. */
export interface MediaType {
  /** In small letters. */
  media: string;
  /** By name, in small letters. */
  parameters: ReadonlyMap<string, string>;
}

export function readMediaType(header: string): MediaType {
  const [media = ""] = header.split(";", 1);
  const parameters = new Map<string, string>();
  for (const [, name = "", quoted, bare] of header.slice(media.length).matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    // Some old stacks write single quotes, which are none in HTTP.
    if (!parameters.has(key))
      parameters.set(key, quoted?.replace(/\\(.)/g, "$1") ?? bare?.replace(/^'(.*)'$/, "$1") ?? "");
  }
  return { media: media.trim().toLowerCase(), parameters };
}

const PARAMETER = /;\s*([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"\s]*))/g;

/** What the parameters say of the text; null when they say nothing. */
export function charsetOf({ parameters }: MediaType): string | null {
  return parameters.get("charset") || null;
}
