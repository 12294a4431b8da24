import { createHmac } from "node:crypto";
import type { Description, ReportMap } from "../../../src/providers/http/description.ts";
import type { HttpSettings } from "../../../src/providers/http/settings.ts";
import type { HttpAnswer, ProviderIo, RawHook, RenderedMessage } from "../../../src/providers/provider.ts";
import { lend } from "../../support/provider-io.ts";
import { read, sms, smsSecrets } from "./description.ts";

export const message: RenderedMessage = {
  channel: "sms",
  to: "+6281100000001",
  code: "481516",
  text: "Kode 481516",
  user: null,
  locale: "id",
  ttlSeconds: 290,
  binding: null,
  correlation: "att_1",
  tryNumber: 1,
};

export function io(http: ProviderIo["http"]): ProviderIo {
  return lend({ http });
}

export const settings = (address: string): HttpSettings => ({
  base_url: address,
  timeout_ms: 5000,
  max_per_second: null,
  ambiguous_wait_seconds: 8,
  unreported_after_seconds: 86_400,
  charge_unreported: false,
  options: {},
});

export const answered = (text: string, changed: Partial<HttpAnswer> = {}): HttpAnswer => ({
  status: 200,
  headers: {},
  text,
  ...changed,
});

export function hook(
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  changed: Partial<RawHook> = {},
): RawHook {
  const url = "https://gateway.example/hooks/sms";
  return {
    method: "POST",
    url,
    headers,
    query: new URLSearchParams(),
    body: Buffer.from(body),
    token: null,
    receivedAt: 0,
    ...changed,
  };
}

export const signed = (body: string, algorithm = "sha256", encoding: "hex" | "base64" = "hex", prefix = "sha256=") => ({
  "x-signature": prefix + createHmac(algorithm, smsSecrets.hook_key).update(body).digest(encoding),
});

export const reportMap = mapOf(read(sms));
function mapOf({ reports }: Description): ReportMap {
  if (reports === undefined) throw new Error("the example has reports");
  return reports;
}
