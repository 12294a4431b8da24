import type { Socket } from "node:net";
import smpp, { type PDU } from "smpp";
import { transportFailure } from "../http-kind.ts";
import type {
  Link,
  LinkIo,
  LinkReport,
  Opened,
  RenderedMessage,
  Secrets,
  SendFailure,
  SendOutcome,
} from "../provider.ts";
import { account, failed, mayBeSent, retry } from "../verdict.ts";
import { readAnswer } from "./answer.ts";
import { readReceipt } from "./receipt.ts";
import { bindTransceiver, submitSm } from "./request.ts";
import { Session } from "./session.ts";
import type { SmppSettings } from "./settings.ts";
import { nameOf, status, verdictOf } from "./status.ts";

/** Ids that came too late for their attempt; a receipt that names an older one finds nobody. */
const LATE_IDS_KEPT = 1000;
/** How long the other side may take to answer what is under way, and then to say goodbye. */
const GOODBYE_MS = 1000;

/** Connects and binds as a transceiver: one connection that sends and is told what became of it. */
export async function openLink(settings: SmppSettings, secrets: Secrets, io: LinkIo): Promise<Opened> {
  if (!secrets["system_id"] || !secrets["password"]) return failed(account, "no_credentials");
  let socket: Socket;
  try {
    socket = await io.connect({ host: settings.host, port: settings.port, tls: settings.tls });
  } catch (error) {
    return transportFailure(error);
  }
  const link = new SmppLink(socket, settings, io);
  const refused = await link.bind(secrets);
  return refused ?? { ok: true, link };
}

class SmppLink implements Link {
  readonly leaving: Promise<void>;
  readonly ended: Promise<SendFailure>;
  readonly #session: Session;
  readonly #settings: SmppSettings;
  readonly #io: LinkIo;
  /** Messages by the ids that were answered after their time: their attempts don't know these. */
  readonly #lateIds = new Map<string, string>();
  #unanswered = 0;
  #asking = false;
  /** Its time for an answer went by, and nothing has come since. */
  #silent = false;
  #closing: Promise<void> | null = null;
  readonly #leave = new AbortController();

  constructor(socket: Socket, settings: SmppSettings, io: LinkIo) {
    this.#settings = settings;
    this.#io = io;
    this.#session = new Session(socket, (request) => this.#serve(request));
    this.leaving = new Promise((resolve) =>
      this.#leave.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    const signs = setInterval(() => void this.#askForLife(), settings.enquire_link_seconds * 1000);
    this.ended = this.#session.ended.then((reason) => {
      clearInterval(signs);
      return failed(retry, reason);
    });
  }

  /** Null when bound. */
  async bind(secrets: Secrets): Promise<SendFailure | null> {
    const fields = bindTransceiver(this.#settings, secrets);
    const reply = await this.#session.request("bind_transceiver", fields, this.#io.signal);
    if (reply.kind === "answered" && reply.answer.command_status === status.ok) return null;
    this.#session.end("closed");
    if (reply.kind !== "answered") return failed(retry, reply.kind === "late" ? "timeout" : reply.reason);
    const code = reply.answer.command_status;
    const { errorClass } = verdictOf(code, this.#settings);
    return failed(errorClass === "credentials" ? account : retry, nameOf(code));
  }

  async send(message: RenderedMessage, signal: AbortSignal): Promise<SendOutcome> {
    if (this.#leave.signal.aborted) return unasked("closed");
    if (signal.aborted) return unasked("timeout");
    if (this.#unanswered >= this.#settings.window) return unasked("window_full");
    this.#unanswered += 1;
    const fields = submitSm(message, this.#settings);
    const late = (answer: PDU): void => this.#answeredLate(answer, message);
    const asked = this.#session.request("submit_sm", fields, signal, late);
    const reply = await asked.finally(() => (this.#unanswered -= 1));
    if (reply.kind === "lost") return reply.written ? failed(mayBeSent, reply.reason) : unasked(reply.reason);
    this.#silent = reply.kind === "late";
    if (reply.kind === "late") {
      // Slow, or gone without a word: the answer to this says which.
      void this.#askForLife();
      return failed(mayBeSent, "timeout");
    }
    return this.#judge(reply.answer, message);
  }

  close(): Promise<void> {
    this.#leave.abort();
    return (this.#closing ??= this.#sayGoodbye());
  }

  #judge(answer: PDU, { tryNumber }: RenderedMessage): SendOutcome {
    const outcome = readAnswer(answer, this.#settings, tryNumber);
    if (outcome.ok) return outcome;
    // It has forgotten that we are bound; a new bind reminds it.
    if (answer.command_status === status.invalidBindState) void this.close();
    return outcome;
  }

  /** Its attempt is in doubt. This is as good as a report; and the id leads its receipts to it. */
  #answeredLate(answer: PDU, { correlation, tryNumber }: RenderedMessage): void {
    this.#silent = false;
    const outcome = readAnswer(answer, this.#settings, tryNumber);
    if (!outcome.ok) return;
    const { providerMessageId } = outcome;
    this.#lateIds.set(providerMessageId, correlation);
    const [oldest] = this.#lateIds.keys();
    if (this.#lateIds.size > LATE_IDS_KEPT && oldest !== undefined) this.#lateIds.delete(oldest);
    void this.#tell({ providerMessageId, status: "sent" });
  }

  async #serve(request: PDU): Promise<PDU> {
    this.#silent = false;
    switch (request.command) {
      case "deliver_sm": {
        const report = readReceipt(request, this.#settings);
        const kept = report === null || (await this.#tell(report));
        // Of the refusals this is the one after which SMSCs say it again.
        return request.response(kept ? {} : { command_status: status.systemError });
      }
      case "unbind":
        this.#leave.abort();
        return request.response();
      case "enquire_link":
        return request.response();
      default:
        // Not the answer of its kind: some of them have none.
        return new smpp.PDU("generic_nack", {
          command_status: status.invalidCommand,
          sequence_number: request.sequence_number,
        });
    }
  }

  /** True once it is committed. */
  async #tell(report: LinkReport): Promise<boolean> {
    const correlation = this.#lateIds.get(report.providerMessageId);
    try {
      await this.#io.report(correlation === undefined ? report : { ...report, correlation });
      return true;
    } catch {
      // Delivery has logged why.
      return false;
    }
  }

  /** A peer that does not answer this in time is gone, whatever the socket says. */
  async #askForLife(): Promise<void> {
    const leaving = this.#leave.signal;
    if (this.#asking || leaving.aborted) return;
    this.#asking = true;
    const signal = AbortSignal.any([leaving, AbortSignal.timeout(this.#settings.timeout_ms)]);
    const reply = await this.#session.request("enquire_link", {}, signal);
    this.#asking = false;
    if (reply.kind === "late" && !leaving.aborted) this.#session.end("timeout");
  }

  /** A new connection may be waiting for this: what is not answered soon is in doubt, as on a line that broke. */
  async #sayGoodbye(): Promise<void> {
    await this.#session.idle(AbortSignal.timeout(Math.min(GOODBYE_MS, this.#settings.timeout_ms)));
    if (!this.#silent) await this.#session.request("unbind", {}, AbortSignal.timeout(GOODBYE_MS));
    this.#session.end("closed");
  }
}

function unasked(providerCode: string): SendFailure {
  return { ...failed(retry, providerCode), unasked: true };
}
