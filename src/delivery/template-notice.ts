import { templateId, type TenantConfig } from "../settings/snapshot.ts";
import type { TemplateNews } from "./template-news-rows.ts";
import type { Notice } from "./operators.ts";

const words = {
  id: { paused: "dijeda", rejected: "ditolak", disabled: "dinonaktifkan" },
  en: { paused: "is paused", rejected: "is rejected", disabled: "is disabled" },
};

/** Pure: one SMS long where names are not, in the tenant's language. */
export function templateNotice(news: TemplateNews, tenant: TenantConfig): Notice {
  const { provider, status } = news;
  const { default_locale: locale } = tenant.settings;
  const id = templateId(news.key, news.channel, news.locale);
  const why = news.reason === null ? "" : ` (${news.reason.slice(0, 40)})`;
  if (locale === "id" || locale.startsWith("id-")) {
    if (status === "approved") {
      const text = `Gerbang: templat ${id} disetujui lagi di ${provider} dan dipakai kembali.`;
      return { kind: "template", subject: `Gerbang: templat ${id} dipakai kembali`, text };
    }
    return {
      kind: "template",
      subject: `Gerbang: templat ${id} ${words.id[status]} di ${provider}`,
      text: `Gerbang: templat ${id} ${words.id[status]} di ${provider}${why}. Dialihkan bila ada jalan lain.`,
    };
  }
  if (status === "approved") {
    const text = `Gerbang: template ${id} is approved again at ${provider} and serves again.`;
    return { kind: "template", subject: `Gerbang: template ${id} serves again`, text };
  }
  return {
    kind: "template",
    subject: `Gerbang: template ${id} ${words.en[status]} at ${provider}`,
    text: `Gerbang: template ${id} ${words.en[status]} at ${provider}${why}. Messages go another way where there is one.`,
  };
}
