import type { Hono } from "hono";
import type { Child } from "hono/jsx";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { dataOf } from "../../api.ts";
import { ownPath } from "../../language.ts";
import { only } from "../../may.ts";
import { Form, once, textOf } from "../../parts/form.tsx";
import { Badge, Facts } from "../../parts/text.tsx";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type View } from "../../view.ts";
import { approvalWords } from "./approval-words.ts";
import { ErrandNote } from "./errand-note.tsx";
import { errandOf, runErrand } from "./errands.ts";
import { mayWrite, variantAddress } from "./open.ts";
import { Status, TemplateTabs, titleOf } from "./parts.tsx";
import { templateWords } from "./words.ts";

type Schemas = components["schemas"];
type Sync = Schemas["TemplateSync"];

const errandId = (view: View, provider: string): string => `${view.tenant.id}/sync/${provider}`;

/** The providers that keep templates, and what they last said when they were asked. */
export function templateKeeperPages(app: Hono<ConsoleEnv>): void {
  app.get("/templates/providers", async (c) => {
    const { view } = c.var;
    const words = approvalWords[view.language];
    const { data } = dataOf(await view.api.GET("/v1/templates/providers"));
    return show(c, {
      title: templateWords[view.language].title,
      content: (
        <>
          <TemplateTabs frame={view} />
          {data.length === 0 ? <p class="card empty">{words.noKeepers}</p> : <p class="soft">{words.providersAbout}</p>}
          {data.map((keeper) => {
            const errand = errandOf(c.var.gateway, errandId(view, keeper.provider));
            return (
              <section class="card">
                <h2 class="row">
                  {keeper.provider} <span class="soft small">{keeper.kind}</span>
                  {keeper.shared ? <Badge>{words.sharedProvider}</Badge> : null}
                </h2>
                <Facts rows={factsOf(view, keeper)} />
                {errand === null ? null : (
                  <ErrandNote
                    view={view}
                    id={`errand-${keeper.provider}`}
                    errand={errand}
                    more={(answer) => <Told view={view} sync={answer as Sync} />}
                  />
                )}
                {keeper.vendor === null || !mayWrite(view) ? null : (
                  <Form action={address(view, "/templates/sync")}>
                    <input type="hidden" name="provider" value={keeper.provider} />
                    <button class="plain">{words.sync}</button> <span class="soft small">{words.syncHelp}</span>
                  </Form>
                )}
              </section>
            );
          })}
        </>
      ),
    });
  });

  app.post("/templates/sync", async (c) => {
    const { view, gateway } = c.var;
    only(view, "ops");
    const values = await textOf(c);
    const { provider = "" } = values;
    await runErrand(gateway, errandId(view, provider), values, async () =>
      dataOf(await view.api.POST("/v1/templates/sync", { params: { header: once(values) }, body: { provider } })),
    );
    return done(c, ownPath(values["back"]) || "/templates/providers");
  });
}

function factsOf(view: View, { channels, vendor }: Schemas["TemplateProvider"]): (readonly [string, Child])[] {
  const words = approvalWords[view.language];
  const said = templateWords[view.language];
  const can =
    vendor === null
      ? words.byHand
      : [
          `${words.canButtons}: ${vendor.buttons.map((button) => said.editor.buttons[button]).join(", ")}`,
          ...(vendor.several_languages ? [words.canSeveral] : []),
          ...(vendor.deletes === null ? [] : [words.canDelete]),
        ].join("; ");
  return [
    [words.channels, channels.map((channel) => said.channels[channel]).join(", ") || "–"],
    [words.can, can],
  ];
}

/** What a reading of the provider's list changed, and what is there and bound nowhere. */
function Told({ view, sync }: { view: View; sync: Sync }) {
  const words = approvalWords[view.language];
  const { language } = view;
  const { changed, corrected, missing, unbound, complete } = sync;
  const link = (one: (typeof missing)[number]) => (
    <a href={variantAddress(view, one, "/approval")}>{titleOf(one, language)}</a>
  );
  return (
    <>
      {changed.length + corrected.length + missing.length === 0 ? <p>{words.nothing}</p> : null}
      {complete ? null : <p>{words.incomplete}</p>}
      <Part title={words.changed}>
        {changed.map((one) => (
          <li>
            {link(one)}: <Status language={language} status={one.before} /> →{" "}
            <Status language={language} status={one.status} /> {one.reason}
          </li>
        ))}
      </Part>
      <Part title={words.corrected}>
        {corrected.map((one) => (
          <li>
            {link(one)}: {one.before ?? "–"} → {one.expiry_minutes ?? "–"}
          </li>
        ))}
      </Part>
      <Part title={words.missing}>
        {missing.map((one) => (
          <li>
            {link(one)}: <code>{one.name}</code> {one.language}
          </li>
        ))}
      </Part>
      <Part title={words.unboundThere}>
        {unbound.map(({ name, title, language: there, status }) => (
          <li>
            <code>{title}</code> {title === name ? null : <code>{name}</code>} {there}{" "}
            {status === null ? null : <Status language={language} status={status} />}
          </li>
        ))}
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: Child[] }) {
  if (children.length === 0) return null;
  return (
    <details class="more" open={children.length <= 10}>
      <summary>
        {title} ({children.length})
      </summary>
      <ul>{children}</ul>
    </details>
  );
}
