import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkUrlTarget, isAllowedTarget } from "../../src/kit/address.ts";

const loopback = ["127.0.0.0/8", "::1/128"];
const everything = ["0.0.0.0/0", "::/0"];

describe("isAllowedTarget", () => {
  it.each([
    "8.8.8.8",
    "1.1.1.1",
    "157.240.1.1",
    "2606:4700::1111",
    "2a03:2880::1",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
  ])("lets the public address %s through", (ip) => expect(isAllowedTarget(ip, [])).toBe(true));

  it.each([
    ["loopback", ["127.0.0.1", "127.255.255.254", "::1"]],
    ["private", ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"]],
    ["link-local", ["169.254.169.254", "fe80::1", "febf::1"]],
    ["unique-local", ["fc00::1", "fd00:ec2::254"]],
    ["carrier-grade NAT", ["100.64.0.1", "100.127.255.255"]],
    ["multicast", ["224.0.0.1", "239.255.255.255", "ff02::1"]],
    ["unspecified", ["0.0.0.0", "0.1.2.3", "::"]],
    ["broadcast", ["255.255.255.255"]],
    [
      "reserved and documentation",
      ["240.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "192.0.0.8"],
    ],
    ["reserved IPv6", ["2001:db8::1", "3fff::1", "100::1", "4000::1", "fec0::1", "5f00::1"]],
    ["IPv4-mapped", ["::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"]],
    [
      "IPv4 in other wrappings",
      ["::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "::ffff:0:7f00:1"],
    ],
  ])("refuses %s addresses", (_, ips) => {
    for (const ip of ips) expect(isAllowedTarget(ip, []), ip).toBe(false);
  });

  it("opens exactly what is listed", () => {
    expect(isAllowedTarget("127.0.0.1", loopback)).toBe(true);
    expect(isAllowedTarget("::1", loopback)).toBe(true);
    expect(isAllowedTarget("::ffff:127.0.0.1", loopback)).toBe(true);
    expect(isAllowedTarget("10.0.0.1", loopback)).toBe(false);
    expect(isAllowedTarget("10.1.2.3", ["10.1.0.0/16"])).toBe(true);
    expect(isAllowedTarget("10.2.2.3", ["10.1.0.0/16"])).toBe(false);
    expect(isAllowedTarget("10.0.0.5", ["10.0.0.5"])).toBe(true);
    expect(isAllowedTarget("fd12::7", ["fd12::/16"])).toBe(true);
  });

  it.each([
    "169.254.169.254",
    "169.254.0.1",
    "fe80::1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::",
    "::a9fe:a9fe",
  ])("never opens the link-local %s, whatever is listed", (ip) =>
    expect(isAllowedTarget(ip, [...everything, "169.254.0.0/16", "fe80::/10"])).toBe(false),
  );

  it.each(["", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "010.0.0.1", "1.2.3.4/32", "1.2.3.4 ", "[::1]"])(
    "refuses %j, which is no plain address",
    (text) => expect(isAllowedTarget(text, everything)).toBe(false),
  );

  it("is opened by no entry that can't be read", () => {
    expect(isAllowedTarget("10.0.0.1", ["", "10.0.0.0/99", "nonsense", "*"])).toBe(false);
  });

  it("judges an IPv4-mapped address as the IPv4 address", () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        expect(isAllowedTarget(`::ffff:${ip}`, loopback)).toBe(isAllowedTarget(ip, loopback));
      }),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), fc.array(fc.string()), (ip, allowed) => void isAllowedTarget(ip, allowed)));
    fc.assert(fc.property(fc.ipV6(), (ip) => void isAllowedTarget(ip, everything)));
  });
});

describe("checkUrlTarget", () => {
  it.each([
    "https://graph.facebook.com",
    "https://8.8.8.8/x",
    "http://[2606:4700::1111]:8080/",
    "https://xn--e1afmkfd.example",
  ])("lets %s be saved", (url) => expect(checkUrlTarget(url, [])).toBeNull());

  it.each([
    "http://127.0.0.1:8080",
    "http://127.1/",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://１２７.0.0.1/",
    "http://127.0.0.1./",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://user:pass@10.0.0.1/",
    "http://169.254.169.254/latest",
    "http://localhost:3000",
    "http://LOCALHOST./",
    "http://x.localhost/",
  ])("refuses %s at once", (url) => expect(checkUrlTarget(url, [])).toBe("target_not_allowed"));

  it("lets loopback be saved where it is allowed, and the metadata service nowhere", () => {
    expect(checkUrlTarget("http://127.0.0.1:8080", loopback)).toBeNull();
    expect(checkUrlTarget("http://localhost:8080", loopback)).toBeNull();
    expect(checkUrlTarget("http://[::1]:8080", loopback)).toBeNull();
    expect(checkUrlTarget("http://169.254.169.254/", everything)).toBe("target_not_allowed");
  });

  it.each(["", "graph.facebook.com", "http://", "http://[fe80::1%25eth0]/", "mailto:a@b"])("says %j is no URL", (url) =>
    expect(checkUrlTarget(url, [])).toBe("not_a_url"),
  );
});
