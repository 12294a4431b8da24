import type { Context } from "hono";
import type { Ctx } from "../../context.ts";
import { readPageToken, wayBack, type WayBack } from "../../otp/hosted.ts";
import type { Hosted, OtpView } from "../../otp/model.ts";
import { readOtp } from "../../otp/read.ts";
import { pageActor } from "../../tenants/actor.ts";
import type { Gateway } from "../../wire.ts";
import type { Env } from "../endpoint.ts";
import { pageLanguage } from "./language.ts";
import type { Frame } from "./page.ts";

/** The script's name, where pages have their tokens. */
export const SCRIPT = "page.js";

/** An OTP's page, opened by its token. */
export interface Opened {
  ctx: Ctx;
  view: OtpView;
  hosted: Hosted;
  back: WayBack;
  frame: Frame;
}

/** Null: it is no page of ours. */
export async function openPage(gateway: Gateway, c: Context<Env>): Promise<Opened | null> {
  const token = c.req.param("token") ?? "";
  const ref = readPageToken(gateway.keyring, token);
  const tenant = ref === null ? undefined : gateway.settings.current.tenants.get(ref.tenantId);
  if (ref === null || tenant === undefined) return null;
  const view = await readOtp(gateway, ref.tenantId, ref.otpId);
  const { via, locale } = view.otp;
  if (via?.hosted === undefined) throw new Error("a page of an OTP that has none");
  const { brand, default_locale: tenantLocale } = tenant.settings;
  const frame = frameOf(gateway, c, via.brand ?? brand, token, locale, tenantLocale);
  const ctx = { tenant, actor: pageActor, requestId: c.get("requestId") };
  return { ctx, view, hosted: via.hosted, back: wayBack(gateway.keyring, tenant.id, via.hosted), frame };
}

export function frameOf(
  gateway: Gateway,
  c: Context<Env>,
  brand: string,
  token: string,
  locale: string,
  tenantLocale: string,
): Frame {
  // A proxy may serve us below a path of its own.
  const base = new URL(gateway.config.publicUrl).pathname.replace(/\/$/, "");
  const language = pageLanguage(c.req.query("lang"), locale, c.req.header("accept-language") ?? "", tenantLocale);
  return { language, brand, path: `${base}/p/${token}`, script: `${base}/p/${SCRIPT}` };
}
