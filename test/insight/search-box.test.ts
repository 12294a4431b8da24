import { expect, test } from "vitest";
import { readingsOf } from "../../src/insight/search-box.ts";

const id = "0199f0c2a1b27c3d8e4f5a6b7c8d9e0f";
const number = "+6281234567890";

test.each<[string, [string, string][]]>([
  [
    "081234567890",
    [
      ["to", number],
      ["provider_message_id", "081234567890"],
      ["user", "081234567890"],
    ],
  ],
  ["  0812-3456-7890 ", [["to", number]]],
  ["+62 812 3456 7890", [["to", number]]],
  ["tel:+6281234567890", [["to", number]]],
  ["whatsapp:+6281234567890", [["to", number]]],
  ["6281234567890@c.us", [["to", number]]],
  ["6281234567890@s.whatsapp.net", [["to", number]]],
  ['"081234567890",', [["to", number]]],
  ["6281234567890:12@s.whatsapp.net", [["to", number]]],
  ["https://wa.me/6281234567890?text=hi", [["to", number]]],
  ["wa.me/+6281234567890", [["to", number]]],
  ["０８１２３４５６７８９０", [["to", number]]],
  [
    "Budi (kasir)",
    [
      ["provider_message_id", "Budi (kasir)"],
      ["provider_message_id", "Budi (kasir"],
      ["user", "Budi (kasir)"],
    ],
  ],
  [
    "tel:99",
    [
      ["provider_message_id", "tel:99"],
      ["provider_message_id", "99"],
      ["user", "tel:99"],
    ],
  ],
  [
    "12**34",
    [
      ["provider_message_id", "12**34"],
      ["user", "12**34"],
    ],
  ],
  [
    "Budi@Example.com",
    [
      ["to", "budi@example.com"],
      ["provider_message_id", "Budi@Example.com"],
      ["user", "Budi@Example.com"],
    ],
  ],
  ["mailto:budi@example.com", [["to", "budi@example.com"]]],
  [`otp_${id}`, [["otp", `otp_${id}`]]],
  [`MSG_${id.toUpperCase()}`, [["message", `msg_${id}`]]],
  ["wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABEYEjk=", [["provider_message_id", "wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABEYEjk="]]],
  ["SM0123456789abcdef0123456789abcdef", [["provider_message_id", "SM0123456789abcdef0123456789abcdef"]]],
  [
    "10023",
    [
      ["provider_message_id", "10023"],
      ["user", "10023"],
    ],
  ],
  [
    "budi",
    [
      ["provider_message_id", "budi"],
      ["user", "budi"],
    ],
  ],
])("%s", (text, expected) => {
  const readings = readingsOf(text, "ID").map(({ as, value }) => [as, value]);
  expect(readings.slice(0, expected.length)).toEqual(expected);
});

test("ids of ours mean one thing alone; a masked number means nothing that can be found", () => {
  expect(readingsOf(`otp_${id}`, "ID")).toHaveLength(1);
  expect(readingsOf("+62812****7890", "ID")).toEqual([]);
});
