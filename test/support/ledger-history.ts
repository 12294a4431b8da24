import { randomUUID } from "node:crypto";
import type { Sql } from "../../src/db/client.ts";
import { rowsOf } from "../../src/db/rows.ts";
import { post, type Account, type Entry } from "../../src/ledger/account.ts";
import { writeEntries } from "../../src/ledger/accounts.ts";

export interface PaidMessage {
  id: string;
  channel: string;
  provider: string;
  purpose: string;
  costCentre: string;
  /** Micros that the provider takes; null: not known. */
  cost: string | null;
  hold: bigint;
  charged: bigint;
  state: "held" | "captured" | "released";
}

/** A tenant's ledger written by hand: any movement at any time, with the messages that it speaks of. */
export class LedgerHistory {
  readonly account: Account;
  readonly entries: Entry[] = [];
  readonly messages: PaidMessage[] = [];
  readonly #sql: Sql;
  #written = { entries: 0, messages: 0 };

  constructor(sql: Sql, tenantId: string) {
    this.#sql = sql;
    this.account = { tenantId, currency: "IDR", available: 0n, held: 0n, spent: 0n, creditLine: 0n, seq: 0 };
  }

  /** On the tenant as the gateway made it, without any entry. */
  static async of(sql: Sql, tenant: string): Promise<LedgerHistory> {
    const [row] = await sql<{ id: string }[]>`select id from tenants where name = ${tenant}`;
    if (row === undefined) throw new Error(`no tenant ${tenant}`);
    return new LedgerHistory(sql, row.id);
  }

  topUp(amount: bigint, at: number): void {
    this.entries.push(post.topup(this.account, amount, { actor: "test", reference: randomUUID(), at }));
  }

  adjust(amount: bigint, at: number): void {
    this.entries.push(post.adjustment(this.account, amount, { actor: "test", reference: randomUUID(), at }));
  }

  hold(hold: bigint, at: number, about: Partial<PaidMessage> = {}): PaidMessage {
    const message: PaidMessage = {
      id: randomUUID(),
      channel: "whatsapp",
      provider: "meta",
      purpose: "login",
      costCentre: "",
      cost: null,
      ...about,
      hold,
      charged: 0n,
      state: "held",
    };
    this.messages.push(message);
    this.entries.push(post.hold(this.account, hold, { actor: "test", messageId: message.id, at }));
    return message;
  }

  capture(message: PaidMessage, cost: bigint, at: number): void {
    this.entries.push(post.capture(this.account, message.hold, cost, this.#of(message, at)));
    Object.assign(message, { state: "captured", charged: cost });
  }

  release(message: PaidMessage, at: number): void {
    this.entries.push(post.release(this.account, message.hold, this.#of(message, at)));
    message.state = "released";
  }

  refund(message: PaidMessage, at: number): void {
    this.entries.push(post.refund(this.account, message.charged, this.#of(message, at)));
    Object.assign(message, { state: "released", charged: 0n });
  }

  lateCharge(message: PaidMessage, cost: bigint, at: number): void {
    this.entries.push(post.lateCharge(this.account, cost, this.#of(message, at)));
    message.charged = cost;
  }

  #of(message: PaidMessage, at: number) {
    return { actor: "test", messageId: message.id, at };
  }

  /** What is new goes to the database. */
  async write(): Promise<void> {
    const { tenantId } = this.account;
    const messages = this.messages.slice(this.#written.messages).map((message) => ({
      ...message,
      metadata: message.costCentre === "" ? {} : { cost_centre: message.costCentre },
      otp: randomUUID(),
      hold: message.hold.toString(),
      charged: message.charged.toString(),
      prices: { [message.provider]: [message.hold.toString(), "accepted", message.cost] },
    }));
    const entries = this.entries.slice(this.#written.entries);
    await this.#sql.begin(async (tx) => {
      const rows = rowsOf(tx, messages);
      await tx`
        insert into otps (tenant_id, id, subject, recipients, user_ref, purpose, channels, locale, template, params,
                          metadata, status, attempts_left, code_hash, ttl_seconds, central, decoy, sends, created_at,
                          expires_at, resend_at)
        select ${tenantId}, otp, otp::text, '{}', '', purpose, '{}', 'id', '', '{}', metadata, 'verified', 0, '', 300,
               false, false, '{}', now(), now(), now()
        from json_to_recordset(${rows}) as m(otp uuid, purpose text, metadata jsonb)`;
      await tx`
        insert into messages (tenant_id, id, otp_id, channel, recipient, status, provider, template, locale,
                              template_version, prices, skips, hold, hold_state, charged, tries, advanced, created_at,
                              updated_at, expires_at)
        select ${tenantId}, id, otp, channel, '', 'accepted', provider, 'otp', 'id', 1, prices, '[]', hold, state,
               charged, 1, true, now(), now(), now()
        from json_to_recordset(${rows}) as m(
          id uuid, otp uuid, channel text, provider text, prices jsonb, hold bigint, state text, charged bigint)`;
      await Promise.all(writeEntries(tx, [this.account], entries));
    });
    this.#written = { entries: this.entries.length, messages: this.messages.length };
  }
}
