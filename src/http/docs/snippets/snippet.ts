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
