import type { Database } from "../db/client.ts";
import type { LiveSettings } from "../settings/live.ts";
import { templateId, type ProviderConfig, type TemplateConfig } from "../settings/snapshot.ts";
import { flagTemplate } from "../templates/approve.ts";

/** Templates that a provider refuses, told of by every message that carries one: each is flagged once. */
export class TemplateFlags {
  readonly #deps: { db: Database; settings: LiveSettings };
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(deps: { db: Database; settings: LiveSettings }) {
    this.#deps = deps;
  }

  /** Resolves once the plan of this replica knows. */
  flag(provider: ProviderConfig, template: TemplateConfig, code: string, at: number): Promise<void> {
    const { ownerId, key, channel, locale, version } = template;
    const id = templateId(key, channel, locale);
    const current = this.#deps.settings.current.tenants.get(ownerId)?.templates.get(id);
    const approval = current?.version === version ? current.approvals.get(provider.name) : undefined;
    if (approval !== undefined && approval.status !== "approved") return Promise.resolve();
    const flag = `${ownerId}/${id}/${version}/${provider.name}`;
    const shared = this.#underWay.get(flag);
    if (shared !== undefined) return shared;
    const work = this.#flag(provider, template, code, at).finally(() => this.#underWay.delete(flag));
    this.#underWay.set(flag, work);
    return work;
  }

  async #flag(provider: ProviderConfig, template: TemplateConfig, code: string, at: number): Promise<void> {
    await flagTemplate(this.#deps.db, provider, template, code, at);
    await this.#deps.settings.reload();
  }
}
