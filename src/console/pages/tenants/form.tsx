import type { FC } from "hono/jsx";
import type { Problem } from "../../../http/problem.ts";
import { rowsOf } from "../../form-rows.ts";
import { Choice, Field, Form, Wrong, type FormState } from "../../parts/form.tsx";
import { ROW_LESS, ROW_MORE, RowButton, SavesOnEnter } from "../../parts/rows.tsx";
import { problemText } from "../../problem-words.ts";
import { address, type View } from "../../view.ts";
import { alertKinds, channels } from "./form-values.ts";
import { tenantWords } from "./words.ts";

interface TenantFormProps {
  view: View;
  /** Null: a new one. */
  name: string | null;
  state: FormState;
  tag: string;
  problem: Problem | null;
}

/** All settings of a tenant, in groups. Auditors see the same with numbers masked, and can't change it. */
export const TenantForm: FC<TenantFormProps> = ({ view, name, state, tag, problem }) => {
  const words = tenantWords[view.language];
  const fixed = view.session.role !== "admin";
  const action = address(view, name === null ? "/tenants/new" : `/tenants/settings/${name}`);
  const field = (of: keyof typeof words.fields) => {
    const [label = "", help] = words.fields[of];
    return { name: of, label, state, ...(help ? { help } : {}) };
  };
  return (
    <Form action={action} id="tenant-form">
      {fixed ? null : <SavesOnEnter />}
      <Refused view={view} name={name} state={state} problem={problem} />
      <input type="hidden" name="tag" value={tag} />
      <fieldset disabled={fixed}>
        <Group title={words.groups.identity}>
          {name === null ? (
            <Field name="name" label={words.name} help={words.nameHelp} state={state} required autocomplete="off" />
          ) : null}
          <Field {...field("brand")} required attributes={{ maxlength: "60" }} />
          <Field {...field("default_locale")} required />
          <Field {...field("time_zone")} required attributes={{ list: "time-zones" }} />
          <datalist id="time-zones">
            {["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Singapore", "Asia/Kuala_Lumpur", "UTC"].map(
              (zone) => (
                <option value={zone} />
              ),
            )}
          </datalist>
        </Group>
        <Group title={words.groups.codes}>
          <Field
            {...field("resend_code")}
            options={(["same", "new"] as const).map((value) => ({ value, label: words.resend[value] }))}
          />
          <Field {...field("return_urls")} rows={3} mono />
        </Group>
        <Group title={words.groups.central}>
          <Field {...field("central_recipients")} rows={3} mono />
          <Choice
            name="central_unnamed"
            label={words.fields.central_unnamed[0] ?? ""}
            checked={state.values["central_unnamed"] === "yes"}
          />
        </Group>
        <Group title={words.groups.money}>
          <Field {...field("credit_line")} required inputmode="decimal" />
          <Field {...field("low_threshold")} required inputmode="decimal" />
          <Field {...field("low_runway_hours")} required type="number" attributes={{ min: "0", max: "720" }} />
          <Choice
            name="topup_approval"
            label={words.fields.topup_approval[0] ?? ""}
            checked={state.values["topup_approval"] === "yes"}
          />
        </Group>
        <Alerts view={view} state={state} action={action} fixed={fixed} />
      </fieldset>
      {fixed ? null : <button>{name === null ? words.create : words.save}</button>}
    </Form>
  );
};

const Group: FC<{ title: string; children?: unknown }> = ({ title, children }) => (
  <section class="card">
    <h2>{title}</h2>
    {children}
  </section>
);

const Refused: FC<Omit<TenantFormProps, "tag">> = ({ view, name, state, problem }) => {
  const words = tenantWords[view.language];
  if (problem?.code !== "conflict" || problem.errors !== undefined) {
    return <Wrong frame={view} text={problem === null ? null : problemText(problem, view.language)} state={state} />;
  }
  return (
    <div class="note warn" role="alert">
      {name === null ? (
        words.taken
      ) : (
        <>
          {words.changedMeanwhile} <a href={address(view, `/tenants/settings/${name}`)}>{words.reload}</a>
        </>
      )}
    </div>
  );
};

const Alerts: FC<{ view: View; state: FormState; action: string; fixed: boolean }> = ({
  view,
  state,
  action,
  fixed,
}) => {
  const { groups, alerts: words } = tenantWords[view.language];
  const rows = rowsOf(state.values, "alert", "to");
  const button = { action, form: "tenant-form", place: "alerts" };
  return (
    <section class="card" id="alerts">
      <h2>{groups.alerts}</h2>
      <p class="soft">{words.text}</p>
      {rows.length === 0 ? <p class="soft">{words.none}</p> : null}
      {rows.map((row, i) => {
        const name = `alert.${row}`;
        const wrong = state.errors.get(name);
        return (
          <fieldset class="alert-row">
            <div class="row">
              <select name={`${name}.channel`} aria-label={words.channel(i + 1)}>
                {channels.map((channel) => (
                  <option value={channel} selected={state.values[`${name}.channel`] === channel}>
                    {words.channels[channel]}
                  </option>
                ))}
              </select>
              <input
                name={`${name}.to`}
                value={state.values[`${name}.to`] ?? ""}
                required
                autocomplete="off"
                aria-label={words.to(i + 1)}
                {...(wrong === undefined ? {} : { "aria-invalid": "true", "aria-describedby": `${name}-wrong` })}
              />
              {fixed ? null : (
                <RowButton {...button} name={ROW_LESS} value={name} label={words.removeOf(i + 1)} text={words.remove} />
              )}
            </div>
            <div class="row" role="group" aria-label={words.about(i + 1)}>
              {alertKinds.map((kind) => (
                <Choice
                  name={`${name}.${kind}`}
                  label={words.kinds[kind]}
                  checked={state.values[`${name}.${kind}`] === "yes"}
                />
              ))}
            </div>
            {wrong === undefined ? null : (
              <p class="wrong" id={`${name}-wrong`}>
                {wrong}
              </p>
            )}
          </fieldset>
        );
      })}
      {fixed || rows.length >= 20 ? null : (
        <RowButton {...button} name={ROW_MORE} value="alert" label={words.add} text={words.add} />
      )}
    </section>
  );
};
