/** The same fields as each dialect writes them: a body and its Content-Type. */
export type Fields = Record<string, string | string[] | Record<string, string>>;

export interface Written {
  type: string;
  body: string;
}

export const dialects: Readonly<Record<string, (fields: Fields) => Written>> = {
  form: (fields) => ({
    type: "application/x-www-form-urlencoded",
    body: flat(fields)
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join("&"),
  }),
  multipart: (fields) => ({
    type: "multipart/form-data; boundary=----x9",
    body: `${flat(fields)
      .map(([name, value]) => `------x9\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join("")}------x9--\r\n`,
  }),
  xml: (fields) => ({
    type: "application/xml",
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<request>${Object.entries(fields).map(element).join("")}</request>`,
  }),
};

function flat(fields: Fields): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]): [string, string][] => {
    if (typeof value === "string") return [[name, value]];
    if (Array.isArray(value)) return value.map((item) => [`${name}[]`, item]);
    return Object.entries(value).map(([inner, text]) => [`${name}[${inner}]`, text]);
  });
}

function element([name, value]: [string, Fields[string]]): string {
  if (typeof value === "string") return `<${name}>${escaped(value)}</${name}>`;
  const inner: [string, string][] = Array.isArray(value) ? value.map((item) => ["item", item]) : Object.entries(value);
  return `<${name}>${inner.map(element).join("")}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
