import type { FC, PropsWithChildren } from "hono/jsx";
import { address, type Frame } from "../view.ts";

/**
 * Searches as one types, and by its button without a script. Its fields are the page's address, so that what was found
 * can be sent to a colleague. `path`: the page's; `list`: the id of the part that it fills.
 */
export const SearchForm: FC<PropsWithChildren<{ frame: Frame; path: string; list: string }>> = ({
  frame,
  path,
  list,
  children,
}) => {
  const action = address(frame, path);
  return (
    <form
      class="filters"
      role="search"
      method="get"
      action={action}
      hx-get={action}
      hx-trigger="input delay:300ms, submit"
      hx-target={`#${list}`}
      hx-select={`#${list}`}
      hx-swap="outerHTML"
      hx-push-url="true"
      hx-sync="this:replace"
    >
      {children}
    </form>
  );
};
