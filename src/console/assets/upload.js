// How far an upload is. Without this the form is sent as any other.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("upload" in form.dataset) || event.defaultPrevented) return;
    const chosen = form.querySelector("input[type=file]");
    if (!chosen || chosen.files.length === 0) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    const bar = document.createElement("progress");
    bar.max = 1;
    form.append(bar);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      // What the server does with it takes its own time: then the bar only says that it goes on.
      if (lengthComputable && loaded < total) bar.value = loaded / total;
      else bar.removeAttribute("value");
    });
    request.addEventListener("load", () => {
      // It led on to another page, or is this one with what is wrong in it.
      if (request.status < 400 && request.responseURL !== form.action) return location.assign(request.responseURL);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const content = page.getElementById("content");
      document.getElementById("content").replaceWith(document.adoptNode(content));
      window.htmx?.process(content);
      content.focus();
    });
    // Once more without this script: the browser then says itself what is wrong.
    request.addEventListener("error", () => form.submit());
    request.send(new FormData(form));
  },
  true,
);
