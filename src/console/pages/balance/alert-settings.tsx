import type { components } from "../../../../examples/typescript/schema.d.ts";
import { maskRecipient } from "../../../kit/mask.ts";
import { Form } from "../../parts/form.tsx";
import { Table } from "../../parts/table.tsx";
import { Badge, count, Facts, money } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { alertWords } from "./alerts-words.ts";
import { mayAcknowledge } from "./common.tsx";
import { commonWords } from "./common-words.ts";

export type Tested = components["schemas"]["BalanceAlertTest"];

/** When somebody is warned and who. They are the tenant's settings, which admins change. */
export function AlertSettings({ view }: { view: View }) {
  const words = alertWords[view.language];
  const { settings, name } = view.tenant;
  const { low_threshold: threshold, low_runway_hours: hours } = settings;
  const told = settings.alert_to.filter(({ kinds }) => kinds.includes("balance"));
  return (
    <section class="card" id="alert-settings">
      <h2>{words.settings}</h2>
      <Facts
        rows={[
          [words.threshold, threshold === "0" ? words.off : money(threshold, view.currency, view.language)],
          [words.hours, hours === 0 ? words.off : words.hoursValue(count(hours, view.language))],
          [
            words.people,
            told.length === 0 ? (
              <span class="bad">{words.nobody}</span>
            ) : (
              told.map(({ channel, to }) => (
                <div>
                  {commonWords[view.language].channels[channel]} {maskRecipient(to)}
                </div>
              ))
            ),
          ],
        ]}
      />
      {view.session.role === "admin" ? (
        <p>
          <a href={address(view, `/tenants/settings/${name}`)}>{words.change}</a>
        </p>
      ) : (
        <p class="soft small">{words.askAdmin}</p>
      )}
      {told.length === 0 || !mayAcknowledge(view) ? null : (
        <Form action={address(view, "/balance/alerts/test")}>
          <button class="plain">{words.test}</button>
          <p class="soft small">{words.testAbout}</p>
        </Form>
      )}
    </section>
  );
}

export function TestResult({ view, tested }: { view: View; tested: Tested }) {
  const words = alertWords[view.language];
  return (
    <section role="status">
      <h2>{words.tested}</h2>
      <Table
        rows={tested.addresses}
        caption={words.tested}
        empty={<p>{words.nobodyTold}</p>}
        columns={[
          {
            head: words.to,
            cell: ({ channel, to }) => `${commonWords[view.language].channels[channel]} ${to}`,
          },
          {
            head: words.result,
            cell: ({ ok, provider, provider_code: code }) => (
              <>
                <Badge tone={ok ? "good" : "bad"}>{ok ? words.ok : words.failed}</Badge>{" "}
                {[provider, code].filter(Boolean).join(": ")}
              </>
            ),
          },
        ]}
      />
    </section>
  );
}
