import type { FC } from "hono/jsx";
import { channelNames, channelText, OtpBadge, StatusBadge, type MessageStory, type Otp } from "../../parts/message.tsx";
import { Confirm, Field, Form, Wrong, type FormState } from "../../parts/form.tsx";
import { Copyable, Time } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { messageWords } from "./message-words.ts";

/** Of the form that was refused. */
export interface Refusal {
  text: string;
  state: FormState;
}

interface Part {
  view: View;
  message: MessageStory;
  otp: Otp | null;
  refusal: Refusal | null;
}

/** The OTP that a message belongs to, its other messages, and what an operator may do for the person. */
export const OtpCard: FC<Part> = ({ view, message, otp, refusal }) => {
  const { language } = view;
  const words = messageWords[language].otp;
  if (otp === null)
    return (
      <section class="card">
        <h2>{words.heading}</h2>
        <p class="soft">{words.gone}</p>
      </section>
    );
  const { role } = view.session;
  const pending = otp.status === "pending";
  return (
    <section class="card">
      <h2>{words.heading}</h2>
      <p class="row">
        <OtpBadge status={otp.status} language={language} />
        <span class="soft">
          {pending ? `${words.left(otp.attempts_left)} ` : null}
          {words.until} <Time view={view} at={otp.expires_at} seconds />
        </span>
      </p>
      <Copyable frame={view} id="otp-id" text={otp.id} what={words.heading} />
      <Sisters view={view} message={message} otp={otp} />
      {refusal === null ? null : <Wrong frame={view} text={refusal.text} state={refusal.state} />}
      {pending && (role === "ops" || role === "admin") ? (
        <Resend view={view} message={message} otp={otp} state={refusal?.state} />
      ) : null}
      {pending && role === "admin" ? <Cancel view={view} message={message} otp={otp} /> : null}
    </section>
  );
};

function Sisters({ view, message, otp }: { view: View; message: MessageStory; otp: Otp }) {
  const { language } = view;
  const words = messageWords[language].otp;
  const several = new Set((otp.messages ?? []).map(({ to }) => to)).size > 1;
  return (
    <>
      <h3>{words.messages}</h3>
      <ul class="plain-list">
        {(otp.messages ?? []).map(({ id, status, channel, to }) => (
          <li class="row">
            {id === message.id ? (
              <span>{channelText(channel, language)}</span>
            ) : (
              <a href={address(view, `/messages/${id}`)}>{channelText(channel, language)}</a>
            )}
            {several ? <span class="soft">{to === "erased" ? common[language].erased : to}</span> : null}
            <StatusBadge status={status} language={language} />
            {id === message.id ? <span class="soft small">{words.this}</span> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

interface Act {
  view: View;
  message: MessageStory;
  otp: Otp;
  state?: FormState | undefined;
}

function Resend({ view, message, otp, state }: Act) {
  const { language } = view;
  const words = messageWords[language].resend;
  // An address takes e-mail, a number everything else.
  const channels = channelNames.filter((channel) => (channel === "email") === (message.channel === "email"));
  const options = channels.map((channel) => ({ value: channel, label: channelText(channel, language) }));
  return (
    <>
      <h3 id="resend">{words.heading}</h3>
      <Form action={address(view, `/messages/${message.id}/resend`)}>
        <input type="hidden" name="otp" value={otp.id} />
        <div class="row end">
          <Field
            name="channel"
            label={words.channel}
            options={[{ value: "", label: words.auto }, ...options]}
            {...(state === undefined ? {} : { state })}
          />
          <div class="field">
            <button>{words.button}</button>
          </div>
        </div>
        <p class="soft small">
          {otp.resend_after > 0 ? `${words.wait(otp.resend_after)} ` : ""}
          {words.help}
        </p>
      </Form>
    </>
  );
}

function Cancel({ view, message, otp }: Act) {
  const words = messageWords[view.language].cancel;
  return (
    <Confirm label={words.button} tight>
      <Form action={address(view, `/messages/${message.id}/cancel`)}>
        <input type="hidden" name="otp" value={otp.id} />
        <p>{words.text}</p>
        <button class="danger">{words.confirm}</button>
      </Form>
    </Confirm>
  );
}
