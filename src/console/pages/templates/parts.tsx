import type { FC } from "hono/jsx";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { publicId } from "../../../kit/id.ts";
import type { Language } from "../../../kit/language.ts";
import { Badge, Tabs, type Tone } from "../../parts/text.tsx";
import type { Frame, View } from "../../view.ts";
import { variantPath } from "./open.ts";
import type { Variant } from "./content.ts";
import { ruleInWords } from "./finding-words.ts";
import { templateWords } from "./words.ts";

export type Finding = components["schemas"]["Finding"];

const statusTones: Record<string, Tone> = {
  approved: "good",
  pending: "info",
  rejected: "bad",
  paused: "warn",
  disabled: "bad",
  unbound: "warn",
};

/** What a provider says of a template, by a word and not by its colour alone. */
export const Status: FC<{ language: Language; status: string; provider?: string; reason?: string | null }> = (
  props,
) => {
  const { language, status, provider, reason } = props;
  const word = templateWords[language].status[status] ?? status;
  return (
    <Badge tone={statusTones[status] ?? "plain"} {...(reason == null ? {} : { title: reason })}>
      {provider === undefined ? word : `${provider}: ${word}`}
    </Badge>
  );
};

export const severityTones = { error: "bad", warning: "warn", info: "info" } as const;

/** Where it is, what it is and why it matters, the worst first. */
export const Findings: FC<{ language: Language; findings: readonly Finding[] }> = ({ language, findings }) => {
  const words = templateWords[language];
  const order = ["error", "warning", "info"] as const;
  const sorted = order.flatMap((severity) => findings.filter((one) => (one.severity ?? "warning") === severity));
  return (
    <ul class="findings">
      {sorted.map(({ path, message, rule, severity = "warning" }) => {
        const said = ruleInWords(rule, language);
        return (
          <li>
            <Badge tone={severityTones[severity]}>{words.severity[severity]}</Badge>
            <span>
              {said === null ? null : <strong>{said}. </strong>}
              <span {...(said === null ? {} : { class: "soft small", lang: "en" })}>
                <code>{path}</code> {message}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
};

export const TemplateTabs: FC<{ frame: Frame }> = ({ frame }) => {
  const { title, tabs } = templateWords[frame.language];
  return (
    <Tabs
      frame={frame}
      label={title}
      tabs={[
        { path: "/templates", name: tabs.list },
        { path: "/templates/providers", name: tabs.providers },
        { path: "/templates/file", name: tabs.file },
      ]}
    />
  );
};

export const VariantTabs: FC<{ frame: Frame; variant: Variant }> = ({ frame, variant }) => {
  const { title, tabsOf } = templateWords[frame.language];
  return (
    <Tabs
      frame={frame}
      label={title}
      tabs={[
        { path: variantPath(variant), name: tabsOf.editor },
        { path: variantPath(variant, "/versions"), name: tabsOf.versions },
        { path: variantPath(variant, "/approval"), name: tabsOf.bindings },
      ]}
    />
  );
};

export function titleOf({ key, channel, locale }: Variant, language: Language): string {
  return `${key} · ${templateWords[language].channels[channel]} · ${locale}`;
}

/** Who is looking is named; of others their id, which the audit trail knows. */
export function whoIs(view: View, actor: string): string {
  return actor === publicId("user", view.session.userId) ? view.session.userName : actor;
}
