import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import smpp, { type PDU, type Session } from "smpp";
import { describe, expect, it, vi } from "vitest";
import { Session as ProtocolSession } from "../../../src/providers/smpp/session.ts";
import { LinkRig, send } from "../../support/smpp-link.ts";
import { receipt } from "../../support/smsc.ts";

const rig = new LinkRig();
const delivered = { providerMessageId: "A1", status: "delivered" };

function ask(session: Session, command: string): Promise<PDU> {
  return new Promise((resolve) => session.send(new smpp.PDU(command, {}), resolve));
}

/** Bytes as the SMSC writes them. */
function pdu(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(" ", ""), "hex");
}

describe("a receipt", () => {
  it("is answered once it is kept", async () => {
    await rig.bound();
    let kept = false;
    rig.keep = () => new Promise((resolve) => setImmediate(() => resolve(void (kept = true))));
    expect(await rig.smsc.deliver(receipt("id:A1 stat:DELIVRD"))).toBe(0);
    expect(kept).toBe(true);
    expect(rig.reports).toEqual([delivered]);
  });

  it("that could not be kept is asked for again, and taken the second time", async () => {
    await rig.bound();
    rig.keep = () => Promise.reject(new Error("no database"));
    expect(await rig.smsc.deliver(receipt("id:A1 stat:DELIVRD"))).toBe(0x08);
    rig.keep = () => Promise.resolve();
    expect(await rig.smsc.deliver(receipt("id:A1 stat:DELIVRD"))).toBe(0);
    expect(rig.reports).toEqual([delivered, delivered]);
  });

  it("may come before the answer, and on another connection", async () => {
    const link = await rig.bound();
    rig.smsc.next("hang");
    const sent = send(link);
    const [submit] = await rig.smsc.got("submit_sm");
    const session = await rig.smsc.isBound();
    expect(await rig.smsc.deliver(receipt("id:A1 stat:ENROUTE"), session)).toBe(0);
    session.send(submit?.response({ message_id: "A1" }) ?? expect.unreachable());
    expect(await sent).toEqual({ ok: true, providerMessageId: "A1" });
    await link.close();
    await rig.bound();
    expect(await rig.smsc.deliver(receipt("id:A1 stat:DELIVRD"))).toBe(0);
    expect(rig.reports).toEqual([{ ...delivered, status: "sent" }, delivered]);
  });

  it("without an id, and a person's reply, are taken and tell nothing", async () => {
    await rig.bound();
    expect(await rig.smsc.deliver(receipt("stat:DELIVRD"))).toBe(0);
    expect(await rig.smsc.deliver(receipt("id:A1 stat:DELIVRD", { esm_class: 0 }))).toBe(0);
    expect(rig.reports).toEqual([]);
  });
});

describe("what else the SMSC asks", () => {
  it("is answered: a sign of life, and what we can't do", async () => {
    await rig.bound();
    const session = await rig.smsc.isBound();
    expect(await ask(session, "enquire_link")).toMatchObject({ command: "enquire_link_resp", command_status: 0 });
    expect(await ask(session, "query_sm")).toMatchObject({ command: "generic_nack", command_status: 0x03 });
  });

  it("of goodbye is answered, and ends the connection once what is under way is answered", async () => {
    const link = await rig.bound();
    rig.smsc.next("hang");
    const sent = send(link);
    await rig.smsc.got("submit_sm");
    const session = await rig.smsc.isBound();
    expect(await ask(session, "unbind")).toMatchObject({ command: "unbind_resp", command_status: 0 });
    await link.leaving;
    expect(await send(link)).toMatchObject({ errorClass: "transient", providerCode: "closed", unasked: true });
    const [submit] = await rig.smsc.got("submit_sm");
    session.send(submit?.response({ message_id: "A1" }) ?? expect.unreachable());
    expect(await sent).toEqual({ ok: true, providerMessageId: "A1" });
    expect(await link.ended).toMatchObject({ errorClass: "transient", providerCode: "unbound" });
  });
});

it("what we fail at is refused, so that the SMSC says it again", async () => {
  const written: Buffer[] = [];
  const ends = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _encoding, done) => (written.push(bytes), done()),
  });
  const session = new ProtocolSession(ends as Socket, () => Promise.reject(new Error("a bug")));
  ends.push(pdu("00000010 00000015 00000000 00000001"));
  await vi.waitFor(() => expect(Buffer.concat(written)).toEqual(pdu("00000010 80000000 00000008 00000001")));
  expect(session.over).toBe(false);
});

describe("a sign of life", () => {
  it("that is answered changes nothing", async () => {
    const link = await rig.bound({ timeout_ms: 5000 });
    vi.advanceTimersByTime(30_000);
    expect(await send(link)).toMatchObject({ ok: true });
  });

  it("that is not answered ends the connection, and leaves what is unanswered in doubt", async () => {
    const link = await rig.bound({ timeout_ms: 100 });
    rig.smsc.alive = false;
    rig.smsc.next("hang");
    const sent = send(link);
    vi.advanceTimersByTime(30_000);
    expect(await sent).toMatchObject({ errorClass: "ambiguous", providerCode: "timeout" });
    expect(await link.ended).toMatchObject({ errorClass: "transient", providerCode: "timeout" });
  });

  it("is asked for at once when a message was not answered in its time", async () => {
    const link = await rig.bound({ timeout_ms: 100 });
    rig.smsc.alive = false;
    rig.smsc.next("hang");
    expect(await send(link, {}, 50)).toMatchObject({ errorClass: "ambiguous" });
    expect(await link.ended).toMatchObject({ providerCode: "timeout" });
  });
});

describe("a close", () => {
  it("lets what is under way be answered, takes nothing new, and says goodbye", async () => {
    const link = await rig.bound();
    rig.smsc.next("hang");
    const sent = send(link);
    const [submit] = await rig.smsc.got("submit_sm");
    const session = await rig.smsc.isBound();
    const closed = link.close();
    expect(await send(link)).toMatchObject({ errorClass: "transient", providerCode: "closed" });
    session.send(submit?.response({ message_id: "A1" }) ?? expect.unreachable());
    expect(await sent).toEqual({ ok: true, providerMessageId: "A1" });
    await closed;
    expect(rig.smsc.received.map(({ command }) => command)).toEqual(["bind_transceiver", "submit_sm", "unbind"]);
    await rig.smsc.isLeft();
  });

  it("waits for no sign of life, and says no goodbye to an SMSC that has just let a message's time go by", async () => {
    const link = await rig.bound();
    rig.smsc.alive = false;
    rig.smsc.next("hang");
    expect(await send(link, {}, 50)).toMatchObject({ errorClass: "ambiguous", providerCode: "timeout" });
    await link.close();
    expect(await link.ended).toMatchObject({ providerCode: "closed" });
    await rig.smsc.isLeft();
    expect(rig.smsc.received.map(({ command }) => command)).toEqual(["bind_transceiver", "submit_sm"]);
  });

  it("waits no longer than a message may take", async () => {
    const link = await rig.bound({ timeout_ms: 100 });
    rig.smsc.next("hang");
    const sent = send(link);
    await rig.smsc.got("submit_sm");
    await link.close();
    expect(await sent).toMatchObject({ errorClass: "ambiguous", providerCode: "closed" });
  });
});

describe("an SMSC that", () => {
  async function after(write: (socket: Socket) => void) {
    const link = await rig.bound({ timeout_ms: 200 });
    const { socket } = await rig.smsc.isBound();
    write(socket);
    return link;
  }

  it.each([
    ["says an impossible length", "7fffffff 00000005 00000000 00000001"],
    ["says one that is too long", "00004001 00000005 00000000 00000001"],
    ["says one that is shorter than a header", "0000000f 00000005 00000000 000000"],
    ["says none", "00000000 00000000"],
    ["speaks another protocol", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n").toString("hex")],
  ])("%s is left", async (_, hex) => {
    const link = await after((socket) => socket.write(pdu(hex)));
    expect(await link.ended).toMatchObject({ errorClass: "transient", providerCode: "garbled" });
  });

  it.each([
    ["a request that is shorter than its fields", "00000014 00000015 00000000 00000001 04270001", 1],
    ["a request nobody knows", "00000010 00000777 00000000 00000001", 1],
    ["an answer to nothing", "00000011 80000004 00000000 00000777 00", 0],
    ["an answer of another kind", "00000010 80000015 00000000 00000002", 0],
    ["an answer that is shorter than its fields", "00000015 80000004 00000000 00000777 00 04270001", 0],
  ])("sends %s is still served", async (_, hex, refusals) => {
    const link = await rig.bound();
    const session = await rig.smsc.isBound();
    let refused = 0;
    session.on("generic_nack", () => (refused += 1));
    session.socket.write(pdu(hex));
    expect(await send(link)).toMatchObject({ ok: true });
    expect(refused).toBe(refusals);
  });

  it("asks for anything there is, in any form, is still served", async () => {
    const link = await rig.bound();
    const session = await rig.smsc.isBound();
    for (const [command, { id }] of Object.entries(smpp.commands)) {
      if (command === "unbind") continue;
      session.send(new smpp.PDU(command, { sequence_number: 9 }));
      session.socket.write(pdu(`00000010 ${(id >>> 0).toString(16).padStart(8, "0")} 00000000 00000009`));
      session.socket.write(pdu(`00000012 ${(id >>> 0).toString(16).padStart(8, "0")} 00000000 00000009 ffff`));
    }
    expect(await send(link)).toMatchObject({ ok: true });
  });

  it("sends its bytes one by one is understood", async () => {
    await rig.bound();
    const { socket } = await rig.smsc.isBound();
    for (const byte of receipt("id:A1 stat:DELIVRD", { sequence_number: 9 }).toBuffer())
      socket.write(Buffer.from([byte]));
    await rig.smsc.deliver(receipt("id:A2 stat:ENROUTE"));
    expect(rig.reports[0]).toEqual(delivered);
  });

  it("asks without end and reads no answer is not read from until it does", async () => {
    let written = (): void => {};
    const ends = new Duplex({
      writableHighWaterMark: 1000,
      read: () => undefined,
      write: (_chunk, _encoding, done) => void (written = done),
    });
    const session = new ProtocolSession(ends as Socket, (request) => Promise.resolve(request.response()));
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    for (let asked = 0; asked < 200 && !ends.isPaused(); asked += 1) {
      ends.push(pdu("00000010 00000015 00000000 00000001"));
      await turn();
    }
    expect(ends.isPaused()).toBe(true);
    expect(ends.writableLength).toBeLessThan(1100);
    while (ends.writableLength > 0) {
      written();
      await turn();
    }
    expect(ends.isPaused()).toBe(false);
    expect(session.over).toBe(false);
  });

  it("floods us with receipts has no more than so many in hand", async () => {
    await rig.bound();
    const session = await rig.smsc.isBound();
    const waiting: (() => void)[] = [];
    rig.keep = () => new Promise((resolve) => waiting.push(resolve));
    const one = receipt("id:A1 stat:DELIVRD", { sequence_number: 9 }).toBuffer();
    for (let i = 0; i < 4000; i += 1) session.socket.write(one);
    await vi.waitFor(() => expect(waiting.length).toBeGreaterThanOrEqual(500), 10_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(waiting.length).toBeLessThan(2500);
    rig.keep = () => Promise.resolve();
    for (const resolve of waiting) resolve();
    await vi.waitFor(() => expect(rig.reports).toHaveLength(4000), 10_000);
  });
});
