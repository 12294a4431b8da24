import { Copyable, Time } from "../../parts/text.tsx";
import { show } from "../../show.tsx";
import { address, type PageContext } from "../../view.ts";
import { userWords } from "./words.ts";

/** What leads a new user, or one who was reset, in. It is in the answer to the form, and in no address. */
export function invitationPage(
  c: PageContext,
  name: string,
  invitation: { setup_url: string | null; setup_expires_at: string },
): Promise<Response> {
  const { view } = c.var;
  const words = userWords[view.language].invitation;
  const { setup_url: url, setup_expires_at: until } = invitation;
  return show(c, {
    title: words.title(name),
    content: (
      <div class="card narrow">
        {url === null ? (
          <p>{words.gone}</p>
        ) : (
          <>
            <p>{words.about}</p>
            <Copyable frame={view} id="invitation" text={url} what={words.link} block />
            <p>
              <strong>{words.once}</strong> {words.until} <Time view={view} at={until} />.
            </p>
          </>
        )}
        <p>
          <a class="button plain" href={address(view, "/users")}>
            {words.back}
          </a>
        </p>
      </div>
    ),
  });
}
