import type { Child, FC } from "hono/jsx";
import type { components } from "../../../examples/typescript/schema.d.ts";
import type { View } from "../view.ts";
import { sandboxWords } from "../pages/sandbox-words.ts";
import { Badge, Copyable, Time, type Tone } from "./text.tsx";

export type InboxMessage = components["schemas"]["SandboxMessage"];

const tones: Record<InboxMessage["channel"], Tone> = { whatsapp: "good", sms: "info", voice: "warn", email: "plain" };

/** What sandbox providers delivered, as it would stand on the recipients' own phones. */
export const InboxPhone: FC<{ view: View; messages: readonly InboxMessage[]; empty: Child }> = ({
  view,
  messages,
  empty,
}) => {
  const words = sandboxWords[view.language];
  return (
    <div class="inbox-phone">
      {messages.length === 0 ? (
        <div class="empty">{empty}</div>
      ) : (
        <ol tabindex={0} aria-label={words.phone}>
          {messages.map(({ id, channel, provider, to, text, code, at }) => (
            <li>
              <p class="row spread small">
                <span>
                  <Badge tone={tones[channel]}>{words.channels[channel]}</Badge>{" "}
                  <span class="soft">{words.to(to)}</span>
                </span>
                <span class="soft">
                  <Time view={view} at={at} seconds />
                </span>
              </p>
              <p class="said-text">{channel === "whatsapp" ? withBold(text) : text}</p>
              <Copyable frame={view} id={`code-${id}`} text={code} what={words.codeOf(code)} />
              <p class="soft small">{provider}</p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
};

/** What stands between asterisks is bold on WhatsApp. */
function withBold(text: string): Child[] {
  return text.split(/\*([^*\n]+)\*/).map((part, n) => (n % 2 === 1 ? <strong>{part}</strong> : part));
}
