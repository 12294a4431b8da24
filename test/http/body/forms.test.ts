import { describe, expect, test } from "vitest";
import { parseForm } from "../../../src/http/body/form.ts";
import { readMediaType } from "../../../src/http/body/media-type.ts";
import { parseMultipart } from "../../../src/http/body/multipart.ts";

const lists = new Set(["channels"]);
const plain = (fields: object): unknown => JSON.parse(JSON.stringify(fields));

describe("a form", () => {
  const read = (text: string, charset: string | null = null) =>
    plain(parseForm(Buffer.from(text, "latin1"), charset, lists));

  test.each<[string, string, object]>([
    ["is UTF-8", "user=Jos%C3%A9", { user: "José" }],
    ["is Windows-1252 when it is not UTF-8", "user=Jos%E9+%80", { user: "José €" }],
    ["all of it, when one value is not", "user=Jos%C3%A9&x=%E9", { user: "JosÃ©", x: "é" }],
    ["is what _charset_ says", "_charset_=iso-8859-15&user=%A4", { user: "€" }],
    ["is not what an empty _charset_ says", "_charset_=&user=%C3%A9", { user: "é" }],
    [
      "may say a list many ways",
      "channels=sms&channels[]=voice&channels[2]=email,whatsapp",
      { channels: ["sms", "voice", "email,whatsapp"] },
    ],
    ["nests", "params[x]=1&params.y=2", { params: { x: "1", y: "2" } }],
  ])("%s", (_, text, fields) => {
    expect(read(text)).toEqual(fields);
  });

  test("goes by Content-Type before all else", () => {
    expect(read("_charset_=utf-8&user=%A4", "iso-8859-15")).toEqual({ user: "€" });
  });

  test.each<[string, RegExp]>([
    ["to=1&to=2", /to: is given twice/],
    ["params=1&params[x]=2", /params: is given twice/],
    ["params[x]=2&params=1", /params: is given twice/],
    ["a=&".repeat(1200), /body: has more than 1100 fields/],
    ["user=%zz", /percent-encoding/],
    ["_charset_=klingon&user=x", /_charset_: the charset klingon is not known/],
  ])("%s is refused", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe("a multipart form", () => {
  const part = (head: string, value: string) => `--B\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`;
  const read = async (text: string, type = "multipart/form-data; boundary=B") =>
    plain(await parseMultipart(Buffer.from(text, "latin1"), readMediaType(type), lists));

  test.each<[string, string, object]>([
    [
      "has a field in each part",
      `${part('name="to"', "0812")}${part("name=code", "007")}--B--\r\n`,
      { to: "0812", code: "007" },
    ],
    ["keeps line breaks in a value", `${part('name="user"', "a\r\nb")}--B--`, { user: "a\r\nb" }],
    ["may leave a value empty", `${part('name="user"', "")}${part('name="to"', "1")}--B--`, { user: "", to: "1" }],
    ["escapes quotes in a name", `${part('name="a\\"b"', "1")}--B--`, { 'a"b': "1" }],
    ["may begin with a preamble and end with more", `hello\r\n${part('name="to"', "1")}--B--\r\nbye`, { to: "1" }],
    [
      "nests and lists like a form",
      `${part('name="params[x]"', "1")}${part('name="channels"', "sms")}${part('name="channels"', "voice")}--B--`,
      { params: { x: "1" }, channels: ["sms", "voice"] },
    ],
    ["is Windows-1252 when it is not UTF-8", `${part('name="user"', "Jos\xe9 \x80")}--B--`, { user: "José €" }],
    [
      "is what _charset_ says",
      `${part('name="_charset_"', "iso-8859-15")}${part('name="user"', "\xa4")}--B--`,
      { user: "€" },
    ],
    [
      "is what a part says of itself",
      `${part('name="user"\r\nContent-Type: text/plain; charset="ISO-8859-15"', "\xa4")}${part('name="x"', "\xc3\xa9")}--B--`,
      { user: "€", x: "é" },
    ],
    [
      "may be quoted-printable, as Indy sends it",
      `${part('name="user"\r\nContent-Transfer-Encoding: quoted-printable', "Jos=C3=A9 =\r\nB=3D")}--B--`,
      { user: "José B=" },
    ],
    ["may be base64", `${part('name="user"\r\nContent-Transfer-Encoding: base64', "Sm9zw6k=")}--B--`, { user: "José" }],
  ])("%s", async (_, text, fields) => {
    expect(await read(text)).toEqual(fields);
  });

  test("goes by its own charset where a part says nothing", async () => {
    const text = `${part('name="user"', "\xa4")}--B--`;
    expect(await read(text, "multipart/form-data; charset=iso-8859-15; boundary=B")).toEqual({ user: "€" });
  });

  test("may quote its boundary", async () => {
    const text = `--a b:c\r\nContent-Disposition: form-data; name="to"\r\n\r\n1\r\n--a b:c--\r\n`;
    expect(await read(text, 'multipart/form-data; boundary="a b:c"')).toEqual({ to: "1" });
  });

  test.each<[string, string, RegExp]>([
    ["a file", `${part('name="to"; filename="numbers.txt"', "0812")}--B--`, /to: is a file/],
    ["a file with an encoded name", `${part("name=to; filename*=UTF-8''x", "0812")}--B--`, /to: is a file/],
    ["a field that no file was chosen for", `${part('name="to"; filename=""', "")}--B--`, /to: is a file/],
    ["a part without a name", `${part("x=y", "0812")}--B--`, /body: has a part without a name/],
    ["a part without headers", "--B\r\n\r\nx\r\n--B--", /body: has a part without a name/],
    ["a field twice", `${part("name=to", "1")}${part("name=to", "2")}--B--`, /to: is given twice/],
    ["a prototype", `${part("name=__proto__", "1")}--B--`, /__proto__: is not allowed/],
    [
      "an unknown transfer encoding",
      `${part("name=to\r\nContent-Transfer-Encoding: x-uu", "1")}--B--`,
      /to: has an unknown/,
    ],
    [
      "an unknown charset",
      `${part("name=to\r\nContent-Type: text/plain; charset=klingon", "1")}--B--`,
      /klingon is not known/,
    ],
    ["one that ends too early", part("name=to", "1"), /body: is not a whole multipart form/],
    ["one of very many parts", "--B\r\n\r\n\r\n".repeat(1200), /body: has more than 1100 parts/],
    ["another boundary", `--C\r\n\r\n--C--`, /body: is not a whole multipart form/],
    ["no multipart at all", "to=0812", /body: is not a whole multipart form/],
  ])("%s is refused", async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  test("without a boundary in Content-Type is refused by that name", async () => {
    await expect(read("--B--", "multipart/form-data")).rejects.toThrow(
      "Content-Type: multipart/form-data needs its boundary",
    );
  });
});
