import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { dataOf } from "../../api.ts";
import { Confirm, Form, once, textOf } from "../../parts/form.tsx";
import { Table } from "../../parts/table.tsx";
import { Copyable, Time } from "../../parts/text.tsx";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type View } from "../../view.ts";
import type { Webhook } from "./health.tsx";
import { webhookWords } from "./words.ts";

export function secretPages(app: Hono<ConsoleEnv>): void {
  app.post("/webhooks/to/:name/secrets", async (c) => {
    const { view } = c.var;
    const name = c.req.param("name");
    const header = once(await textOf(c));
    const made = dataOf(await view.api.POST("/v1/webhooks/{name}/secrets", { params: { path: { name }, header } }));
    return show(c, {
      title: webhookWords[view.language].secrets.shownTitle,
      content: <ShownSecret view={view} webhook={name} secret={made.secret} />,
    });
  });

  app.post("/webhooks/to/:name/secrets/:id/end", async (c) => {
    const { view } = c.var;
    const path = c.req.param();
    dataOf(await view.api.DELETE("/v1/webhooks/{name}/secrets/{id}", { params: { path } }));
    return done(c, `/webhooks/to/${path.name}`, "ended");
  });
}

/** The one page that ever shows a secret. */
export const ShownSecret: FC<{ view: View; webhook: string; secret: string | null }> = ({ view, webhook, secret }) => {
  const { secrets: words } = webhookWords[view.language];
  return (
    <>
      {secret === null ? (
        <p class="note warn">{words.gone}</p>
      ) : (
        <div class="note good">
          <p>{words.once}</p>
          <Copyable frame={view} id="secret" text={secret} what={words.secret} />
        </div>
      )}
      <Receiving view={view} />
      <p>
        <a class="button" href={address(view, `/webhooks/to/${webhook}`)}>
          {words.next}
        </a>
      </p>
    </>
  );
};

export const Secrets: FC<{ view: View; webhook: Webhook }> = ({ view, webhook }) => {
  const { secrets: words } = webhookWords[view.language];
  const all = webhook.secrets ?? [];
  const fixed = view.session.role === "auditor";
  const path = `/webhooks/to/${webhook.name}/secrets`;
  const end = (id: string) => (
    <Confirm label={words.end} tight>
      <Form action={address(view, `${path}/${id}/end`)}>
        <p>{words.endSure}</p>
        <button class="danger tight">{words.endYes}</button>
      </Form>
    </Confirm>
  );
  return (
    <section>
      <h2>{words.title}</h2>
      <p class="soft">{words.text}</p>
      <Table
        rows={all}
        caption={words.title}
        empty=""
        columns={[
          { head: words.id, cell: ({ id }) => <code>{id}</code> },
          { head: words.made, cell: ({ created_at: at }) => <Time view={view} at={at} /> },
          { head: words.end, quiet: true, cell: ({ id }) => (fixed || all.length < 2 ? "" : end(id)) },
        ]}
      />
      {fixed || all.length >= 3 ? null : (
        <Form action={address(view, path)}>
          <button class="plain">{words.add}</button>
        </Form>
      )}
    </section>
  );
};

export const Receiving: FC<{ view: View }> = ({ view }) => {
  const { receive: words } = webhookWords[view.language];
  // Beside the console, with what a proxy puts before both.
  const docs = `${view.base.slice(0, -"/console".length)}/docs`;
  return (
    <details class="card more">
      <summary>{words.title}</summary>
      <ol>
        {words.steps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <p>{words.tries}</p>
      <p>
        <a href={docs}>{words.more}</a>
      </p>
    </details>
  );
};
