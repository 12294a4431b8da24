import type { TenantConfig } from "../settings/snapshot.ts";
import type { Trouble } from "./failovers.ts";
import type { Notice } from "./operators.ts";

/** Pure: one SMS long where names are not, in the tenant's language and time. */
export function troubleNotice(trouble: Trouble, tenant: TenantConfig): Notice {
  const { provider, messages } = trouble;
  const { default_locale: locale, time_zone: timeZone } = tenant.settings;
  const at = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(trouble.since);
  // "breaker open since 2026-…": the moment is said once.
  const reason = trouble.reason.replace(/ since \S+$/, "");
  const where = `/v1/providers/${provider}`;
  if (locale === "id" || locale.startsWith("id-")) {
    return {
      kind: "provider",
      subject: `Gerbang: penyedia ${provider} bermasalah`,
      text: `Gerbang: penyedia ${provider} bermasalah (${reason}), ${messages} pesan sejak ${at}. Dialihkan bila ada jalan lain. Lihat ${where}`,
    };
  }
  const were = messages === 1 ? "1 message" : `${messages} messages`;
  return {
    kind: "provider",
    subject: `Gerbang: provider ${provider} is failing`,
    text: `Gerbang: provider ${provider} is failing (${reason}), ${were} since ${at}. They go another way where there is one. See ${where}`,
  };
}
