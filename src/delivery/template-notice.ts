import { templateId, type TenantConfig } from "../settings/snapshot.ts";
import type { TemplateNews } from "./template-news-rows.ts";
import type { Notice } from "./operators.ts";

const words = {
  id: { paused: "dijeda", rejected: "ditolak", disabled: "dinonaktifkan" },
  en: { paused: "paused", rejected: "rejected", disabled: "disabled" },
};
const MOST_NAMES = 3;

/**
 * Pure: one SMS long where names are not, in the tenant's language. Several templates are of one provider and in one
 * state.
 */
export function templateNotice(news: readonly TemplateNews[], tenant: TenantConfig): Notice {
  const [first] = news;
  if (first === undefined) throw new Error("nothing to tell");
  const { provider, status } = first;
  const { default_locale: locale } = tenant.settings;
  const names = news.slice(0, MOST_NAMES).map((one) => templateId(one.key, one.channel, one.locale));
  const more = news.length - names.length;
  const listed = names.join(", ");
  const why = news.length > 1 || first.reason === null ? "" : ` (${first.reason.slice(0, 40)})`;
  if (locale === "id" || locale.startsWith("id-")) {
    const what = `templat ${listed}${more === 0 ? "" : ` dan ${more} lainnya`}`;
    if (status === "approved") {
      const text = `Gerbang: ${what} disetujui lagi di ${provider} dan dipakai kembali.`;
      return { kind: "template", subject: `Gerbang: ${what} dipakai kembali`, text };
    }
    const subject = `Gerbang: ${what} ${words.id[status]} di ${provider}`;
    return { kind: "template", subject, text: `${subject}${why}. Dialihkan bila ada jalan lain.` };
  }
  const [is, serves] = news.length > 1 ? ["are", "serve"] : ["is", "serves"];
  const what = `template${news.length > 1 ? "s" : ""} ${listed}${more === 0 ? "" : ` and ${more} more`}`;
  if (status === "approved") {
    const text = `Gerbang: ${what} ${is} approved again at ${provider} and ${serves} again.`;
    return { kind: "template", subject: `Gerbang: ${what} ${serves} again`, text };
  }
  const subject = `Gerbang: ${what} ${is} ${words.en[status]} at ${provider}`;
  return { kind: "template", subject, text: `${subject}${why}. Messages go another way where there is one.` };
}
