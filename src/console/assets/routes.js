// Rows are dragged into order. What that makes of the routes is asked of the server, as the buttons beside them do.
const makeSortable = (root) => {
  for (const list of root.querySelectorAll("[data-sort]")) {
    // Of its own kind on every device: a browser's own dragging knows no touch.
    if (!Sortable.get(list)) Sortable.create(list, { handle: ".grip", animation: 120, forceFallback: true });
  }
};
makeSortable(document);
document.body.addEventListener("htmx:load", (event) => makeSortable(event.target.parentElement ?? document));
