import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { dataOf, problemOf, Refused } from "../../api.ts";
import { Confirm, Field, Form, once, textOf } from "../../parts/form.tsx";
import { Pager, Table, type Column } from "../../parts/table.tsx";
import { Badge, Time } from "../../parts/text.tsx";
import { done, show } from "../../show.tsx";
import { here, type ConsoleEnv, type View } from "../../view.ts";
import type { Variant } from "./content.ts";
import { Difference } from "./diff.tsx";
import { mayWrite, openVariant, variantAddress, variantOf, variantPath, type Opened } from "./open.ts";
import { titleOf, VariantTabs, whoIs } from "./parts.tsx";
import { versionWords } from "./version-words.ts";

type Version = components["schemas"]["TemplateVersion"];

const path = "/templates/:key/:channel/:locale";
const api = "/v1/templates/{key}/{channel}/{locale}";

/** Who made which version when, what it changed, and the way back to it. */
export function templateVersionPages(app: Hono<ConsoleEnv>): void {
  app.get(`${path}/versions`, async (c) => {
    const { view } = c.var;
    const variant = variantOf(c);
    const words = versionWords[view.language];
    const query = { limit: 50, cursor: view.query.get("cursor") ?? undefined };
    const [opened, listed] = await Promise.all([
      openVariant(view, variant),
      view.api.GET(`${api}/versions`, { params: { path: variant, query } }),
    ]);
    // A draft may be all there is.
    const page = listed.response.status === 404 ? { data: [], next_cursor: null } : dataOf(listed);
    return show(c, {
      title: titleOf(variant, view.language),
      content: (
        <>
          <VariantTabs frame={view} variant={variant} />
          {page.data.length === 0 ? null : await Compared({ view, variant, versions: page.data, opened })}
          <Table
            rows={page.data}
            columns={columns(view, opened)}
            caption={words.version}
            empty={<p>{words.empty}</p>}
          />
          <Pager frame={view} next={page.next_cursor} />
        </>
      ),
    });
  });

  app.post(`${path}/rollback`, async (c) => {
    const { view } = c.var;
    const variant = variantOf(c);
    const values = await textOf(c);
    const header = { ...once(values), "If-Match": values["etag"] };
    const body = { version: Number(values["version"]) };
    const problem = problemOf(await view.api.POST(`${api}/rollback`, { params: { path: variant, header }, body }));
    if (problem !== null) throw new Refused(problem);
    return done(c, variantPath(variant), "rolledBack");
  });
}

interface ComparedProps {
  view: View;
  variant: Variant;
  versions: readonly Version[];
  opened: Opened;
}

const DRAFT = "draft";

/** Two versions, or a version and the draft: chosen by the page's address. */
async function Compared({ view, variant, versions, opened }: ComparedProps) {
  const words = versionWords[view.language];
  const newest = versions[0]?.version ?? 1;
  const to = view.query.get("to") ?? (opened.draft === null ? String(newest) : DRAFT);
  const from = view.query.get("from") ?? String(to === DRAFT ? newest : Math.max(1, Number(to) - 1));
  const options = versions.map(({ version }) => ({ value: String(version), label: words.named(version) }));
  const draft = opened.draft === null ? [] : [{ value: DRAFT, label: words.namedDraft }];
  const [older, newer] = await Promise.all([contentOf(view, opened, from), contentOf(view, opened, to)]);
  const named = (which: string): string => (which === DRAFT ? words.namedDraft : words.named(Number(which)));
  return (
    <section class="card" id="difference">
      <form class="filters" method="get" action={variantAddress(view, variant, "/versions")}>
        <Field name="from" label={words.before} value={from} options={options} />
        <Field name="to" label={words.after} value={to} options={[...draft, ...options]} />
        <button class="plain">{words.compare}</button>
      </form>
      <h2>{words.diffTitle(named(from), named(to))}</h2>
      <Difference language={view.language} from={older} to={newer} />
    </section>
  );
}

async function contentOf(view: View, { variant, draft }: Opened, which: string): Promise<Record<string, unknown>> {
  if (which === DRAFT && draft !== null) return draft;
  const path_ = { ...variant, version: Number(which) };
  return dataOf(await view.api.GET(`${api}/versions/{version}`, { params: { path: path_ } }));
}

function columns(view: View, { variant, template, etag }: Opened): Column<Version>[] {
  const words = versionWords[view.language];
  const isUsed = (version: number): boolean => template !== null && template.version === version;
  return [
    {
      head: words.version,
      cell: ({ version }) => (
        <>
          <a
            href={here(view, { from: String(Math.max(1, version - 1)), to: String(version) })}
            title={words.whatChanged(String(version))}
          >
            {words.named(version)}
          </a>{" "}
          {isUsed(version) ? <Badge tone="good">{words.current}</Badge> : null}
        </>
      ),
    },
    {
      head: words.change,
      cell: ({ change, from_version: from }) =>
        from === null ? words.changes[change] : `${words.changes[change]} ${words.fromVersion(from)}`,
    },
    { head: words.who, cell: ({ actor }) => <span class="mono">{whoIs(view, actor)}</span> },
    { head: words.at, cell: ({ at }) => <Time view={view} at={at} /> },
    {
      head: words.actions,
      quiet: true,
      cell: ({ version }) =>
        isUsed(version) || template?.shared === true || !mayWrite(view) ? (
          ""
        ) : (
          <Confirm label={words.back} tight>
            <Form action={variantAddress(view, variant, "/rollback")}>
              <input type="hidden" name="version" value={version} />
              <input type="hidden" name="etag" value={etag} />
              <p>{words.backAsk(version)}</p>
              <button>{words.backYes}</button>
            </Form>
          </Confirm>
        ),
    },
  ];
}
