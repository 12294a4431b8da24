/** One line of the doctor: what was looked at, and how to mend it when it is not well. */
export interface Finding {
  mark: "✓" | "!" | "✗";
  text: string;
  mend?: string;
}

export const well = (text: string): Finding => ({ mark: "✓", text });
/** Works, and wants attention. */
export const warning = (text: string, mend: string): Finding => ({ mark: "!", text, mend });
/** Is wrong. */
export const wrong = (text: string, mend: string): Finding => ({ mark: "✗", text, mend });

export function lineOf({ mark, text, mend }: Finding): string {
  return mend === undefined ? `${mark} ${text}` : `${mark} ${text}\n    → ${mend}`;
}
