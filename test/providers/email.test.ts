import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createProviderSockets } from "../../src/delivery/provider-sockets.ts";
import { connectUntil } from "../../src/delivery/try-send.ts";
import { enhancedCode, readReply, type Stage } from "../../src/providers/email/answer.ts";
import { compose } from "../../src/providers/email/compose.ts";
import { startTls } from "../../src/providers/email/hand-over.ts";
import { email } from "../../src/providers/email/index.ts";
import type { ProviderIo, RenderedMessage, Secrets } from "../../src/providers/provider.ts";
import { headersOf } from "../conformance/subjects/email.ts";
import { certificate } from "../support/certificate.ts";
import { lend } from "../support/provider-io.ts";
import { SmtpRelay, type RelayOptions } from "../support/smtp-relay.ts";

const login = { username: "erp", password: "relay-password-sample" };
const message: RenderedMessage = {
  channel: "email",
  to: "budi@customer.example",
  code: "481516",
  text: "Kode OTP Demo Anda: 481516\n\nBerlaku 5 menit.",
  subject: "Kode OTP Demo",
  user: null,
  locale: "id",
  ttlSeconds: 290,
  binding: null,
  correlation: "att_1",
  tryNumber: 1,
};

const cleanUps: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function relay(options?: RelayOptions): Promise<SmtpRelay> {
  const server = await new SmtpRelay(options).listen();
  cleanUps.push(() => server.close());
  return server;
}

/** A relay in a few lines: what it says first, then what it answers to each line it reads. `null` hangs up. */
async function scripted(
  greeting: string | null,
  answers: Record<string, string | null> = {},
): Promise<{ url: string }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    const say = (line: string | null): void => void (line === null ? socket.destroy() : socket.write(`${line}\r\n`));
    if (greeting !== "") say(greeting);
    socket.on("data", (part: Buffer) => {
      for (const line of part.toString().trim().split("\r\n")) {
        const answer = Object.entries(answers).find(([command]) => line.startsWith(command));
        if (answer !== undefined) say(answer[1]);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(async () => {
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

interface Sending {
  secrets?: Secrets;
  message?: Partial<RenderedMessage>;
  timeoutMs?: number;
  /** Where the relay would be, were it not here. */
  remoteAddress?: string;
}

async function send({ url }: { url: string }, { secrets = {}, timeoutMs = 5000, ...sending }: Sending = {}) {
  const { hostname, port, protocol } = new URL(url);
  const tls = protocol === "smtps:";
  const settings = email.settings.parse({ host: hostname, port: Number(port), tls, from: "otp@demo.example" });
  const sockets = createProviderSockets({ allowPrivate: ["127.0.0.0/8"], ca: certificate.cert });
  cleanUps.push(() => sockets.close());
  const dial: ProviderIo["connect"] = async (target) => {
    const socket = await connectUntil(AbortSignal.timeout(timeoutMs), target, (...asked) => sockets.connect(...asked));
    if (sending.remoteAddress === undefined) return socket;
    return Object.defineProperty(socket, "remoteAddress", { value: sending.remoteAddress });
  };
  return email.send({ ...message, ...sending.message }, settings, secrets, lend({ connect: dial }));
}

const retry = { ok: false, errorClass: "transient", scope: "provider" };
const account = { ok: false, errorClass: "credentials", scope: "provider" };
const ambiguous = { ok: false, errorClass: "ambiguous", scope: "provider" };

describe("settings", () => {
  const given = { host: "smtp.example", from: "otp@demo.example" };

  it("have the port that goes with tls, and wait for no report", () => {
    expect(email.settings.parse(given)).toMatchObject({
      port: 587,
      tls: false,
      connections: 10,
      ambiguous_wait_seconds: 0,
      unreported_after_seconds: 600,
      charge_unreported: true,
    });
    expect(email.settings.parse({ ...given, tls: true })).toMatchObject({ port: 465 });
    expect(email.settings.parse({ ...given, tls: true, port: 2465 })).toMatchObject({ port: 2465 });
  });

  it.each([
    "otp@demo.example",
    "Demo <otp@demo.example>",
    '"PT Demo, Tbk" <otp@demo.example>',
    "Kopi Ñandú <o@d.example>",
  ])("take the sender %s", (from) => expect(email.settings.safeParse({ ...given, from }).success).toBe(true));

  it.each([
    "",
    "Demo",
    "otp@localhost",
    "otp@demo.example, other@demo.example",
    "Demo <otp@demo.example> <x@y.example>",
    "Demo\r\nBcc: x@y.example <otp@demo.example>",
    "otp@demo.example\r\nBcc: x@y.example",
    'a"b <otp@demo.example>',
  ])("refuse the sender %j", (from) => expect(email.settings.safeParse({ ...given, from }).success).toBe(false));

  it.each(["smtp.example:25", "smtp://smtp.example", "smtp.example/x", "a b", ""])("refuse the host %j", (host) =>
    expect(email.settings.safeParse({ ...given, host }).success).toBe(false),
  );

  it("have a username and a password, or neither", () => {
    expect(email.secrets.safeParse(login).success).toBe(true);
    expect(email.secrets.safeParse({}).success).toBe(true);
    expect(email.secrets.safeParse({ username: "erp" }).success).toBe(false);
    expect(email.secrets.safeParse({ password: "x" }).success).toBe(false);
    expect(email.secrets.safeParse({ ...login, password: "two\r\nlines" }).success).toBe(false);
  });
});

describe("a letter", () => {
  const headers = async (changed: Partial<RenderedMessage>, from = "otp@demo.example") =>
    headersOf((await compose({ ...message, ...changed }, from)).content.toString());

  it("names neither code nor person in its subject and its id", async () => {
    const letter = await compose(message, "Demo <otp@demo.example>");
    expect(letter).toMatchObject({ from: "otp@demo.example", to: message.to, messageId: "att_1@demo.example" });
    const head = letter.content.toString().split("\r\n\r\n")[0];
    expect(head).not.toContain(message.code);
  });

  it.each([
    ["the subject", { subject: "Kode\r\nBcc: thief@evil.example\r\n\r\nbody" }, "otp@demo.example"],
    ["the sender's name", {}, "Demo Bcc: thief <otp@demo.example>"],
  ])("has no header more, whatever is in %s", async (_, changed, from) => {
    const plain = Object.keys(await headers({}));
    expect(Object.keys(await headers(changed, from))).toEqual(plain);
  });

  it("keeps every character, and lines that are a dot alone", async () => {
    const server = await relay();
    const text = `Kode 481516 – jangan berikan kepada siapa pun 🙏\n.\n..\nFrom here ${"on ".repeat(400)}and on`;
    expect(await send(server, { message: { text, subject: "Kode ☕ Ñandú" } })).toMatchObject({ ok: true });
    const [head = "", body = ""] = server.requests[0]?.body.split("\r\n\r\n") ?? [];
    expect(decode(body, headersOf(head)["content-transfer-encoding"])).toBe(text);
    expect(headersOf(head)["subject"]).toMatch(/^=\?UTF-8\?/);
  });
});

/** A body as a mail reader shows it. */
function decode(body: string, encoding = ""): string {
  const text = body.replace(/\r\n/g, "\n");
  if (encoding === "base64") return Buffer.from(text, "base64").toString("utf8").replace(/\r\n/g, "\n");
  const bytes = text
    .replace(/=\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8").trimEnd();
}

describe("a relay", () => {
  it("that asks for no log-in gets none", async () => {
    const server = await relay();
    expect(await send(server)).toEqual({ ok: true, providerMessageId: "att_1@demo.example" });
    expect(server.requests[0]?.headers).toMatchObject({ user: "", encrypted: "yes" });
  });

  it("is spoken to encrypted from the first byte where tls says so", async () => {
    const server = await relay({ secure: true, login });
    expect(await send(server, { secrets: login })).toMatchObject({ ok: true });
    expect(server.requests[0]?.headers).toMatchObject({ user: "erp", encrypted: "yes" });
  });

  it("on this machine is told the password without encryption when it offers none", async () => {
    const server = await relay({ startTls: false, login });
    expect(await send(server, { secrets: login })).toMatchObject({ ok: true });
    expect(server.requests[0]?.headers).toMatchObject({ user: "erp", encrypted: "no" });
  });

  it("elsewhere is told no password without encryption", async () => {
    const server = await relay({ startTls: false, login });
    const outcome = await send(server, { secrets: login, remoteAddress: "203.0.113.9" });
    expect(outcome).toMatchObject(account);
    expect(server.requests).toEqual([]);
  });

  it("elsewhere must prove its name", async () => {
    const server = await relay({ login });
    const outcome = await send(server, { secrets: login, remoteAddress: "203.0.113.9" });
    expect(outcome).toEqual({ ...retry, providerCode: "tls" });
    expect(server.requests).toEqual([]);
  });

  it.each([
    ["127.0.0.1", true, false, false],
    ["127.9.9.9", true, false, false],
    ["::1", false, false, false],
    ["::ffff:127.0.0.1", true, false, false],
    ["10.0.0.1", true, true, true],
    ["203.0.113.9", true, true, true],
    ["203.0.113.9", false, false, true],
    ["", true, true, true],
  ])("at %s with a log-in (%s): encryption needed %s, proof %s", (address, withLogin, requireTLS, proof) =>
    expect(startTls(address, withLogin)).toEqual({ requireTLS, tls: { rejectUnauthorized: proof } }),
  );

  it("is not asked about an address that is none", async () => {
    const outcome = await send({ url: "smtp://127.0.0.1:1" }, { message: { to: "budi@customer.example>\r\nDATA" } });
    expect(outcome).toEqual({ ok: false, errorClass: "recipient", scope: "recipient", providerCode: "no_address" });
  });
});

describe("a conversation that ends", () => {
  const hello = { EHLO: "250 relay" };
  const upToData = { ...hello, MAIL: "250 ok", RCPT: "250 ok" };

  it.each<[string, string | null, Record<string, string | null>, string]>([
    ["before it began", null, {}, "reset"],
    ["in a greeting of another protocol", "SSH-2.0-OpenSSH_9.6", {}, "garbled"],
    ["at the hello", "220 relay", { EHLO: null }, "reset"],
    ["at the sender", "220 relay", { ...hello, MAIL: null }, "reset"],
    ["at the recipient", "220 relay", { ...hello, MAIL: "250 ok", RCPT: null }, "reset"],
    ["before the content", "220 relay", { ...upToData, DATA: null }, "reset"],
  ])("%s reached nobody", async (_, greeting, answers, providerCode) => {
    expect(await send(await scripted(greeting, answers))).toEqual({ ...retry, providerCode });
  });

  it.each<[string, string, Record<string, string>]>([
    ["greets", "", {}],
    ["answers the hello", "220 relay", {}],
    ["answers the recipient", "220 relay", { ...hello, MAIL: "250 ok" }],
    ["asks for the content", "220 relay", upToData],
  ])("because the relay never %s reached nobody", async (_, greeting, answers) => {
    const server = await scripted(greeting, answers);
    expect(await send(server, { timeoutMs: 100 })).toEqual({ ...retry, providerCode: "timeout" });
  });

  it.each<[string, string | null, string]>([
    ["without an answer", null, "reset"],
    ["in an answer that is none", "354 still here", "garbled"],
  ])("after the content, %s, may have reached the person", async (_, answer, providerCode) => {
    const server = await scripted("220 relay", { ...upToData, DATA: "354 go on", ".": answer });
    expect(await send(server)).toEqual({ ...ambiguous, providerCode });
  });

  it("after the content because the time is up may have reached the person", async () => {
    const server = await scripted("220 relay", { ...upToData, DATA: "354 go on" });
    expect(await send(server, { timeoutMs: 2000 })).toEqual({ ...ambiguous, providerCode: "timeout" });
  });

  it("in a reply without an end is cut off", async () => {
    const server = await scripted(`220-${"x".repeat(70_000)}`);
    expect(await send(server)).toEqual({ ...retry, providerCode: "garbled" });
  });
});

describe("a reply", () => {
  it.each<[Stage, number, string | null, string]>([
    ["opening", 421, null, "throttled/provider"],
    ["opening", 521, null, "credentials/provider"],
    ["starttls", 454, "4.7.0", "transient/provider"],
    ["starttls", 502, null, "credentials/provider"],
    ["login", 530, "5.7.0", "credentials/provider"],
    ["login", 534, "5.7.9", "credentials/provider"],
    ["login", 538, "5.7.11", "credentials/provider"],
    ["login", 432, "4.7.12", "credentials/provider"],
    ["login", 535, null, "credentials/provider"],
    ["login", 421, "4.7.0", "transient/provider"],
    ["sender", 530, "5.7.0", "credentials/provider"],
    ["sender", 553, "5.1.8", "credentials/provider"],
    ["sender", 450, "4.1.8", "transient/provider"],
    ["sender", 503, "5.5.1", "rejected/recipient"],
    ["sender", 450, "4.7.28", "throttled/provider"],
    ["recipient", 550, "5.1.10", "recipient/recipient"],
    ["recipient", 501, "5.1.3", "recipient/recipient"],
    ["recipient", 553, null, "recipient/recipient"],
    ["recipient", 551, "5.1.6", "recipient/recipient"],
    ["recipient", 556, null, "recipient/recipient"],
    ["recipient", 452, "4.2.2", "recipient/recipient"],
    ["recipient", 550, "5.4.1", "recipient/recipient"],
    ["recipient", 550, "5.5.0", "recipient/recipient"],
    ["recipient", 550, "5.7.1", "rejected/recipient"],
    ["recipient", 450, null, "throttled/recipient"],
    ["recipient", 451, null, "transient/recipient"],
    ["recipient", 452, "4.5.3", "throttled/recipient"],
    ["recipient", 503, null, "rejected/recipient"],
    ["data", 451, null, "transient/provider"],
    ["data", 554, "5.5.1", "rejected/recipient"],
    ["content", 550, "5.7.26", "credentials/provider"],
    ["content", 550, "5.1.1", "recipient/recipient"],
    ["content", 552, "5.3.4", "rejected/recipient"],
    ["content", 554, null, "rejected/recipient"],
    ["content", 452, "4.3.1", "transient/provider"],
    ["content", 450, "4.4.5", "throttled/provider"],
    ["content", 250, null, "ambiguous/provider"],
    ["sender", 250, null, "transient/provider"],
  ])("to the %s of %s %s is %s", (stage, code, enhanced, verdict) => {
    const { errorClass, scope } = readReply({ stage, code, enhanced });
    expect(`${errorClass}/${scope}`).toBe(verdict);
  });

  it.each([
    ["550 5.1.1 No such user", "5.1.1"],
    ["550-5.7.1 a line\n550 5.7.1 and another", "5.7.1"],
    ["550 No such user 5.1.1", null],
    ["450 5.1.1 contradicts itself", null],
    ["550 5.1", null],
    ["", null],
  ])("of %j has the enhanced code %s", (response, code) => expect(enhancedCode(response)).toBe(code));
});
