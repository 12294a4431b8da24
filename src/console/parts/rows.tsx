import type { FC } from "hono/jsx";

/** Not `add` and `remove`: a form's field of such a name hides the form's own method, which scripts call. */
export const ROW_MORE = "row-more";
export const ROW_LESS = "row-less";
type RowName = typeof ROW_MORE | typeof ROW_LESS;

interface RowButtonProps {
  /** Where its form is posted to, which shows the form again with a row more or less and saves nothing. */
  action: string;
  /** The form's id. */
  form: string;
  /** The id of the part that it is about, where the reader goes on. */
  place: string;
  name: RowName;
  /** The list, or the row. */
  value: string;
  label: string;
  text: string;
}

/**
 * A list in a form gets a row more or less by a button of the form, so that it works without a script too. What is not
 * saved by it need not be valid yet.
 */
export const RowButton: FC<RowButtonProps> = ({ action, form, place, name, value, label, text }) => (
  <button
    class="plain tight"
    name={name}
    value={value}
    aria-label={label}
    formnovalidate
    formaction={`${action}#${place}`}
    hx-post={action}
    hx-target={`#${form}`}
    hx-select={`#${form}`}
    hx-swap="outerHTML"
  >
    {text}
  </button>
);

/** Enter in a field saves: of a form's buttons a browser takes the first, which would be that of a row. */
export const SavesOnEnter: FC = () => <button class="hidden" tabindex={-1} aria-hidden="true" />;
