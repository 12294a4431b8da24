import type { FC } from "hono/jsx";
import { rowsOf } from "../../form-rows.ts";
import type { FormState } from "../../parts/form.tsx";
import { ROW_LESS, ROW_MORE, RowButton } from "../../parts/rows.tsx";
import { address, type View } from "../../view.ts";
import { units, type Scope, type Unit } from "./form-values.ts";
import { limitWords } from "./words.ts";

interface WindowsProps {
  view: View;
  state: FormState;
  scope: Scope;
  /** Its name in the form. */
  list?: string;
  /** A reader's page has no buttons. */
  fixed: boolean;
}

/** The windows of one scope, a row each. Rows come and go by buttons of the form, without a script too. */
export const Windows: FC<WindowsProps> = ({ view, state, scope, list = scope, fixed }) => {
  const words = limitWords[view.language];
  const [name, about] = words.scopes[scope];
  const rows = rowsOf(state.values, list, "max");
  return (
    <fieldset class="windows" id={placeOf(list)}>
      <legend>{name}</legend>
      {list === scope ? <p class="soft small">{about}</p> : null}
      {rows.length === 0 ? <p class="soft">{words.windows.none}</p> : null}
      {rows.map((row, i) => (
        <Window view={view} state={state} name={name} row={`${list}.${row}`} shown={i + 1} fixed={fixed} />
      ))}
      {fixed || rows.length >= 8 ? null : (
        <RowButton
          {...button(view, list)}
          name={ROW_MORE}
          value={list}
          label={words.windows.addTo(name)}
          text={words.windows.add}
        />
      )}
    </fieldset>
  );
};

const Window: FC<{ view: View; state: FormState; name: string; row: string; shown: number; fixed: boolean }> = ({
  view,
  state,
  name,
  row,
  shown,
  fixed,
}) => {
  const { windows: words, units: unitWords } = limitWords[view.language];
  const wrong = state.errors.get(`${row}.max`) ?? state.errors.get(`${row}.span`);
  const value = (member: string): string => state.values[`${row}.${member}`] ?? "";
  const flaw = (member: string) =>
    state.errors.has(`${row}.${member}`) ? { "aria-invalid": "true" as const, "aria-describedby": `${row}-wrong` } : {};
  return (
    <>
      <div class="window">
        <span>{words.atMost}</span>
        <input
          type="number"
          min="1"
          required
          name={`${row}.max`}
          value={value("max")}
          aria-label={words.max(name, shown)}
          {...flaw("max")}
        />
        <span>{words.codesIn}</span>
        <input
          type="number"
          min="1"
          required
          name={`${row}.span`}
          value={value("span")}
          aria-label={words.span(name, shown)}
          {...flaw("span")}
        />
        <select name={`${row}.unit`} aria-label={words.unit(name, shown)}>
          {(Object.keys(units) as Unit[]).map((unit) => (
            <option value={unit} selected={value("unit") === unit}>
              {unitWords[unit]}
            </option>
          ))}
        </select>
        {fixed ? null : (
          <RowButton
            {...button(view, row.slice(0, row.lastIndexOf(".")))}
            name={ROW_LESS}
            value={row}
            label={words.removeOf(name, shown)}
            text={words.remove}
          />
        )}
      </div>
      {wrong === undefined ? null : (
        <p class="wrong" id={`${row}-wrong`}>
          {wrong}
        </p>
      )}
    </>
  );
};

function button(view: View, list: string): { action: string; form: string; place: string } {
  return { action: address(view, "/limits"), form: "limits-form", place: placeOf(list) };
}

function placeOf(list: string): string {
  return `windows-${list.replace(".", "-")}`;
}
