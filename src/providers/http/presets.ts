import { checkedDescription } from "./check-description.ts";
import type { Description, DescriptionInput } from "./description.ts";
import { fonnte } from "./descriptions/fonnte.ts";
import { nusasms } from "./descriptions/nusasms.ts";
import { verihubs } from "./descriptions/verihubs.ts";
import { wablas } from "./descriptions/wablas.ts";
import { watzap } from "./descriptions/watzap.ts";
import { zenzivaReguler } from "./descriptions/zenziva-reguler.ts";
import { zenziva } from "./descriptions/zenziva.ts";

const shipped = {
  fonnte,
  nusasms,
  verihubs,
  wablas,
  watzap,
  zenziva,
  "zenziva-reguler": zenzivaReguler,
} satisfies Record<string, DescriptionInput>;

export type PresetName = keyof typeof shipped;
export const presetNames = Object.keys(shipped) as [PresetName, ...PresetName[]];

/** Read as an operator's would be, examples and all. */
export const presets = Object.fromEntries(
  Object.entries(shipped).map(([name, description]) => [name, checkedDescription.parse(description)]),
) as Record<PresetName, Description>;
