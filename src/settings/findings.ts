import type { FieldError } from "../errors.ts";
import { parseAmount } from "../kit/money.ts";
import { callingCodeOf } from "../kit/phone.ts";
import { findPrice } from "../ledger/price.ts";
import type { Channel } from "../providers/provider.ts";
import { chooseTemplate, templateChain } from "../templates/choose.ts";
import type { RouteStep } from "./documents.ts";
import { presetFindings } from "./limit-presets.ts";
import type { ProviderConfig, TemplateConfig, TenantConfig } from "./snapshot.ts";

/** `error`: it can't work. `warning`: it costs money or loses messages. `info`: worth knowing. */
export const severities = ["error", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

/** What a template's linter says has a rule and a severity too. */
export interface Finding extends FieldError {
  rule?: string;
  severity?: Severity;
}

/** What can keep a plan, or a step of it, from working. */
export const planRules = [
  "no_template",
  "listed_twice",
  "no_provider",
  "unknown_provider",
  "lacks_channel",
  "no_country",
  "no_price",
  "above_ceiling",
  "not_approved",
  "not_bound",
  "off",
  "draining",
] as const;
export type PlanRule = (typeof planRules)[number];

export interface PlanFinding extends Finding {
  rule: PlanRule;
  channel: Channel;
  /** Null: no single step is to blame. */
  provider: string | null;
  /** `broken`: wrong as it is written. `idle`: carries nothing now, and will again without a change of the routes. */
  weight: "broken" | "idle";
}

/**
 * Pure: all that keeps a plan from working, with paths into `GET /v1/routes`. Routes are put in the middle of an incident,
 * so what is idle is in nobody's way while another channel of the fallback carries; when none does, it breaks the plan.
 */
export function planProblems(tenant: TenantConfig, now: number): PlanFinding[] {
  const found: PlanFinding[] = [];
  const carrying = new Set<string>();
  for (const [channel, steps] of Object.entries(tenant.routes.channels) as [Channel, RouteStep[]][]) {
    const noTemplate = templatesOf(tenant, channel).length === 0;
    if (steps.length > 0 && noTemplate) {
      const message = `there is no template otp for ${channel}`;
      const about = { rule: "no_template", channel, provider: null } as const;
      found.push({ path: `channels.${channel}`, message, ...about, weight: "broken" });
    }
    steps.forEach((step, index) => {
      const about = { path: `channels.${channel}.${index}.provider`, channel, provider: step.provider };
      if (steps.findIndex((other) => other.provider === step.provider) < index) {
        found.push({ ...about, rule: "listed_twice", message: `${step.provider} is listed twice`, weight: "broken" });
      }
      const problem = stepProblem(tenant, channel, step, now);
      if (problem !== null) found.push({ ...about, ...problem });
      else if (!noTemplate) carrying.add(channel);
    });
  }
  tenant.routes.fallback.forEach(({ channel }, index) => {
    if ((tenant.routes.channels[channel] ?? []).length > 0) return;
    const about = { rule: "no_provider", channel, provider: null } as const;
    found.push({
      path: `fallback.${index}.channel`,
      message: `${channel} has no provider`,
      ...about,
      weight: "broken",
    });
  });
  if (tenant.routes.fallback.some(({ channel }) => carrying.has(channel))) return found;
  return found.map((finding) => ({ ...finding, weight: "broken" }));
}

/** The same as other documents' answers say it. */
export function planFindings(tenant: TenantConfig, now: number): Finding[] {
  const found = planProblems(tenant, now).map(({ path, message }) => ({ path: `routes.${path}`, message }));
  return [...found, ...presetFindings(tenant)];
}

/** Whether an issue that asks for nothing in particular can leave by this channel. */
export function carries(tenant: TenantConfig, channel: Channel, now: number): boolean {
  const steps = tenant.routes.channels[channel] ?? [];
  return (
    templatesOf(tenant, channel).length > 0 && steps.some((step) => stepProblem(tenant, channel, step, now) === null)
  );
}

function stepProblem(
  tenant: TenantConfig,
  channel: Channel,
  step: RouteStep,
  now: number,
): Pick<PlanFinding, "rule" | "message" | "weight"> | null {
  const broken = (rule: PlanRule, message: string) => ({ rule, message, weight: "broken" as const });
  const idle = (rule: PlanRule, message: string) => ({ rule, message, weight: "idle" as const });
  const provider = tenant.providers.get(step.provider);
  if (provider === undefined) return broken("unknown_provider", `there is no provider ${step.provider}`);
  if (!provider.adapter.channels.includes(channel))
    return broken("lacks_channel", `${provider.name} (${provider.kind}) has no ${channel}`);
  if (channel === "email" && step.countries !== undefined)
    return broken("no_country", `${provider.name} is for countries, and an e-mail address has none`);
  const countries = countriesOf(tenant, channel, step);
  if (countries.length === 0) return broken("no_country", `${provider.name} is for no country that the limits allow`);
  const prices = pricesOf(tenant, channel, provider, countries, now);
  if (prices.length === 0) return broken("no_price", `${provider.name} has no price for ${channel}`);
  const ceiling = tenant.limits.ceilings.per_message;
  if (ceiling !== null && prices.every((amount) => amount > (parseAmount(ceiling) ?? 0n))) {
    return broken(
      "above_ceiling",
      `${provider.name}'s price for ${channel} is above the ceiling of ${ceiling} a message`,
    );
  }
  // However short an OTP may live.
  const choice = chooseTemplate(tenant, templatesOf(tenant, channel), provider, channel, Infinity);
  if (choice?.ok === false) {
    const { template, because } = choice;
    if (because.kind === "status") return idle("not_approved", `its template is ${because.status}`);
    return broken("not_bound", `template otp/${channel}/${template.locale} is not bound to ${provider.name}`);
  }
  if (provider.state === "off") return idle("off", `${provider.name} is switched off`);
  return provider.state === "drain" ? idle("draining", `${provider.name} is draining`) : null;
}

/** What an issue is sent with that asks for nothing in particular. */
function templatesOf(tenant: TenantConfig, channel: Channel): readonly TemplateConfig[] {
  const question = { template: "otp", purpose: "login", central: false, channel, locale: undefined };
  return templateChain(tenant, question);
}

function countriesOf(tenant: TenantConfig, channel: Channel, step: RouteStep): (string | null)[] {
  // An address has no country.
  if (channel === "email") return [null];
  const allowed = tenant.limits.countries;
  return step.countries === undefined ? allowed : allowed.filter((country) => step.countries?.includes(country));
}

/** What a message of one segment costs, in each of these countries, and of their prefixes, that has a price. */
function pricesOf(
  tenant: TenantConfig,
  channel: Channel,
  provider: ProviderConfig,
  countries: readonly (string | null)[],
  now: number,
): bigint[] {
  const places = [...countries.map((country) => ({ country, number: null })), ...prefixesIn(tenant, countries)];
  return places.flatMap((place) => {
    const question = { channel, provider: provider.name, ...place, segments: 1, at: now };
    return findPrice(tenant.prices, question)?.amount ?? [];
  });
}

/** The prefixes that have a price, each with the country it lies in, or with several that share a calling code. */
function prefixesIn(
  tenant: TenantConfig,
  countries: readonly (string | null)[],
): { country: string; number: string }[] {
  const prefixes = [...new Set(tenant.prices.flatMap(({ prefix }) => prefix ?? []))];
  if (prefixes.length === 0) return [];
  const byCode = new Map<string, string[]>();
  for (const country of countries) {
    const code = country === null ? null : callingCodeOf(country);
    if (country !== null && code !== null) byCode.set(code, [...(byCode.get(code) ?? []), country]);
  }
  return prefixes.flatMap((number) =>
    // A calling code has one to three digits.
    [2, 3, 4].flatMap((end) => (byCode.get(number.slice(1, end)) ?? []).map((country) => ({ country, number }))),
  );
}
