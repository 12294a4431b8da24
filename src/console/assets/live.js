// Parts of a page that move by themselves: what changed is heard here, and each part asks for itself anew.
// In a function of its own: all scripts of a page share their names.

(() => {
  /** A busy tenant changes every second: a page is not made anew as often. */
  const EVERY_MS = 3000;
  const base = new URL(document.currentScript.src).pathname.replace(/\/assets\/.*/, "");
  const due = new Set();
  let timer = null;
  let source = null;
  let refused = false;

  function tell() {
    timer = null;
    if (due.size === 0) return;
    // A part that still waits for its last answer, which may be of before this change, asks once more after it.
    const late = [...document.querySelectorAll("[data-live].htmx-request")].flatMap((part) =>
      part.dataset.live.split(" "),
    );
    const again = late.filter((topic) => due.has(topic));
    for (const topic of due) document.body.dispatchEvent(new Event(`live:${topic}`));
    due.clear();
    for (const topic of again) due.add(topic);
    timer = setTimeout(tell, EVERY_MS);
  }

  function changed(topics) {
    for (const topic of topics) due.add(topic);
    timer ??= setTimeout(tell, 0);
  }

  function listen() {
    if (source !== null || refused || document.hidden) return;
    source = new EventSource(`${base}/live`);
    source.addEventListener("ready", (event) => {
      document.body.classList.remove("live-lost");
      document.body.dataset.listening = "yes";
      // Whatever happened before anybody listened.
      changed(JSON.parse(event.data).topics);
    });
    source.addEventListener("change", (event) => changed(JSON.parse(event.data).topics));
    for (const end of ["refused", "ended"]) {
      source.addEventListener(end, () => {
        refused = true;
        document.body.classList.add("refused");
        lost();
      });
    }
    source.addEventListener("error", () => {
      document.body.classList.add("live-lost");
      delete document.body.dataset.listening;
      // The browser gives up on an answer that is no stream: a session that is over, or a gateway that starts.
      if (source?.readyState === EventSource.CLOSED) lost();
    });
  }

  function lost() {
    close();
    document.body.classList.add("live-lost");
    if (!refused) setTimeout(listen, 10_000);
  }

  /** A tab that nobody sees takes no connection from those that somebody does. */
  function close() {
    source?.close();
    source = null;
    delete document.body.dataset.listening;
  }

  /** What somebody types into, or is about to do, is not taken from under their hands. */
  function isHeld(part) {
    const typing = document.activeElement?.matches("input, select, textarea") && part.contains(document.activeElement);
    return typing || part.querySelector("details.confirm[open]") !== null;
  }

  /** Tables that somebody has opened stay open, and who goes through the page by keys stays where they are. */
  let opened = [];
  let focused = null;
  document.body.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    if (!target.matches("[data-live]")) return;
    opened = [...target.querySelectorAll("details[open][id]")].map(({ id }) => id);
    const { activeElement: active } = document;
    focused = target.contains(active) ? { part: target.id, tag: active.tagName, text: active.textContent } : null;
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    for (const id of opened.splice(0)) document.getElementById(id)?.setAttribute("open", "");
    if (focused === null) return;
    const { part, tag, text } = focused;
    focused = null;
    const same = [...(document.getElementById(part)?.querySelectorAll(tag) ?? [])];
    same.find(({ textContent }) => textContent === text)?.focus({ preventScroll: true });
  });

  const held = new Set();
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const part = event.detail.elt;
    if (!part.matches("[data-live]") || !isHeld(part)) return;
    event.preventDefault();
    held.add(part.id);
  });
  for (const letGo of ["focusout", "toggle"]) {
    document.addEventListener(
      letGo,
      () =>
        setTimeout(() => {
          for (const id of held) {
            const part = document.getElementById(id);
            if (part !== null && isHeld(part)) continue;
            held.delete(id);
            if (part !== null) changed(part.dataset.live.split(" "));
          }
        }, 0),
      true,
    );
  }

  if (document.querySelector("main [data-live]") !== null) {
    document.addEventListener("visibilitychange", () => (document.hidden ? close() : listen()));
    addEventListener("pagehide", close);
    addEventListener("pageshow", listen);
    listen();
  }
})();
