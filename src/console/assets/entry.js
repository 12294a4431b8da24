// On the ways in: an invitation's code is taken out of the link, and codes are printed.

/** What stands behind the # is sent to no server; here it goes into the form, and out of the address. */
const field = document.querySelector("[data-fragment]");
if (field && location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(history.state, "", location.pathname + location.search);
}

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-print]")) print();
});
