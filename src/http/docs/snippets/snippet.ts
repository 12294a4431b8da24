import type { Text } from "../text.ts";

export interface Fill {
  /** Where the reader's ERP reaches this gateway. */
  base: string;
  /** In the reader's language: the person now types the code. */
  typed: string;
}

/** The two calls, as short as a language has them. */
export interface Snippet {
  id: string;
  name: string;
  about: Text;
  lines: (fill: Fill) => string;
}

export interface Field {
  name: string;
  value: string;
}

/** One that can also be shown for a request of one's own, in place of the sample. */
export interface RequestSnippet extends Snippet {
  lines: (fill: Fill & { issue?: readonly Field[] }) => string;
}

/** What names the OTP where no id is kept, of the fields that issued it. */
export function namedAgain(issue: readonly Field[]): Field[] {
  const whose = issue.find(({ name }) => name === "to") ?? issue.find(({ name }) => name === "user");
  const purpose = issue.find(({ name }) => name === "purpose");
  return [whose, purpose].filter((field) => field !== undefined);
}
