import type { Child, FC } from "hono/jsx";
import { here, type Frame } from "../view.ts";
import { words } from "../words.ts";

export interface Column<T> {
  head: string;
  cell: (row: T) => Child;
  /** Amounts and counts stand at the right, digit under digit. */
  number?: boolean;
  /** The head is for those who listen only: a column of buttons. */
  quiet?: boolean;
  class?: string;
}

interface TableProps<T> {
  rows: readonly T[];
  columns: readonly Column<T>[];
  caption?: string;
  /** In place of the table, where there is nothing to show: what would stand here, and what to do about it. */
  empty: Child;
  id?: string;
}

/** On a phone each row is a card of its own, its cells with their heads before them. */
export function Table<T>({ rows, columns, caption, empty, id }: TableProps<T>) {
  if (rows.length === 0)
    return (
      <div class="card empty" {...(id === undefined ? {} : { id })}>
        {empty}
      </div>
    );
  return (
    <div class="card table scroll" {...(id === undefined ? {} : { id })}>
      <table class="stack">
        {caption === undefined ? null : <caption class="hidden">{caption}</caption>}
        <thead>
          <tr>
            {columns.map(({ head, number, quiet }) => (
              <th scope="col" {...(number === true ? { class: "number" } : {})}>
                {quiet === true ? <span class="hidden">{head}</span> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map((column) => (
                <td
                  {...(column.quiet === true ? {} : { "data-label": column.head })}
                  class={[column.number === true ? "number" : "", column.class ?? ""].join(" ").trim()}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** On to older rows by the API's cursor, and back to the newest. */
export const Pager: FC<{ frame: Frame; next: string | null }> = ({ frame, next }) => {
  const text = words[frame.language];
  const later = frame.query.has("cursor");
  if (!later && next === null) return null;
  return (
    <nav class="pager" aria-label={text.pages}>
      {later ? (
        <a class="button plain tight" href={here(frame, { cursor: null })}>
          {text.newer}
        </a>
      ) : null}
      {next === null ? null : (
        <a class="button plain tight" rel="next" href={here(frame, { cursor: next })}>
          {text.older}
        </a>
      )}
    </nav>
  );
};
