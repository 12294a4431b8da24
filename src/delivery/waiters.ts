type How = "accepted" | "ended";

interface Waiting {
  /** The first message it waits for; ids are in the order of time. */
  since: string;
  done: (how: How) => void;
}

/** Callers with `wait_ms`: they wait here until a provider took a message of their OTP, or its plan ended. */
export class Waiters {
  readonly #waiting = new Map<string, Set<Waiting>>();

  /**
   * Resolves with what happened, or null when the time was up. `since`: of a resend, its first message, since the reports
   * on an earlier one still come in.
   */
  wait(otpId: string, ms: number, since = ""): Promise<How | null> {
    return new Promise((resolve) => {
      const done = (how: How | null): void => {
        clearTimeout(timer);
        const others = this.#waiting.get(otpId);
        others?.delete(waiting);
        if (others?.size === 0) this.#waiting.delete(otpId);
        resolve(how);
      };
      const waiting: Waiting = { since, done };
      const timer = setTimeout(() => done(null), ms);
      const others = this.#waiting.get(otpId);
      if (others === undefined) this.#waiting.set(otpId, new Set([waiting]));
      else others.add(waiting);
    });
  }

  accepted(otpId: string, messageId: string): void {
    this.#tell(otpId, "accepted", messageId);
  }

  /** The plan of a message ended; without one: the OTP itself. */
  ended(otpId: string, messageId?: string): void {
    this.#tell(otpId, "ended", messageId);
  }

  #tell(otpId: string, how: How, messageId: string | undefined): void {
    for (const { since, done } of [...(this.#waiting.get(otpId) ?? [])]) {
      if (messageId === undefined || messageId >= since) done(how);
    }
  }
}

/** How long recent waits took, so that a decoy's answer takes as long as a real one's. */
export class RecentWaits {
  readonly #ms: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.#ms[this.#next] = ms;
    this.#next = (this.#next + 1) % 64;
  }

  /** One of them by chance; before there is any, a usual time. */
  sample(random: () => number): number {
    return this.#ms[Math.floor(random() * this.#ms.length)] ?? 40 + random() * 80;
  }
}
