import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { LiveSettings } from "../settings/live.ts";
import { templateId, type Snapshot, type TenantConfig } from "../settings/snapshot.ts";
import { bindingOf } from "../templates/binding.ts";
import type { Operators } from "./operators.ts";
import { isUntold, markTemplatesTold, takeUntoldTemplates, type TemplateNews } from "./template-news-rows.ts";
import { templateNotice } from "./template-notice.ts";

const SOON_MS = 500;
const LOOK_MS = 60_000;

export interface TemplateNoticesOptions {
  sql: Sql;
  settings: LiveSettings;
  operators: Pick<Operators, "tell">;
  clock: Clock;
  log: Log;
}

/**
 * Tells operators that a template left the plan because of what its provider said, and that it came back: whoever heard
 * it, by a send, a hook or a list, and whichever replica. It follows from the settings as they were committed, so it
 * outlives a restart; of all replicas one tells.
 */
export class TemplateNotices {
  readonly #o: TemplateNoticesOptions;
  /** Tenants that heard of a row's state, while others of the same row did not. */
  readonly #heard = new Map<string, Set<string>>();
  #soon: NodeJS.Timeout | null = null;
  #looks: NodeJS.Timeout | null = null;
  #telling: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: TemplateNoticesOptions) {
    this.#o = options;
    options.settings.onChange((snapshot) => this.#changed(snapshot));
  }

  /** Looks each minute for what nobody was told of: a replica may have stopped in between. */
  start(): void {
    this.#looks = setInterval(() => void this.flush(), LOOK_MS).unref();
    this.#changed(this.#o.settings.current);
  }

  /** Tells what is due. */
  flush(): Promise<void> {
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#soon = null;
    this.#telling = this.#telling.then(() => (this.#stopped ? undefined : this.#tell()));
    return this.#telling;
  }

  /** What is left falls to another replica, or to the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#looks !== null) clearInterval(this.#looks);
    if (this.#soon !== null) clearTimeout(this.#soon);
    await this.#telling;
  }

  #changed({ tenants }: Snapshot): void {
    if (this.#stopped || this.#soon !== null) return;
    // Those who share templates share one map of them.
    const maps = new Set([...tenants.values()].map(({ templates }) => templates));
    const anyUntold = [...maps].some((templates) =>
      [...templates.values()].some(({ approvals }) => [...approvals.values()].some(isUntold)),
    );
    if (anyUntold) this.#soon = setTimeout(() => void this.flush(), SOON_MS).unref();
  }

  async #tell(): Promise<void> {
    const { sql, clock, log } = this.#o;
    try {
      const due = await takeUntoldTemplates(sql, clock.now());
      const told = await Promise.all(due.map(async (news) => ((await this.#tellAll(news)) ? [news] : [])));
      if (told.flat().length > 0) await markTemplatesTold(sql, told.flat());
    } catch (error) {
      log.warn({ error: errorForLog(error) }, "could not tell of templates; trying again in a minute");
    }
  }

  /** In the log, then to every tenant that sends with it. False: somebody who wanted to hear of it has not. */
  async #tellAll(news: TemplateNews): Promise<boolean> {
    const { settings, operators, log } = this.#o;
    const { ownerId, key, channel, locale, provider, status, reason } = news;
    const id = templateId(key, channel, locale);
    const about = { template: id, provider, status, reason };
    if (status === "approved") log.info(about, "a template is approved again and serves");
    else log.warn(about, "a template left the plan: its provider does not take it");
    const change = `${ownerId}/${id}/${provider}/${status}`;
    const heard = this.#heard.get(change) ?? new Set();
    this.#heard.set(change, heard);
    const users = [...settings.current.tenants.values()].filter((tenant) => sendsWith(tenant, news));
    for (const tenant of users) {
      if (heard.has(tenant.id)) continue;
      if (await operators.tell(tenant, templateNotice(news, tenant), provider)) heard.add(tenant.id);
    }
    const all = users.every((tenant) => heard.has(tenant.id));
    if (all) this.#heard.delete(change);
    return all;
  }
}

function sendsWith(tenant: TenantConfig, { ownerId, key, channel, locale, provider: name }: TemplateNews): boolean {
  const template = tenant.templates.get(templateId(key, channel, locale));
  const provider = tenant.providers.get(name);
  if (template?.ownerId !== ownerId || provider === undefined) return false;
  return bindingOf(tenant, template, provider) !== undefined;
}
