import type { Hono } from "hono";
import { dataOf } from "../../api.ts";
import { Table, type Column } from "../../parts/table.tsx";
import { Badge, Live, Tabs } from "../../parts/text.tsx";
import { show } from "../../show.tsx";
import { address, type ConsoleEnv, type Frame, type View } from "../../view.ts";
import { channelsToLead, Credit, FirstForm, Health, mayChange, Recent, StateForm, Use } from "./state-parts.tsx";
import type { Provider, Routes } from "./state-parts.tsx";
import { providerWords } from "./words.ts";

/** A tenant has a handful; the API's largest page has them all. */
export const ALL = 200;

export function providerListPage(app: Hono<ConsoleEnv>): void {
  app.get("/providers", async (c) => {
    const { view } = c.var;
    const words = providerWords[view.language];
    const [providers, routes] = await Promise.all([
      view.api.GET("/v1/providers", { params: { query: { limit: ALL } } }).then(dataOf),
      view.api.GET("/v1/routes").then(dataOf),
    ]);
    return show(c, {
      title: words.title,
      aside: mayChange(view) ? (
        <a class="button" href={address(view, "/providers/new")}>
          {words.add}
        </a>
      ) : null,
      done: { deleted: words.deleted, swapped: words.swapped, state: words.stateSet },
      content: (
        <>
          <ProviderTabs frame={view} />
          <Live frame={view} id="providers" topics={["providers", "settings"]}>
            <Table
              rows={providers.data}
              columns={columns(view, routes)}
              caption={words.title}
              empty={
                <>
                  <p>{words.none}</p>
                  {mayChange(view) ? (
                    <p>
                      <a class="button" href={address(view, "/providers/new")}>
                        {words.add}
                      </a>
                    </p>
                  ) : null}
                </>
              }
            />
          </Live>
        </>
      ),
    });
  });
}

export function ProviderTabs({ frame }: { frame: Frame }) {
  const words = providerWords[frame.language];
  const tabs = [
    { path: "/providers", name: words.tabs.providers },
    { path: "/routes", name: words.tabs.routes },
  ];
  return <Tabs frame={frame} label={words.title} tabs={tabs} />;
}

function columns(view: View, routes: Routes): Column<Provider>[] {
  const words = providerWords[view.language];
  const shown: Column<Provider>[] = [
    {
      head: words.name,
      cell: ({ name, kind, shared }) => (
        <>
          <a href={address(view, `/providers/${name}`)}>{name}</a>
          <div class="soft small">{kind}</div>
          {shared ? <Badge>{words.shared}</Badge> : null}
        </>
      ),
    },
    { head: words.state, cell: (provider) => <Health view={view} provider={provider} /> },
    { head: words.use, cell: ({ name }) => <Use view={view} name={name} routes={routes} /> },
    { head: words.recent, cell: (provider) => <Recent view={view} provider={provider} /> },
    { head: words.credit, cell: (provider) => <Credit view={view} provider={provider} /> },
  ];
  if (!mayChange(view)) return shown;
  return [
    ...shown,
    {
      head: words.actions,
      quiet: true,
      cell: (provider) => <Actions view={view} provider={provider} routes={routes} />,
    },
  ];
}

/** A swap is two clicks: what it is, and for which channel; or the drain of what fails. */
function Actions({ view, provider, routes }: { view: View; provider: Provider; routes: Routes }) {
  const words = providerWords[view.language];
  const leads = provider.state === "on" ? channelsToLead(provider, routes) : [];
  const other = provider.state === "on" ? "drain" : "on";
  return (
    <div class="row">
      {leads.length === 0 ? null : (
        <Asks id={`first-${provider.name}-${leads.join("-")}`} label={words.first}>
          <p class="small">{words.firstNote}</p>
          <div class="row">
            {leads.map((channel) => (
              <FirstForm view={view} name={provider.name} channel={channel} />
            ))}
          </div>
        </Asks>
      )}
      {provider.shared ? null : (
        <Asks id={`${other}-${provider.name}`} label={words.states[other]}>
          <p class="small">{words.stateNotes[other]}</p>
          <StateForm view={view} provider={provider} state={other} />
        </Asks>
      )}
    </div>
  );
}

interface AsksProps {
  /** Says what it would do: where that is another by now, it closes. */
  id: string;
  label: string;
  children?: unknown;
}

/** What is open stays open, though the list around it moves by itself. */
function Asks({ id, label, children }: AsksProps) {
  return (
    <details class="confirm" id={id} hx-preserve="true">
      <summary>
        <span class="button plain tight">{label}</span>
      </summary>
      {children}
    </details>
  );
}
