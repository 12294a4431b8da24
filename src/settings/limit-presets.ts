import { limitsDocument, presetNames, type LimitsDocument, type PresetName } from "./documents.ts";
import type { Finding } from "./findings.ts";
import type { TenantConfig } from "./snapshot.ts";

interface Preset {
  about: string;
  /** What differs from the defaults. */
  limits: object;
}

const presets: Record<PresetName, Preset> = {
  normal: { about: "The defaults: for people who log in.", limits: {} },
  strict: {
    about:
      "For payments and cards: PCI DSS 8.3.4 (ten wrong codes in a row, then a wait of 30 minutes), tighter windows, and " +
      "the fraud guard blocks.",
    limits: {
      cooldown_seconds: 60,
      recipient: [
        { max: 3, per_seconds: 3600 },
        { max: 5, per_seconds: 86_400 },
      ],
      user: [
        { max: 5, per_seconds: 3600 },
        { max: 10, per_seconds: 86_400 },
      ],
      client_ip: [{ max: 10, per_seconds: 3600 }],
      client_net: [{ max: 20, per_seconds: 3600 }],
      guesses: { free: 10, first_wait_seconds: 1800, longest_wait_seconds: 3600 },
      guard: { mode: "block" },
    },
  },
  open: {
    about: "For tests and load runs: no windows and no cool-down. Waits after wrong codes stay.",
    limits: { cooldown_seconds: 0, recipient: [], client_ip: [], client_net: [], tenant: [] },
  },
};

/** Pure: a put document with what it leaves out taken from its preset, members of members too. */
export function fillFromPreset(given: Record<string, unknown>): Record<string, unknown> {
  const name = presetNames.find((one) => one === given["preset"]);
  if (name === undefined) return given;
  const filled: Record<string, unknown> = { ...presets[name].limits, ...given };
  for (const [member, value] of Object.entries(presets[name].limits)) {
    const own = given[member];
    if (isMembers(value) && isMembers(own)) filled[member] = { ...value, ...own };
  }
  return filled;
}

function isMembers(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listPresets(): { name: PresetName; about: string; limits: LimitsDocument }[] {
  return presetNames.map((name) => ({
    name,
    about: presets[name].about,
    limits: limitsDocument.parse(fillFromPreset({ preset: name })),
  }));
}

/** Pure: limits made for tests, in front of a provider that reaches people and costs money. */
export function presetFindings({ limits, routes, providers }: TenantConfig): Finding[] {
  if (limits.preset !== "open") return [];
  const routed = Object.values(routes.channels).flatMap((steps) => steps.map(({ provider }) => provider));
  const real = [...new Set(routed)].filter((name) => (providers.get(name)?.kind ?? "sandbox") !== "sandbox");
  if (real.length === 0) return [];
  return [
    {
      path: "limits.preset",
      message: `the preset open is for tests, and ${real.join(", ")} would send to people: anybody can spend the balance`,
      severity: "warning",
    },
  ];
}
