export type Values = Readonly<Record<string, string>>;

/**
 * Pure: the numbers of a list's rows in a form, whose fields are called `recipient.0.max`. Rows keep their numbers when one
 * among them is taken away. `member`: a field that each row has.
 */
export function rowsOf(values: Values, list: string, member: string): number[] {
  return Object.keys(values)
    .flatMap((name) =>
      name.startsWith(`${list}.`) && name.endsWith(`.${member}`)
        ? [name.slice(list.length + 1, -member.length - 1)]
        : [],
    )
    .filter((text) => /^\d{1,3}$/.test(text))
    .map(Number)
    .sort((a, b) => a - b);
}

export function withoutRow(values: Values, row: string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith(`${row}.`)));
}

/** Pure: the number of a list's next row. */
export function nextRow(values: Values, list: string, member: string): number {
  return Math.max(-1, ...rowsOf(values, list, member)) + 1;
}

/** Pure: what stands in a field of its own for each, by lines, commas or spaces. */
export function wordsIn(text: string | undefined): string[] {
  return (text ?? "").split(/[\s,;]+/).filter((word) => word !== "");
}
