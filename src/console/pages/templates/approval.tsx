import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { dataOf, problemOf, Refused } from "../../api.ts";
import { only } from "../../may.ts";
import { once, textOf } from "../../parts/form.tsx";
import { done, show } from "../../show.tsx";
import type { ConsoleEnv, PageContext, View } from "../../view.ts";
import { approvalWords } from "./approval-words.ts";
import type { Variant } from "./content.ts";
import { errandOf, runErrand } from "./errands.ts";
import { mayWrite, openVariant, variantAddress, variantOf, variantPath, type Opened } from "./open.ts";
import { titleOf, VariantTabs } from "./parts.tsx";
import { ProviderCard } from "./provider-card.tsx";

type Keeper = components["schemas"]["TemplateProvider"];

const path = "/templates/:key/:channel/:locale";
const api = "/v1/templates/{key}/{channel}/{locale}";

/** What each provider knows a variant as and says of it; submitting, binding by hand, ending it. */
export function templateApprovalPages(app: Hono<ConsoleEnv>): void {
  app.get(`${path}/approval`, async (c) => {
    const { view } = c.var;
    const variant = variantOf(c);
    const words = approvalWords[view.language];
    const [opened, keepers] = await Promise.all([openVariant(view, variant), view.api.GET("/v1/templates/providers")]);
    const shown = concerned(dataOf(keepers).data, opened);
    return show(c, {
      title: titleOf(variant, view.language),
      done: { bound: words.bound, unbound: words.unbound, approved: words.approved },
      content: (
        <>
          <VariantTabs frame={view} variant={variant} />
          <p class="soft">{shown.length === 0 ? words.none : words.about}</p>
          {opened.template === null ? <p class="note info">{words.firstPublish}</p> : null}
          {opened.template?.shared === true ? <p class="note info">{words.ofFirst}</p> : null}
          {shown.map((keeper) => (
            <ProviderCard
              view={view}
              keeper={keeper}
              opened={opened}
              errand={errandOf(c.var.gateway, errandId(view, variant, keeper.provider))}
              to={(page) => variantAddress(view, variant, page)}
              may={mayWrite(view) && opened.template !== null && !opened.template.shared}
            />
          ))}
        </>
      ),
    });
  });

  app.post(`${path}/submit`, async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const { provider = "", name, language, expiry_minutes: minutes, locales = "" } = values;
    const variant = variantOf(c);
    const body = {
      provider,
      ...(name ? { name } : {}),
      ...(language ? { language } : {}),
      ...(minutes ? { expiry_minutes: Number(minutes) } : {}),
      ...(locales === "" ? {} : { locales: locales.split(/[\s,]+/) }),
    };
    return asked(c, variant, values, async () =>
      dataOf(await view.api.POST(`${api}/submit`, { params: { path: variant, header: once(values) }, body })),
    );
  });

  app.post(`${path}/withdraw`, async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const variant = variantOf(c);
    const body = { provider: values["provider"] ?? "", force: values["force"] === "yes" };
    return asked(c, variant, values, async () =>
      dataOf(await view.api.POST(`${api}/withdraw`, { params: { path: variant, header: once(values) }, body })),
    );
  });

  app.post(`${path}/bind`, async (c) => {
    const values = await textOf(c);
    const { name = "", language = "", expiry_minutes: minutes } = values;
    const body = { name, language, ...(minutes ? { expiry_minutes: Number(minutes) } : {}) };
    const { params, variant } = bindingOf(c, values);
    const problem = problemOf(await c.var.view.api.PUT(`${api}/bindings/{provider}`, { params, body }));
    if (problem !== null) throw new Refused(problem);
    return done(c, variantPath(variant, "/approval"), values["again"] === "yes" ? "approved" : "bound");
  });

  app.post(`${path}/unbind`, async (c) => {
    const { params, variant } = bindingOf(c, await textOf(c));
    const problem = problemOf(await c.var.view.api.DELETE(`${api}/bindings/{provider}`, { params }));
    if (problem !== null) throw new Refused(problem);
    return done(c, variantPath(variant, "/approval"), "unbound");
  });
}

function bindingOf(c: PageContext, { provider = "", etag }: Record<string, string>) {
  const variant = variantOf(c);
  return { variant, params: { path: { ...variant, provider }, header: { "If-Match": etag } } };
}

/** Begins what the vendor is asked, and leads back to the page that says how it stands. */
async function asked(
  c: PageContext,
  variant: Variant,
  values: Record<string, string>,
  work: () => Promise<unknown>,
): Promise<Response> {
  const { view, gateway } = c.var;
  only(view, "ops");
  await runErrand(gateway, errandId(view, variant, values["provider"] ?? ""), values, work);
  return done(c, variantPath(variant, "/approval"));
}

function errandId({ tenant }: View, { key, channel, locale }: Variant, provider: string): string {
  return `${tenant.id}/${key}/${channel}/${locale}/${provider}`;
}

/** Those that need a binding on this channel, and those that the variant is bound to all the same. */
function concerned(keepers: readonly Keeper[], { variant, template }: Opened): Keeper[] {
  const bound = Object.keys(template?.bindings ?? {});
  const known = keepers.filter(
    ({ provider, channels }) => channels.includes(variant.channel) || bound.includes(provider),
  );
  const others = bound.filter((name) => !known.some(({ provider }) => provider === name));
  return [
    ...known,
    ...others.map((provider): Keeper => ({
      provider,
      kind: "–",
      state: "off",
      shared: false,
      channels: [],
      vendor: null,
    })),
  ];
}
