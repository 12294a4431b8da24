import type { Hono } from "hono";
import { dataOf, problemOf } from "../../api.ts";
import { only } from "../../may.ts";
import { textOf, untouched } from "../../parts/form.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { Badge, count } from "../../parts/text.tsx";
import { fieldErrors } from "../../problem-words.ts";
import { show } from "../../show.tsx";
import { address, type ConsoleEnv, type View } from "../../view.ts";
import { deliveryPages } from "./delivery.tsx";
import { patternName } from "./event-words.ts";
import { webhookDocument, WebhookForm, webhookValues } from "./form.tsx";
import { Health, type Webhook } from "./health.tsx";
import { onePages } from "./one.tsx";
import { ShownSecret, secretPages } from "./secrets.tsx";
import { webhookWords } from "./words.ts";

/** Where the ERP is told what happens, how that goes, and what it missed told again. */
export function webhookPages(app: Hono<ConsoleEnv>): void {
  app.get("/webhooks", async (c) => {
    const { view } = c.var;
    const words = webhookWords[view.language];
    const { data } = dataOf(await view.api.GET("/v1/webhooks", { params: { query: { limit: 200 } } }));
    return show(c, {
      title: words.title,
      ...(view.session.role === "auditor"
        ? {}
        : {
            aside: (
              <a class="button" href={address(view, "/webhooks/new")}>
                {words.create}
              </a>
            ),
          }),
      done: { removed: words.removed },
      content: (
        <>
          <p class="soft">{words.intro}</p>
          {data.some(({ shared }) => shared) ? <p class="note info">{words.sharedText}</p> : null}
          <Table rows={data} columns={columns(view)} caption={words.title} empty={<p>{words.empty}</p>} />
        </>
      ),
    });
  });

  app.get("/webhooks/new", async (c) => {
    const { view } = c.var;
    only(view, "ops");
    const state = untouched(webhookValues({ events: ["*"], state: "on" }));
    return show(c, {
      title: webhookWords[view.language].new,
      content: <WebhookForm view={view} name={null} state={state} tag="" problem={null} />,
    });
  });

  app.post("/webhooks/new", async (c) => {
    const { view } = c.var;
    const words = webhookWords[view.language];
    const values = await textOf(c);
    // Of a name that can't be one in an address the API is asked by another that can't be one either.
    const name = values["name"] || "-";
    const header = { "If-None-Match": "*" };
    const body = webhookDocument(values);
    const answer = await view.api.PUT("/v1/webhooks/{name}", { params: { path: { name }, header }, body });
    const problem = problemOf(answer);
    if (problem !== null) {
      const state = { values, errors: fieldErrors(problem, view.language) };
      return show(c, {
        title: words.new,
        status: 422,
        content: <WebhookForm view={view} name={null} state={state} tag="" problem={problem} />,
      });
    }
    const { secret } = dataOf(answer);
    return show(c, {
      title: words.secrets.shownTitle,
      content: <ShownSecret view={view} webhook={name} secret={secret} />,
    });
  });

  onePages(app);
  secretPages(app);
  deliveryPages(app);
}

function columns(view: View): Column<Webhook>[] {
  const words = webhookWords[view.language];
  return [
    {
      head: words.name,
      cell: ({ name, shared, url }) => (
        <>
          {shared ? name : <a href={address(view, `/webhooks/to/${name}`)}>{name}</a>}
          <div class="soft small mono">{shared ? words.shared : url}</div>
        </>
      ),
    },
    { head: words.state, cell: (webhook) => <Health view={view} webhook={webhook} /> },
    {
      head: words.events,
      cell: ({ events }) => events.map((pattern) => patternName(pattern, view.language, words.every)).join(", "),
    },
    {
      head: words.pending,
      number: true,
      cell: ({ pending }) => (pending === undefined ? "" : count(pending, view.language)),
    },
    {
      head: words.dead,
      number: true,
      cell: ({ name, dead = 0 }) =>
        dead === 0 ? (
          count(0, view.language)
        ) : (
          <a href={address(view, `/webhooks/to/${name}`, { status: "dead" })}>
            <Badge tone="bad">{count(dead, view.language)}</Badge>
          </a>
        ),
    },
  ];
}
