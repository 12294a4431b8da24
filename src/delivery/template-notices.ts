import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { LiveSettings } from "../settings/live.ts";
import { templateId, type Snapshot, type TenantConfig } from "../settings/snapshot.ts";
import { bindingOf } from "../templates/binding.ts";
import { wantedBy, type Operators } from "./operators.ts";
import {
  isNewsTo,
  isUntold,
  keepTelling,
  markTemplatesTold,
  takeUntoldTemplates,
  type TemplateNews,
  type UntoldTemplate,
} from "./template-news-rows.ts";
import { templateNotice } from "./template-notice.ts";

const SOON_MS = 500;
const LOOK_MS = 60_000;
/** Notices on their way at once. */
const AT_ONCE = 8;

export interface TemplateNoticesOptions {
  sql: Sql;
  settings: LiveSettings;
  operators: Pick<Operators, "tell">;
  clock: Clock;
  log: Log;
}

/**
 * Tells operators that a template left the plan because of what its provider said, and that it came back: whoever heard
 * it, by a send, a hook or a list, and whichever replica. What is to be told and who has heard of it are kept with the
 * templates, so they outlive a restart; of all replicas one tells, and one notice tells of all that happened at once.
 */
export class TemplateNotices {
  readonly #o: TemplateNoticesOptions;
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

  /** Waits for the notices that are on their way; what is left falls to another replica, or to the next start. */
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
    const { sql, settings, clock, log } = this.#o;
    try {
      const due = await takeUntoldTemplates(sql, clock.now());
      if (due.length === 0) return;
      for (const news of due) if (news.first) this.#log(news);
      const notices = noticesOf(due, settings.current);
      const left = notices[Symbol.iterator]();
      const lane = async (): Promise<void> => {
        for (const notice of left) {
          if (this.#stopped) return;
          if (await this.#tellOne(notice)) notice.heard = true;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      const missed = new Set(notices.filter(({ heard }) => !heard).flatMap(({ news }) => news));
      const told = due.filter((news) => !missed.has(news));
      if (told.length > 0) await markTemplatesTold(sql, told);
    } catch (error) {
      log.warn({ error: errorForLog(error) }, "could not tell of templates; trying again in a minute");
    }
  }

  #log({ key, channel, locale, provider, status, reason }: TemplateNews): void {
    const about = { template: templateId(key, channel, locale), provider, status, reason };
    if (status === "approved") this.#o.log.info(about, "a template is approved again and serves");
    else this.#o.log.warn(about, "a template left the plan: its provider does not take it");
  }

  async #tellOne({ tenant, provider, news }: TenantNotice): Promise<boolean> {
    const { sql, operators, clock } = this.#o;
    const heard = await operators.tell(tenant, templateNotice(news, tenant), provider);
    await keepTelling(sql, news, { tenantId: tenant.id, heard, now: clock.now() });
    return heard;
  }
}

/** Templates of one provider, in one state, that a tenant is told of together. */
interface TenantNotice {
  tenant: TenantConfig;
  provider: string;
  news: UntoldTemplate[];
  heard: boolean;
}

/** Pure: to every tenant that sends with them and wants to hear of it. */
function noticesOf(due: readonly UntoldTemplate[], { tenants }: Snapshot): TenantNotice[] {
  return [...tenants.values()].flatMap((tenant) => {
    if (wantedBy(tenant, "template").length === 0) return [];
    const notices = new Map<string, TenantNotice>();
    for (const news of due) {
      if (!sendsWith(tenant, news) || !isNewsTo(tenant.id, news)) continue;
      const { provider, status } = news;
      const id = `${provider}/${status}`;
      const notice = notices.get(id) ?? { tenant, provider, news: [], heard: false };
      notices.set(id, notice);
      notice.news.push(news);
    }
    return [...notices.values()];
  });
}

function sendsWith(tenant: TenantConfig, { ownerId, key, channel, locale, provider: name }: TemplateNews): boolean {
  const template = tenant.templates.get(templateId(key, channel, locale));
  const provider = tenant.providers.get(name);
  if (template?.ownerId !== ownerId || provider === undefined) return false;
  return bindingOf(tenant, template, provider) !== undefined;
}
