// What makes the pages smoother: none of it is needed.

/** Copies what a button names, and says so. */
document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
  } catch {
    // No clipboard without HTTPS: the text is selected, for the reader's own keys.
    getSelection().selectAllChildren(source);
    return;
  }
  const words = button.textContent;
  button.textContent = document.body.dataset.copied;
  setTimeout(() => (button.textContent = words), 1500);
});

// Buttons that need a script are not shown without one.
for (const element of document.querySelectorAll("[data-scripted]")) element.hidden = false;
document.body.addEventListener("htmx:load", (event) => {
  for (const element of event.target.querySelectorAll("[data-scripted]")) element.hidden = false;
});

/** A form that is on its way is not sent again by an impatient finger. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.getAttribute("aria-busy") === "true") event.preventDefault();
  form.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

// What was done is said once, not again when the page is loaded anew.
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(history.state, "", here);
}
