import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import type { Problem } from "../../../http/problem.ts";
import type { TenantDocument } from "../../../settings/documents.ts";
import { dataOf, problemOf } from "../../api.ts";
import { withoutRow } from "../../form-rows.ts";
import { only } from "../../may.ts";
import { Findings, type Finding } from "../../parts/findings.tsx";
import { Field, textOf, untouched, type FormState } from "../../parts/form.tsx";
import { ROW_LESS, ROW_MORE } from "../../parts/rows.tsx";
import { SearchForm } from "../../parts/search-form.tsx";
import { Pager } from "../../parts/table.tsx";
import { fieldErrors } from "../../problem-words.ts";
import { done, show } from "../../show.tsx";
import { unclearAmounts } from "../../typed-amount.ts";
import { address, type ConsoleEnv, type PageContext } from "../../view.ts";
import { words as common } from "../../words.ts";
import { actingRoutes, managesTenants } from "./acting.ts";
import { amountFields, documentOf, errorsAt, valuesOf, withAlert } from "./form-values.ts";
import { TenantForm } from "./form.tsx";
import { TenantList } from "./list.tsx";
import { tenantWords } from "./words.ts";

export type Tenant = components["schemas"]["Tenant"];

/** Who is billed, with their settings; and a look at the console as another of them. */
export function tenantPages(app: Hono<ConsoleEnv>): void {
  actingRoutes(app);

  app.get("/tenants", async (c) => {
    const { view } = c.var;
    const words = tenantWords[view.language];
    const { query } = view;
    const q = query.get("q") ?? "";
    const asked = { q: q || undefined, cursor: query.get("cursor") ?? undefined };
    const tenants = dataOf(await view.api.GET("/v1/tenants", { params: { query: asked } }));
    return show(c, {
      title: words.title,
      ...(managesTenants(view)
        ? {
            aside: (
              <a class="button" href={address(view, "/tenants/new")}>
                {words.create}
              </a>
            ),
          }
        : {}),
      done: { created: words.created, left: words.left },
      content: (
        <>
          <p class="soft">{words.intro}</p>
          <SearchForm frame={view} path="/tenants" list="tenants">
            <Field name="q" type="search" label={words.search} value={q} wide />
            <button class="plain">{common[view.language].filter}</button>
          </SearchForm>
          <div id="tenants">
            <TenantList view={view} tenants={tenants.data} />
            <Pager frame={view} next={tenants.next_cursor} />
          </div>
        </>
      ),
    });
  });

  app.get("/tenants/new", async (c) => {
    only(c.var.view);
    return showForm(c, { name: null, tag: "", state: untouched(valuesOf(fresh)) });
  });

  app.post("/tenants/new", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const rows = rowsChanged(values);
    if (rows !== null) return showForm(c, { name: null, tag: "", state: untouched(rows) });
    const name = values["name"] ?? "";
    // Of a name that can't be one in an address the API is asked by another that can't be one either.
    const path = { name: name === "" ? "-" : name };
    const header = { "If-None-Match": "*" };
    const answer = await view.api.PUT("/v1/tenants/{name}", { params: { path, header }, body: documentOf(values) });
    const problem = problemOf(answer);
    if (problem === null) return saved(c, name, "/tenants", "created", dataOf(answer).findings);
    return showForm(c, { name: null, tag: "", state: refused(c, problem, values), problem });
  });

  app.get("/tenants/settings/:name", async (c) => {
    const { tenant, tag } = await readTenant(c, c.req.param("name"));
    return showForm(c, { name: tenant.name, tag, state: untouched(valuesOf(tenant as TenantDocument)) });
  });

  app.post("/tenants/settings/:name", async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const name = c.req.param("name");
    const tag = values["tag"] ?? "";
    const rows = rowsChanged(values);
    if (rows !== null) return showForm(c, { name, tag, state: untouched(rows) });
    const header = { "If-Match": tag };
    const body = documentOf(values);
    const answer = await view.api.PUT("/v1/tenants/{name}", { params: { path: { name }, header }, body });
    const problem = problemOf(answer);
    if (problem === null) return saved(c, name, `/tenants/settings/${name}`, "saved", dataOf(answer).findings);
    return showForm(c, { name, tag, state: refused(c, problem, values), problem });
  });
}

/** What the API takes where a new one says nothing, so that the form shows it. */
const fresh: TenantDocument = {
  brand: "",
  default_locale: "id",
  time_zone: "Asia/Jakarta",
  central_recipients: [],
  central_unnamed: false,
  resend_code: "same",
  low_threshold: "50000",
  low_runway_hours: 24,
  alert_to: [],
  credit_line: "0",
  topup_approval: false,
  return_urls: [],
};

/** Null: it is not about rows, but to be saved. */
function rowsChanged(given: Record<string, string>): Record<string, string> | null {
  const { [ROW_MORE]: add, [ROW_LESS]: remove, ...values } = given;
  if (add !== undefined) return withAlert(values);
  return remove === undefined ? null : withoutRow(values, remove);
}

function refused(c: PageContext, problem: Problem, values: Record<string, string>): FormState {
  const { language } = c.var.view;
  const unclear = unclearAmounts(values, amountFields, language);
  return { values, errors: new Map([...errorsAt(fieldErrors(problem, language), values), ...unclear]) };
}

/** On to `path`; what the save left to be put right is shown at once, as no later page knows of it. */
async function saved(
  c: PageContext,
  name: string,
  path: string,
  what: string,
  findings: readonly Finding[],
): Promise<Response> {
  if (findings.length === 0) return done(c, path, what);
  const { tenant, tag } = await readTenant(c, name);
  return showForm(c, { name, tag, state: untouched(valuesOf(tenant as TenantDocument)), findings });
}

async function readTenant(c: PageContext, name: string): Promise<{ tenant: Tenant; tag: string }> {
  const answer = await c.var.view.api.GET("/v1/tenants/{name}", { params: { path: { name } } });
  return { tenant: dataOf(answer), tag: answer.response.headers.get("etag") ?? "" };
}

interface Shown {
  name: string | null;
  tag: string;
  state: FormState;
  problem?: Problem;
  findings?: readonly Finding[];
}

function showForm(c: PageContext, { name, tag, state, problem, findings = [] }: Shown): Promise<Response> {
  const { view } = c.var;
  const words = tenantWords[view.language];
  return show(c, {
    title: name === null ? words.createTitle : words.settingsOf(name),
    status: problem === undefined ? 200 : 422,
    done: { saved: words.saved },
    aside: (
      <a class="button plain" href={address(view, "/tenants")}>
        {words.back}
      </a>
    ),
    content: (
      <>
        <Findings intro={words.findings} findings={findings} />
        <TenantForm view={view} name={name} state={state} tag={tag} problem={problem ?? null} />
      </>
    ),
  });
}
