import { describe, expect, test } from "vitest";
import { claimedType, cleanName, proofTypeOf } from "../../src/ledger/proof-type.ts";

describe("what a proof file is", () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
  test.each([
    ["%PDF-1.7\n", "application/pdf"],
    [png, "image/png"],
    [Buffer.from([0xff, 0xd8, 0xff, 0xe0]), "image/jpeg"],
    ["<html>%PDF-1.7", null],
    ["%PDF", null],
    [png.subarray(0, 7), null],
    ["GIF89a", null],
    ["", null],
  ])("is read from how it begins (%#)", (content, type) => {
    expect(proofTypeOf(Buffer.from(content as string))).toBe(type);
  });

  test.each([
    ["", null],
    ["application/octet-stream", null],
    ["image/JPG; q=1", "image/jpeg"],
    ["Application/PDF", "application/pdf"],
    ["text/html", "text/html"],
  ])("a sender's %j claims %j", (given, claimed) => expect(claimedType(given)).toBe(claimed));

  test.each([
    ["transfer BCA 22 Nov.pdf", "transfer BCA 22 Nov.pdf"],
    ["../../etc/passwd", "passwd.pdf"],
    ["C:\\Users\\budi\\slip.PNG", "slip.pdf"],
    ['a"; rm -rf $HOME\r\n.pdf', "a rm -rf HOME.pdf"],
    ["invoice\u202Efdp.exe", "invoicefdp.pdf"],
    [".htaccess", "htaccess.pdf"],
    ["   ", "proof.pdf"],
    ["", "proof.pdf"],
    ["bukti transfer – Ámanda.jpeg", "bukti transfer – Ámanda.pdf"],
    ["x".repeat(300), `${"x".repeat(100)}.pdf`],
  ])("the name %j is kept as %j", (given, kept) => expect(cleanName(given, "application/pdf")).toBe(kept));
});
