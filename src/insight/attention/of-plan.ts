import type { Channel } from "../../providers/provider.ts";
import { planProblems, type PlanFinding } from "../../settings/findings.ts";
import { presetFindings } from "../../settings/limit-presets.ts";
import type { TenantConfig } from "../../settings/snapshot.ts";
import { formatAmount } from "../../kit/money.ts";
import { bindingOf } from "../../templates/binding.ts";
import type { Attention } from "./model.ts";

/** Pure: what the configuration itself keeps from working. */
export function ofPlan(tenant: TenantConfig, now: number): Attention[] {
  const problems = planProblems(tenant, now);
  const named = [...new Set([...tenant.routes.fallback.map(({ channel }) => channel), ...routed(tenant)])];
  const dead = named.filter((channel) => isDead(tenant, channel, problems));
  const carries = tenant.routes.fallback.some(({ channel }) => !dead.includes(channel));
  const link = "/v1/routes";
  const found: Attention[] = carries
    ? dead.map((channel) => {
        const reasons = problems.filter((problem) => problem.channel === channel);
        const idle = reasons.every(({ rule }) => rule === "off" || rule === "draining");
        const severity = idle ? "warning" : "error";
        return {
          kind: "channel_dead",
          severity,
          since: null,
          subject: channel,
          link,
          facts: { reasons: factsOf(reasons) },
        };
      })
    : [
        {
          kind: "nothing_sends",
          severity: "error",
          since: null,
          subject: tenant.name,
          link,
          facts: { reasons: factsOf(problems) },
        },
      ];
  return [...found, ...brokenSteps(problems, dead), ...unpriced(problems, dead), ...openLimits(tenant)];
}

function routed({ routes }: TenantConfig): Channel[] {
  return (Object.keys(routes.channels) as Channel[]).filter((channel) => (routes.channels[channel] ?? []).length > 0);
}

function isDead(tenant: TenantConfig, channel: Channel, problems: readonly PlanFinding[]): boolean {
  const own = problems.filter((problem) => problem.channel === channel);
  if (own.some(({ provider }) => provider === null)) return true;
  const stopped = new Set(own.map(({ provider }) => provider));
  return (tenant.routes.channels[channel] ?? []).every(({ provider }) => stopped.has(provider));
}

function factsOf(problems: readonly PlanFinding[]) {
  return problems.map(({ rule, channel, provider, message }) => ({ rule, channel, provider, message }));
}

/** One that a person switched off is as they want it, and so is one that has no price: that is told by itself. */
const toldElsewhere = ["off", "draining", "no_price", "not_approved"];

function brokenSteps(problems: readonly PlanFinding[], dead: readonly Channel[]): Attention[] {
  return problems.flatMap(({ rule, channel, provider, message }): Attention[] => {
    if (provider === null || dead.includes(channel) || toldElsewhere.includes(rule)) return [];
    const facts = { rule, provider, message };
    return [{ kind: "step_broken", severity: "warning", since: null, subject: channel, link: "/v1/routes", facts }];
  });
}

function unpriced(problems: readonly PlanFinding[], dead: readonly Channel[]): Attention[] {
  const without = problems.filter(({ rule }) => rule === "no_price");
  const names = [...new Set(without.flatMap(({ provider }) => provider ?? []))];
  return names.map((subject) => {
    const channels = without.filter(({ provider }) => provider === subject).map(({ channel }) => channel);
    const severity = channels.some((channel) => dead.includes(channel)) ? "error" : "warning";
    return { kind: "no_price", severity, since: null, subject, link: "/v1/prices", facts: { channels } };
  });
}

function openLimits(tenant: TenantConfig): Attention[] {
  return presetFindings(tenant).map(({ message }) => ({
    kind: "limits_open",
    severity: "warning",
    since: null,
    subject: tenant.name,
    link: "/v1/limits",
    facts: { message },
  }));
}

/** Pure: templates that their provider does not take, where the tenant would send with them. */
export function ofTemplates(tenant: TenantConfig): Attention[] {
  return [...tenant.templates].flatMap(([subject, template]) =>
    [...template.approvals].flatMap(([name, { status, reason, at }]): Attention[] => {
      if (status === "approved" || status === "pending") return [];
      const provider = tenant.providers.get(name);
      if (provider === undefined || bindingOf(tenant, template, provider) === undefined) return [];
      const facts = { provider: name, status, reason };
      const link = `/v1/templates/${subject}`;
      return [{ kind: "template_refused", severity: "warning", since: at, subject, link, facts }];
    }),
  );
}

/** Pure: prices in force that are below what the provider takes for the same. */
export function ofPrices({ prices }: Pick<TenantConfig, "prices">, now: number): Attention[] {
  const inForce = new Map<string, TenantConfig["prices"][number]>();
  for (const rule of prices) {
    if (rule.validFrom > now) continue;
    const id = JSON.stringify([rule.channel, rule.provider, rule.country, rule.prefix]);
    if ((inForce.get(id)?.validFrom ?? -Infinity) < rule.validFrom) inForce.set(id, rule);
  }
  return [...inForce.values()].flatMap(
    ({ channel, provider, country, prefix, amount, cost, validFrom }): Attention[] => {
      if (cost === null || cost <= amount) return [];
      const area = prefix ?? country;
      const facts = { channel, provider, area, amount: formatAmount(amount), cost: formatAmount(cost) };
      const subject = [channel, provider, area].filter((part) => part !== null).join(" ");
      return [{ kind: "price_below_cost", severity: "warning", since: validFrom, subject, link: "/v1/prices", facts }];
    },
  );
}
