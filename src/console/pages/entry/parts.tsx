import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { Field, untouched, Wrong, type FormState } from "../../parts/form.tsx";
import { show, type Page } from "../../show.tsx";
import { address, type Frame, type PageContext } from "../../view.ts";
import { words as common } from "../../words.ts";
import type { Refusal } from "./refusal.ts";
import { entryWords } from "./words.ts";

/** A form of one of the ways in. `next`: the page that was asked for before. */
export const EntryForm: FC<
  PropsWithChildren<{ frame: Frame; path: string; refusal: Refusal | null; submit: string }>
> = ({ frame, path, refusal, submit, children }) => (
  <form class="card narrow" method="post" action={address(frame, path)}>
    <Wrong frame={frame} text={refusal?.text ?? null} state={stateOf(refusal)} />
    <input type="hidden" name="next" value={refusal?.state.values["next"] ?? frame.query.get("next") ?? ""} />
    {children}
    <button>{submit}</button>
  </form>
);

export const stateOf = (refusal: Refusal | null): FormState => refusal?.state ?? untouched();

/** Chosen, and typed twice: nobody else can look it up. */
export const NewPassword: FC<{ frame: Frame; refusal: Refusal | null; label?: string }> = ({
  frame,
  refusal,
  label,
}) => {
  const words = entryWords[frame.language];
  const state = stateOf(refusal);
  const shared = { type: "password", autocomplete: "new-password", required: true, state };
  return (
    <>
      <Field name="password" label={label ?? words.password} help={words.passwordHelp} {...shared} />
      <Field name="repeat" label={words.repeat} {...shared} />
    </>
  );
};

/** Who sits down at a screen that was left open does not know it. */
export const CurrentPassword: FC<{ frame: Frame; refusal: Refusal | null }> = ({ frame, refusal }) => (
  <Field
    name="current_password"
    type="password"
    label={entryWords[frame.language].currentPassword}
    autocomplete="current-password"
    required
    state={stateOf(refusal)}
  />
);

/** A form without the second field says nothing against the first. */
export function isRepeated({ password, repeat }: Record<string, string>): boolean {
  return repeat === undefined || repeat === password;
}

/** The page again, as it was, with what is wrong with it. */
export async function showEntry(c: PageContext, refusal: Refusal | null, page: Page): Promise<Response> {
  const response = await show(c, { ...page, status: refusal?.status ?? page.status ?? 200 });
  const wait = refusal?.retryAfter ?? null;
  if (wait !== null) response.headers.set("Retry-After", wait);
  return response;
}

/** Back to the name and the password, from half way. */
export const StartOver: FC<{ frame: Frame }> = ({ frame }) => (
  <form method="post" action={address(frame, "/sign-in/leave")}>
    <button class="link">{entryWords[frame.language].again}</button>
  </form>
);

/** Ten codes, as they are kept: copied, printed, or as a file, which is part of the page and so never asked for. */
export const RecoveryCodes: FC<{ frame: Frame; codes: readonly string[]; children?: Child }> = ({
  frame,
  codes,
  children,
}) => {
  const words = entryWords[frame.language].recovery;
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Gerbang\r\n${codes.join("\r\n")}\r\n`)}`;
  return (
    <div class="card narrow">
      <p>{words.about}</p>
      <p>
        <strong>{words.once}</strong>
      </p>
      <pre id="codes" aria-label={words.codes} tabindex={0}>
        {codes.join("\n")}
      </pre>
      <div class="row codes">
        <button type="button" class="plain" data-copy="codes" data-scripted hidden>
          {common[frame.language].copy}
        </button>
        <button type="button" class="plain" data-print data-scripted hidden>
          {words.print}
        </button>
        <a class="button plain" href={file} download={words.file}>
          {words.download}
        </a>
      </div>
      {children}
    </div>
  );
};
