import { randomUUID } from "node:crypto";
import type { Child, FC, PropsWithChildren } from "hono/jsx";
import type { Frame, PageContext } from "../view.ts";
import { words } from "../words.ts";

/** What was typed, given back with what is wrong with it, so that nobody types a form twice. */
export interface FormState {
  values: Readonly<Record<string, string>>;
  errors: ReadonlyMap<string, string>;
}

export const untouched = (values: Record<string, string> = {}): FormState => ({ values, errors: new Map() });

/** The text fields of a form that was posted; of several of one name the last. Files are read by those who expect them. */
export async function textOf(c: PageContext): Promise<Record<string, string>> {
  const all = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (typeof value === "string" ? [[name, value.trim()]] : [])),
  );
}

/** The headers that make the API do a form's work once, however often the form is sent. */
export function once(values: Readonly<Record<string, string>>): { "Idempotency-Key"?: string } {
  const nonce = values["nonce"];
  return nonce === undefined || nonce === "" ? {} : { "Idempotency-Key": nonce };
}

type FormProps = PropsWithChildren<{
  action: string;
  class?: string;
  id?: string;
  upload?: boolean;
  attributes?: Record<string, string>;
}>;

/** A form that changes something. Each rendering of it has effect once. */
export const Form: FC<FormProps> = ({ action, upload = false, attributes = {}, children, ...rest }) => (
  <form method="post" action={action} {...rest} {...(upload ? { enctype: "multipart/form-data" } : {})} {...attributes}>
    <input type="hidden" name="nonce" value={randomUUID()} />
    {children}
  </form>
);

interface FieldProps {
  name: string;
  label: string;
  help?: Child;
  state?: FormState;
  /** Of the value, where nothing was typed. */
  value?: string;
  type?: string;
  required?: boolean;
  autocomplete?: string;
  placeholder?: string;
  inputmode?: "decimal" | "numeric" | "tel" | "email" | "url";
  /** Beside these: `maxlength`, `list`, `hx-get`. */
  attributes?: Record<string, string>;
  /** In place of an `<input>`. */
  options?: readonly { value: string; label: string }[];
  rows?: number;
  mono?: boolean;
  wide?: boolean;
  /** Where two forms of a page have a field of one name. */
  id?: string;
}

/** A label, its control, a line of help and what is wrong, tied together for those who listen to a page. */
export const Field: FC<FieldProps> = (props) => {
  const { name, label, help, state = untouched(), type = "text" } = props;
  const id = props.id ?? `f-${name}`;
  const wrong = state.errors.get(name);
  const described = [wrong === undefined ? null : `${id}-wrong`, help === undefined ? null : `${id}-help`].filter(
    Boolean,
  );
  // A password is never written back into a page.
  const value = type === "password" ? "" : (state.values[name] ?? props.value ?? "");
  const shared = {
    id,
    name,
    ...(props.required === true ? { required: true } : {}),
    ...(props.placeholder === undefined ? {} : { placeholder: props.placeholder }),
    ...(wrong === undefined ? {} : { "aria-invalid": "true" }),
    ...(described.length === 0 ? {} : { "aria-describedby": described.join(" ") }),
    ...(props.mono === true ? { class: "mono", spellcheck: false } : {}),
    ...props.attributes,
  };
  return (
    <div class={props.wide === true ? "field wide" : "field"}>
      <label for={id}>{label}</label>
      {props.options !== undefined ? (
        <select {...shared}>
          {props.options.map((option) => (
            <option value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : props.rows !== undefined ? (
        <textarea {...shared} rows={props.rows}>
          {value}
        </textarea>
      ) : (
        <input
          {...shared}
          type={type}
          value={value}
          {...(props.autocomplete === undefined ? {} : { autocomplete: props.autocomplete })}
          {...(props.inputmode === undefined ? {} : { inputmode: props.inputmode })}
        />
      )}
      {wrong === undefined ? null : (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
      {help === undefined ? null : (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
};

export const Choice: FC<{
  name: string;
  value?: string;
  label: string;
  checked: boolean;
  type?: "checkbox" | "radio";
}> = ({ name, value = "yes", label, checked, type = "checkbox" }) => (
  <label class="choice">
    <input type={type} name={name} value={value} checked={checked} />
    <span>{label}</span>
  </label>
);

/** Above a form that was refused. `text`: of what no field is to blame for. */
export const Wrong: FC<{ frame: Frame; text: string | null; state: FormState }> = ({ frame, text, state }) => {
  if (text === null && state.errors.size === 0) return null;
  return (
    <div class="note bad" role="alert">
      {state.errors.size > 0 ? words[frame.language].check : text}
    </div>
  );
};

/** What can't be undone asks twice, without a script: the button opens what it says, and a second one does it. */
export const Confirm: FC<PropsWithChildren<{ label: string; tight?: boolean }>> = ({
  label,
  tight = false,
  children,
}) => (
  <details class="confirm">
    <summary>
      <span class={tight ? "button plain tight" : "button plain"}>{label}</span>
    </summary>
    {children}
  </details>
);
