import { isDeepStrictEqual } from "node:util";
import { and, eq } from "drizzle-orm";
import { providers } from "../db/schema/index.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { VendorTemplate } from "../providers/template-verbs.ts";
import { changeSettings, type ChangeDeps, type OrmTx } from "../settings/change.ts";
import type { Binding } from "../settings/documents.ts";
import type { Finding } from "../settings/findings.ts";
import { templateId, type ProviderConfig, type TemplateConfig } from "../settings/snapshot.ts";
import type { AuditedChange, Auditor } from "../tenants/audit.ts";
import { approvalRow, putApprovals } from "./approve.ts";
import { normaliseLocale } from "./match.ts";
import { wordsOf } from "./submission.ts";
import type { ReadySubmission } from "./submit.ts";
import { ownVariant } from "./variant.ts";
import { storedDocument, writeVersion } from "./write-version.ts";

/**
 * Binds what the vendor took, each variant where it still can be: what was put, submitted or deleted while the vendor was
 * asked stands. It never throws, since the vendor has done its part: what could not be bound is a finding.
 */
export async function bindSubmitted(
  deps: ChangeDeps & { log: Log },
  ctx: Auditor,
  ready: ReadySubmission,
  templates: readonly VendorTemplate[],
  at: number,
): Promise<Finding[]> {
  if (templates.length === 0) return [];
  const put: Finding[] = [];
  try {
    const { findings } = await changeSettings(deps, ctx, async (tx, now) => {
      const changes: AuditedChange[] = [];
      const isThere = await stillThere(tx, ready.provider);
      for (const template of ready.variants) {
        const made = madeOf(ready, template, templates);
        if (made === undefined) continue;
        if (isThere) changes.push(...(await bindOne(tx, ctx, { ready, template, made, at, now, put })));
        else put.push(notBound(template, `the provider ${ready.provider.name} was deleted or changed meanwhile`));
      }
      return { audit: changes };
    });
    return [...put, ...findings];
  } catch (error) {
    deps.log.error({ provider: ready.provider.name, error: errorForLog(error) }, "a submitted template was not bound");
    const left = ready.variants.filter((template) => madeOf(ready, template, templates) !== undefined);
    return left.map((template) => notBound(template, "the gateway failed; submit it again"));
  }
}

function madeOf({ languages }: ReadySubmission, { locale }: TemplateConfig, templates: readonly VendorTemplate[]) {
  const language = normaliseLocale(languages.get(locale) ?? "");
  return templates.find((one) => normaliseLocale(one.language) === language);
}

async function stillThere(tx: OrmTx, { ownerId, name, kind }: ProviderConfig): Promise<boolean> {
  const same = and(eq(providers.tenantId, ownerId), eq(providers.name, name), eq(providers.kind, kind));
  return (await tx.select({ name: providers.name }).from(providers).where(same)).length > 0;
}

function notBound({ key, channel, locale }: TemplateConfig, why: string): Finding {
  return { path: templateId(key, channel, locale), message: `is with the provider, and not bound: ${why}` };
}

interface Bound {
  ready: ReadySubmission;
  template: TemplateConfig;
  made: VendorTemplate;
  at: number;
  now: Date;
  /** Findings are added here. */
  put: Finding[];
}

/** The binding beside whatever the variant is by now: it may have been put while the vendor was asked. */
async function bindOne(
  tx: OrmTx,
  ctx: Auditor,
  { ready, template, made, at, now, put }: Bound,
): Promise<AuditedChange[]> {
  const { provider, request } = ready;
  const variant = ownVariant(ctx, template);
  const target = templateId(variant.key, variant.channel, variant.locale);
  const document = await storedDocument(tx, variant);
  if (document === null) {
    put.push(notBound(template, "it was deleted meanwhile"));
    return [];
  }
  // What the vendor says that its text says; it may have taken one that was there.
  const expiry = made.expiryMinutes === undefined ? request.expiryMinutes : made.expiryMinutes;
  const binding: Binding = {
    name: made.name,
    language: made.language,
    ...(expiry === null ? {} : { expiry_minutes: expiry }),
  };
  const before = document.bindings[provider.name];
  if (!isDeepStrictEqual(before, binding)) {
    if (!isDeepStrictEqual(before, template.document.bindings[provider.name])) {
      put.push(notBound(template, `its binding to ${provider.name} was changed meanwhile, and stands`));
      return [];
    }
    const bindings = { ...document.bindings, [provider.name]: binding };
    await writeVersion(tx, ctx, variant, { ...document, bindings }, { change: "submit", keepApprovals: true, now });
  }
  if (expiry !== request.expiryMinutes) {
    const says = expiry === null ? "nothing of an expiry" : `${expiry} minutes`;
    put.push({ path: target, message: `says ${says} there, and is bound so; other words may need another name` });
  }
  const { reason } = made;
  const status = made.status ?? "pending";
  await putApprovals(tx, [approvalRow(template, provider, { status, reason, source: "submit", at })]);
  if (!isDeepStrictEqual(wordsOf(document), wordsOf(template.document))) {
    put.push({ path: target, message: "was put while the provider was asked; submit it again" });
  }
  const after = { provider: provider.name, ...binding, status, reason };
  return [{ action: "template.bind", target, before: before ?? null, after }];
}
