import { describe, expect, it } from "vitest";
import { certificate } from "../../support/certificate.ts";
import { LinkRig, send } from "../../support/smpp-link.ts";
import { receipt, secrets, Smsc } from "../../support/smsc.ts";

const rig = new LinkRig();

describe("a bind", () => {
  it("is a transceiver's, of version 3.4", async () => {
    await rig.bound({ system_type: "OTP" });
    const [bind] = await rig.smsc.got("bind_transceiver");
    expect(bind).toMatchObject({ ...secrets, system_type: "OTP", interface_version: 0x34 });
  });

  it.each([
    [0x0d, "credentials", "ESME_RBINDFAIL"],
    [0x0e, "credentials", "ESME_RINVPASWD"],
    [0x0f, "credentials", "ESME_RINVSYSID"],
    [0x53, "credentials", "ESME_RINVSYSTYP"],
    [0x05, "transient", "ESME_RALYBND"],
    [0x08, "transient", "ESME_RSYSERR"],
    [0x58, "transient", "ESME_RTHROTTLED"],
    [0x0401, "transient", "0x0401"],
  ])("refused with status %i is %s", async (status, errorClass, providerCode) => {
    rig.smsc.bindStatus = status;
    expect(await rig.open()).toEqual({ ok: false, errorClass, scope: "provider", providerCode });
  });

  it("refused with a status of theirs is what the settings say", async () => {
    rig.smsc.bindStatus = 0x0401;
    expect(await rig.open({ status_classes: { "0x0401": "credentials" } })).toMatchObject({
      errorClass: "credentials",
    });
  });

  it("that is never answered ends with its time", async () => {
    rig.smsc.bindStatus = "silent";
    expect(await rig.open({}, AbortSignal.timeout(100))).toMatchObject({
      errorClass: "transient",
      providerCode: "timeout",
    });
  });

  it("to nobody, or to an address we may not reach, is none", async () => {
    expect(await rig.open({ host: "10.0.0.1" })).toMatchObject({
      errorClass: "credentials",
      providerCode: "target_not_allowed",
    });
    await rig.smsc.close();
    expect(await rig.open()).toMatchObject({ errorClass: "transient", providerCode: "refused" });
  });
});

describe("a message", () => {
  it("that waits for no other is answered in any order", async () => {
    const link = await rig.bound();
    const [first, second] = [send(link), send(link, { to: "+6281100000002" })];
    expect(await Promise.all([first, second])).toEqual([
      { ok: true, providerMessageId: "4F2A91C0" },
      { ok: true, providerMessageId: "4F2A91C1" },
    ]);
  });

  it("beyond the window stays here", async () => {
    const link = await rig.bound({ window: 2 });
    rig.smsc.next("hang", "hang");
    const full = [send(link), send(link)];
    await rig.smsc.got("submit_sm", 2);
    expect(await send(link)).toMatchObject({ errorClass: "transient", providerCode: "window_full", unasked: true });
    rig.smsc.drop();
    await Promise.all(full);
    expect(rig.smsc.requests).toHaveLength(2);
  });

  it("too many in a second says for how long nothing more is wanted", async () => {
    const link = await rig.bound();
    rig.smsc.next({ status: 0x58, body: "" });
    expect(await send(link)).toMatchObject({ errorClass: "throttled", scope: "provider", retryAfterMs: 1000 });
  });

  it("that could not be submitted twice is the recipient's trouble", async () => {
    const link = await rig.bound();
    rig.smsc.next({ status: 0x45, body: "" }, { status: 0x45, body: "" });
    expect(await send(link)).toMatchObject({ errorClass: "transient", providerCode: "ESME_RSUBMITFAIL" });
    expect(await send(link, { tryNumber: 2 })).toMatchObject({ errorClass: "recipient", scope: "recipient" });
  });

  it("refused with a status of theirs is what the settings say", async () => {
    const link = await rig.bound({ status_classes: { "0x0401": "credentials", "0x14": "credentials" } });
    rig.smsc.next({ status: 0x0401, body: "" }, { status: 0x14, body: "" });
    expect(await send(link)).toMatchObject({ errorClass: "credentials", providerCode: "0x0401" });
    expect(await send(link)).toMatchObject({ errorClass: "credentials", providerCode: "ESME_RMSGQFUL" });
  });

  it("unanswered when the connection is lost is in doubt, each of them; the next one has surely not left", async () => {
    const link = await rig.bound();
    rig.smsc.next("hang", "hang");
    const both = [send(link), send(link)];
    await rig.smsc.got("submit_sm", 2);
    rig.smsc.drop();
    const lost = { ok: false, scope: "provider", providerCode: "reset" };
    expect(await Promise.all(both)).toEqual([1, 2].map(() => ({ ...lost, errorClass: "ambiguous" })));
    expect(await send(link)).toEqual({ ...lost, errorClass: "transient", unasked: true });
    expect(await link.ended).toEqual({ ...lost, errorClass: "transient" });
  });

  it("that the SMSC takes for unbound makes a new bind needed", async () => {
    const link = await rig.bound();
    rig.smsc.next({ status: 0x04, body: "" });
    expect(await send(link)).toMatchObject({ errorClass: "transient", providerCode: "ESME_RINVBNDSTS" });
    await link.leaving;
    expect(await send(link)).toMatchObject({ errorClass: "transient", providerCode: "closed", unasked: true });
    expect(await link.ended).toMatchObject({ errorClass: "transient", providerCode: "closed" });
  });

  it("answered after its time is reported, and so are its receipts", async () => {
    const link = await rig.bound();
    rig.smsc.next("hang");
    const slow = send(link, {}, 50);
    const [submit] = await rig.smsc.got("submit_sm");
    expect(await slow).toMatchObject({ errorClass: "ambiguous", providerCode: "timeout" });
    const session = await rig.smsc.isBound();
    if (submit !== undefined) session.send(submit.response({ message_id: "A1" }));
    expect(await rig.smsc.deliver(receipt("id:A1 stat:DELIVRD"))).toBe(0);
    expect(rig.reports).toEqual([
      { providerMessageId: "A1", status: "sent", correlation: "att_1" },
      { providerMessageId: "A1", status: "delivered", correlation: "att_1" },
    ]);
  });

  it("goes encrypted where that is wanted", async () => {
    const tls = await new Smsc(certificate).listen();
    try {
      const link = await rig.bound({ port: tls.port, tls: true });
      expect(await send(link)).toMatchObject({ ok: true });
    } finally {
      await tls.close();
    }
  });
});
