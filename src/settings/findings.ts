import type { FieldError } from "../errors.ts";
import { findPrice } from "../ledger/price.ts";
import type { Channel } from "../providers/provider.ts";
import { localeChain, matchTemplate } from "../templates/match.ts";
import type { RouteStep } from "./documents.ts";
import type { ProviderConfig, TenantConfig } from "./snapshot.ts";

export type Finding = FieldError;

interface PlanFinding extends Finding {
  /** `broken`: as it stands this can carry nothing. `idle`: it will again without a change of the routes. */
  weight: "broken" | "idle";
}

/** Pure: all that keeps a plan from working, with paths into `GET /v1/routes`. */
export function planProblems(tenant: TenantConfig, now: number): PlanFinding[] {
  const found: PlanFinding[] = [];
  for (const [channel, steps] of Object.entries(tenant.routes.channels) as [Channel, RouteStep[]][]) {
    if (steps.length > 0 && templateOf(tenant, channel) === null) {
      found.push({ path: `channels.${channel}`, message: `there is no template otp for ${channel}`, weight: "broken" });
    }
    steps.forEach((step, index) => {
      const path = `channels.${channel}.${index}.provider`;
      if (steps.findIndex((other) => other.provider === step.provider) < index) {
        found.push({ path, message: `${step.provider} is listed twice`, weight: "broken" });
      }
      const problem = stepProblem(tenant, channel, step, now);
      if (problem !== null) found.push({ path, ...problem });
    });
  }
  tenant.routes.fallback.forEach(({ channel }, index) => {
    if ((tenant.routes.channels[channel] ?? []).length > 0) return;
    found.push({ path: `fallback.${index}.channel`, message: `${channel} has no provider`, weight: "broken" });
  });
  return found;
}

/** The same as other documents' answers say it. */
export function planFindings(tenant: TenantConfig, now: number): Finding[] {
  return planProblems(tenant, now).map(({ path, message }) => ({ path: `routes.${path}`, message }));
}

function stepProblem(
  tenant: TenantConfig,
  channel: Channel,
  step: RouteStep,
  now: number,
): Pick<PlanFinding, "message" | "weight"> | null {
  const broken = (message: string) => ({ message, weight: "broken" as const });
  const provider = tenant.providers.get(step.provider);
  if (provider === undefined) return broken(`there is no provider ${step.provider}`);
  if (!provider.adapter.channels.includes(channel))
    return broken(`${provider.name} (${provider.kind}) has no ${channel}`);
  if (provider.state === "off") return broken(`${provider.name} is switched off`);
  const countries = countriesOf(tenant, channel, step);
  if (countries.length === 0) return broken(`${provider.name} is for no country that the limits allow`);
  if (!countries.some((country) => hasPrice(tenant, channel, provider, country, now))) {
    return broken(`${provider.name} has no price for ${channel}`);
  }
  if (provider.adapter.fixedText.includes(channel)) {
    const template = templateOf(tenant, channel);
    if (template !== null && template.document.bindings[provider.name] === undefined) {
      return broken(`template otp/${channel}/${template.locale} is not bound to ${provider.name}`);
    }
    const status = template?.approvals.get(provider.name)?.status ?? "approved";
    if (status !== "approved") return { message: `its template is ${status}`, weight: "idle" };
  }
  return provider.state === "drain" ? { message: `${provider.name} is draining`, weight: "idle" } : null;
}

function templateOf(tenant: TenantConfig, channel: Channel) {
  return matchTemplate(tenant.templates, ["otp"], channel, localeChain(undefined, tenant.settings.default_locale));
}

function countriesOf(tenant: TenantConfig, channel: Channel, step: RouteStep): (string | null)[] {
  // An address has no country.
  if (channel === "email") return [null];
  const allowed = tenant.limits.countries;
  return step.countries === undefined ? allowed : allowed.filter((country) => step.countries?.includes(country));
}

function hasPrice(
  tenant: TenantConfig,
  channel: Channel,
  provider: ProviderConfig,
  country: string | null,
  now: number,
): boolean {
  return findPrice(tenant.prices, { channel, provider: provider.name, country, segments: 1, at: now }) !== null;
}
