import type { FC } from "hono/jsx";
import { Form } from "../../parts/form.tsx";
import { Table } from "../../parts/table.tsx";
import { Badge } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { managesTenants } from "./acting.ts";
import type { Tenant } from "./index.tsx";
import { tenantWords } from "./words.ts";

export const TenantList: FC<{ view: View; tenants: readonly Tenant[] }> = ({ view, tenants }) => {
  const words = tenantWords[view.language];
  return (
    <Table
      rows={tenants}
      caption={words.title}
      empty={<p>{words.empty}</p>}
      columns={[
        {
          head: words.name,
          cell: ({ name, first }) => (
            <>
              <a href={address(view, `/tenants/settings/${name}`)}>{name}</a>{" "}
              {first ? (
                <Badge tone="info" title={words.firstHelp}>
                  {words.first}
                </Badge>
              ) : null}
            </>
          ),
        },
        { head: words.brand, cell: ({ brand }) => brand },
        { head: words.currency, cell: ({ currency }) => currency },
        { head: words.zone, cell: (tenant) => tenant.time_zone ?? "" },
        {
          head: words.actions,
          quiet: true,
          cell: ({ name }) => {
            if (name === view.tenant.name) return <span class="soft">{words.here}</span>;
            return managesTenants(view) ? <LookAs view={view} name={name} /> : "";
          },
        },
      ]}
    />
  );
};

const LookAs: FC<{ view: View; name: string }> = ({ view, name }) => {
  const words = tenantWords[view.language];
  return (
    <Form action={address(view, "/tenants/act")}>
      <input type="hidden" name="tenant" value={name} />
      <button class="plain tight" aria-label={words.actOf(name)}>
        {words.act}
      </button>
    </Form>
  );
};
