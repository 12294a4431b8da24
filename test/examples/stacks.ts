/** One call as an HTTP stack is given it. */
export interface StackCall {
  path: string;
  host: string;
  key: string;
  once: string;
  form: string;
}

/** An HTTP stack that is not here, by the bytes that it sends. */
export interface Stack {
  name: string;
  /** The example that uses it, and what must stand there for these bytes to be its own. */
  file: string;
  written: string[];
  /** Added to the path. */
  query: string;
  head: (call: StackCall, length: number) => string[];
  /** Sends the body only once it is told to go on. */
  waits?: boolean;
  /** The connection serves the next call too. */
  keeps?: boolean;
  body?: (form: string) => Buffer;
}

const TEXT = "?format=text";
const TEXT_200 = "?format=text&http_status=200";
const FORM = "application/x-www-form-urlencoded";

/** In chunks of seven bytes. */
function chunked(form: string): Buffer {
  const chunks = form.match(/.{1,7}/gs) ?? [];
  return Buffer.from([...chunks.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`), "0\r\n\r\n"].join(""));
}

export const stacks: Stack[] = [
  {
    name: ".NET Framework, HttpWebRequest",
    file: "csharp/Gerbang.cs",
    written: [`"${TEXT_200}"`, '"application/x-www-form-urlencoded; charset=utf-8"', "X-API-Key", "Idempotency-Key"],
    query: TEXT_200,
    head: ({ path, host, key, once }, length) => [
      `POST ${path} HTTP/1.1`,
      `X-API-Key: ${key}`,
      `Idempotency-Key: ${once}`,
      `Content-Type: ${FORM}; charset=utf-8`,
      `Host: ${host}`,
      `Content-Length: ${length}`,
      "Expect: 100-continue",
      "Connection: Keep-Alive",
    ],
    waits: true,
    keeps: true,
  },
  {
    name: "VB6, MSXML2.ServerXMLHTTP.6.0",
    file: "vb6/Gerbang.bas",
    written: [`"${TEXT}"`, `"${FORM}"`, '"X-API-Key"', '"Idempotency-Key"'],
    query: TEXT,
    // It names the charset itself, since a string has none.
    head: ({ path, host, key, once }, length) => [
      `POST ${path} HTTP/1.1`,
      "Connection: Keep-Alive",
      `Content-Type: ${FORM}; Charset=UTF-8`,
      "Accept: */*",
      "Accept-Language: id-ID",
      "User-Agent: Mozilla/4.0 (compatible; Win32; WinHttp.WinHttpRequest.5)",
      `X-API-Key: ${key}`,
      `Idempotency-Key: ${once}`,
      `Content-Length: ${length}`,
      `Host: ${host}`,
    ],
    keeps: true,
  },
  {
    name: "Delphi, Indy 10",
    file: "delphi/Gerbang.pas",
    written: [`'${TEXT_200}'`, `'${FORM}'`, "'X-API-Key'", "'Idempotency-Key'"],
    query: TEXT_200,
    // A POST goes out as HTTP/1.0 unless hoKeepOrigProtocol is set, and says keep-alive all the same.
    head: ({ path, host, key, once }, length) => [
      `POST ${path} HTTP/1.0`,
      "Connection: keep-alive",
      `Content-Type: ${FORM}`,
      `Content-Length: ${length}`,
      `X-API-Key: ${key}`,
      `Idempotency-Key: ${once}`,
      `Host: ${host}`,
      "Accept: text/html, */*",
      "Accept-Encoding: identity",
      "User-Agent: Mozilla/3.0 (compatible; Indy Library)",
    ],
    keeps: true,
  },
  {
    name: "PL/SQL, UTL_HTTP",
    file: "raw-http.md",
    written: ["utl_http.begin_request", "'application/x-www-form-urlencoded; charset=utf-8'"],
    query: TEXT_200,
    head: ({ path, host, key, once }, length) => [
      `POST ${path} HTTP/1.1`,
      `Host: ${host}`,
      `Content-Type: ${FORM}; charset=utf-8`,
      `Content-Length: ${length}`,
      `X-API-Key: ${key}`,
      `Idempotency-Key: ${once}`,
      "Connection: close",
    ],
  },
  {
    name: "PL/SQL, UTL_HTTP with a body in chunks",
    file: "raw-http.md",
    written: ["utl_http.write_text"],
    query: TEXT_200,
    head: ({ path, host, key, once }) => [
      `POST ${path} HTTP/1.1`,
      `Host: ${host}`,
      `Content-Type: ${FORM}; charset=utf-8`,
      "Transfer-Encoding: chunked",
      `X-API-Key: ${key}`,
      `Idempotency-Key: ${once}`,
      "Connection: close",
    ],
    body: chunked,
  },
  {
    name: "ABAP, cl_http_client",
    file: "raw-http.md",
    written: ["cl_http_client=>create_by_destination", "'x-api-key'", "'idempotency-key'"],
    query: TEXT_200,
    // It asks for gzip; an answer as small as ours comes as it is.
    head: ({ path, host, key, once }, length) => [
      `POST ${path} HTTP/1.1`,
      `content-type: ${FORM}`,
      `x-api-key: ${key}`,
      `idempotency-key: ${once}`,
      `content-length: ${length}`,
      `host: ${host}`,
      "user-agent: SAP NetWeaver Application Server (1.0;754)",
      "accept-encoding: gzip",
    ],
    keeps: true,
  },
  {
    name: "Visual FoxPro, WinHttp.WinHttpRequest.5.1",
    file: "raw-http.md",
    written: ["WinHttp.WinHttpRequest.5.1", `"${TEXT}"`],
    query: TEXT,
    head: ({ path, host, key, once }, length) => [
      `POST ${path} HTTP/1.1`,
      "Connection: Keep-Alive",
      `Content-Type: ${FORM}; Charset=UTF-8`,
      "Accept: */*",
      "User-Agent: Mozilla/4.0 (compatible; Win32; WinHttp.WinHttpRequest.5)",
      `X-API-Key: ${key}`,
      `Idempotency-Key: ${once}`,
      `Content-Length: ${length}`,
      `Host: ${host}`,
    ],
    keeps: true,
  },
  {
    name: "1C:Enterprise 8.3, with a byte order mark",
    file: "raw-http.md",
    written: ["УстановитьТелоИзСтроки(Форма)", `"${TEXT}"`],
    query: TEXT,
    head: ({ path, host, key, once }, length) => [
      `POST ${path} HTTP/1.1`,
      `Host: ${host}`,
      "User-Agent: 1C+Enterprise/8.3",
      "Accept: */*",
      `Content-Type: ${FORM}; charset=utf-8`,
      `X-API-Key: ${key}`,
      `Idempotency-Key: ${once}`,
      `Content-Length: ${length}`,
    ],
    keeps: true,
    // A string set as a body may bring one with it.
    body: (form) => Buffer.from(`\uFEFF${form}`),
  },
  {
    name: "RPG, HTTPAPI",
    file: "raw-http.md",
    written: ["http_string('POST'", `${TEXT_200}'`],
    query: TEXT_200,
    head: ({ path, host, key, once }, length) => [
      `POST ${path} HTTP/1.1`,
      `Host: ${host}`,
      "User-Agent: http-api/1.42",
      `Content-Type: ${FORM}`,
      "Expect: 100-continue",
      `Content-Length: ${length}`,
      `X-API-Key: ${key}`,
      `Idempotency-Key: ${once}`,
    ],
    waits: true,
    keeps: true,
  },
];
