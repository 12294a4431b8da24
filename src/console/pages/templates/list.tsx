import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { channels } from "../../../providers/provider.ts";
import { dataOf } from "../../api.ts";
import { Field } from "../../parts/form.tsx";
import { SearchForm } from "../../parts/search-form.tsx";
import { Pager, Table, type Column } from "../../parts/table.tsx";
import { Badge, Live, Time } from "../../parts/text.tsx";
import { show } from "../../show.tsx";
import { address, type ConsoleEnv, type View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { shapeOf, type Variant } from "./content.ts";
import { mayWrite, variantAddress } from "./open.ts";
import { severityTones, Status, TemplateTabs, type Finding } from "./parts.tsx";
import { ruleInWords } from "./finding-words.ts";
import { templateWords } from "./words.ts";

type Schemas = components["schemas"];
type Template = Schemas["Template"] & { findings?: Finding[] };

/** A variant with its version in use, its draft, or both. */
interface Row extends Variant {
  template: Template | null;
  draft: Schemas["ListedTemplateDraft"] | null;
}

export function templateListPage(app: Hono<ConsoleEnv>): void {
  app.get("/templates", async (c) => {
    const { view } = c.var;
    const words = templateWords[view.language];
    const q = view.query.get("q") || undefined;
    const channel = channels.find((known) => known === view.query.get("channel"));
    const cursor = view.query.get("cursor") ?? undefined;
    const [listed, drafts, keepers] = await Promise.all([
      view.api.GET("/v1/templates", { params: { query: { q, channel, cursor, findings: "true", limit: 50 } } }),
      view.api.GET("/v1/templates/drafts", { params: { query: { limit: 200 } } }),
      view.api.GET("/v1/templates/providers"),
    ]);
    const page = dataOf(listed);
    const rows = rowsOf(page.data, dataOf(drafts).data, {
      // Drafts without a version stand on the first page, and are found by their key.
      unpublished: cursor === undefined,
      matches: (one) => (channel === undefined || one.channel === channel) && (q === undefined || one.key.includes(q)),
    });
    return show(c, {
      title: words.title,
      done: { removed: words.editor.removed },
      aside: mayWrite(view) ? (
        <a class="button" href={address(view, "/templates/new")}>
          {words.fresh}
        </a>
      ) : undefined,
      content: (
        <>
          <TemplateTabs frame={view} />
          <Search view={view} />
          <Live frame={view} id="list" topics={["settings"]}>
            <Table
              rows={rows}
              columns={columns(view, dataOf(keepers).data)}
              caption={words.about}
              empty={<p>{words.empty}</p>}
            />
            <Pager frame={view} next={page.next_cursor} />
          </Live>
        </>
      ),
    });
  });
}

function rowsOf(
  templates: readonly Template[],
  drafts: readonly Schemas["ListedTemplateDraft"][],
  { unpublished, matches }: { unpublished: boolean; matches: (variant: Variant) => boolean },
): Row[] {
  const idOf = ({ key, channel, locale }: Variant): string => `${key}/${channel}/${locale}`;
  const drafted = new Map(drafts.map((draft) => [idOf(draft), draft]));
  const used = templates.map((template): Row => {
    const { key, channel, locale } = template;
    return { key, channel, locale, template, draft: drafted.get(idOf(template)) ?? null };
  });
  const fresh = drafts.filter((draft) => unpublished && draft.base_version === 0 && matches(draft));
  const known = new Set(used.map(idOf));
  const news = fresh
    .filter((draft) => !known.has(idOf(draft)))
    .map(({ key, channel, locale, ...rest }): Row => {
      return { key, channel, locale, template: null, draft: { key, channel, locale, ...rest } };
    });
  return [...news, ...used];
}

function Search({ view }: { view: View }) {
  const words = templateWords[view.language];
  const value = (name: string): string => view.query.get(name) ?? "";
  return (
    <SearchForm frame={view} path="/templates" list="list">
      <Field name="q" type="search" label={words.search} value={value("q")} wide />
      <Field
        name="channel"
        label={words.channel}
        value={value("channel")}
        options={[
          { value: "", label: words.anyChannel },
          ...channels.map((channel) => ({ value: channel, label: words.channels[channel] })),
        ]}
      />
      <button class="plain">{common[view.language].filter}</button>
      {view.query.size > 0 ? (
        <a class="button plain" href={address(view, "/templates")}>
          {common[view.language].clear}
        </a>
      ) : null}
    </SearchForm>
  );
}

function columns(view: View, keepers: readonly Schemas["TemplateProvider"][]): Column<Row>[] {
  const words = templateWords[view.language];
  return [
    {
      head: words.variant,
      cell: (row) => (
        <>
          <a href={variantAddress(view, row)}>
            <strong>{row.key}</strong> · {words.channels[row.channel]} · {row.locale}
          </a>
          <div class="soft small">{row.template === null ? "" : sayWords(row.template, words.vendorMakes)}</div>
        </>
      ),
    },
    {
      head: words.use,
      cell: ({ template, draft }) => (
        <div class="row tight-row">
          {template === null ? <Badge tone="warn">{words.unpublished}</Badge> : words.version(template.version)}
          {template?.shared === true ? <Badge>{words.shared}</Badge> : null}
          {draft === null ? null : (
            <span class="small">
              <Badge tone="info">{words.draft}</Badge> <Time view={view} at={draft.at} />
            </span>
          )}
        </div>
      ),
    },
    {
      head: words.approval,
      cell: (row) => {
        const stands = standing(row, keepers);
        if (stands.length === 0) return <span class="soft">{words.needsNone}</span>;
        return (
          <div class="row tight-row">
            {stands.map(({ provider, status, reason }) => (
              <span>
                <Status language={view.language} provider={provider} status={status} />
                {reason === null ? null : <div class="small soft">{reason}</div>}
              </span>
            ))}
          </div>
        );
      },
    },
    {
      head: words.linter,
      cell: ({ template }) => (template === null ? "" : <Said view={view} findings={template.findings ?? []} />),
    },
  ];
}

function sayWords(template: Template, vendorMakes: string): string {
  const text = shapeOf(template) === "text" ? (template.body ?? "") : vendorMakes;
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
}

/** What each provider says, and those that need a binding and have none. */
function standing({ channel, template }: Row, keepers: readonly Schemas["TemplateProvider"][]) {
  if (template === null) return [];
  const bound = Object.entries(template.bindings).map(([provider, { status, reason }]) => ({
    provider,
    status,
    reason,
  }));
  const missing = keepers.filter(
    ({ provider, channels: on }) => on.includes(channel) && !Object.hasOwn(template.bindings, provider),
  );
  return [...bound, ...missing.map(({ provider }) => ({ provider, status: "unbound", reason: null }))];
}

/** How many of each severity; what they are, opened. */
function Said({ view, findings }: { view: View; findings: readonly Finding[] }) {
  const words = templateWords[view.language];
  const severities = ["error", "warning", "info"] as const;
  const counted = severities.flatMap((severity) => {
    const these = findings.filter((one) => (one.severity ?? "warning") === severity);
    return these.length === 0 ? [] : [{ severity, these }];
  });
  if (counted.length === 0) return <Badge tone="good">{words.noFindings}</Badge>;
  return (
    <details class="more">
      <summary>
        {counted.map(({ severity, these }) => (
          <>
            <Badge tone={severityTones[severity]}>{words.count[severity](these.length)}</Badge>{" "}
          </>
        ))}
      </summary>
      <ul class="small">
        {findings.map(({ message, rule }) => (
          <li>{ruleInWords(rule, view.language) ?? message}</li>
        ))}
      </ul>
    </details>
  );
}
