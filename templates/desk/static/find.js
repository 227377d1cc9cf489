/* Finding drills and programs: the keys go from the search into what is found, and back; what is thrown away is asked about. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const by = (id) => document.getElementById(id);
  // arrow keys go from the search into what is found, and back
  document.addEventListener("keydown", (event) => {
    const here = event.target;
    if (here.id === "q" && event.key === "ArrowDown") {
      document.querySelector(".pick")?.focus();
      event.preventDefault();
    } else if (here.classList?.contains("pick") && ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "Escape"].includes(event.key)) {
      event.preventDefault();
      const all = [...document.querySelectorAll(".pick")], at = all.indexOf(here);
      if (event.key === "Escape") return by("q").focus();
      const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0 }[event.key] ?? beside(all, at, event.key === "ArrowDown" ? 1 : -1);
      if (next < 0) by("q").focus(); else all[Math.min(next, all.length - 1)]?.focus();
    }
  });
  function beside(all, at, way) { // the card in the next row, at the same place
    const place = all[at].getBoundingClientRect();
    for (let i = at + way; i >= 0 && i < all.length; i += way) {
      const other = all[i].getBoundingClientRect();
      if (Math.abs(other.top - place.top) > 8 && (Math.abs(other.left - place.left) < 8 || way > 0 && i === all.length - 1)) return i;
    }
    return way > 0 ? all.length - 1 : -1;
  }
  let shown = ""; // results that are the same stay where they are: one that is being pressed must not be put in anew
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "results" || event.detail.xhr.status !== 200) return;
    if (event.detail.serverResponse === shown) event.detail.shouldSwap = false;
    shown = event.detail.serverResponse;
  });
  let inside = false; // results that come while one of them has the focus must not lose it
  document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.target.id === "results") inside = event.detail.target.contains(document.activeElement); });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "results" && inside && document.activeElement === document.body) by("q").focus();
  });
  document.addEventListener("submit", (event) => {
    const words = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (words && !confirm(words)) event.preventDefault();
  });
});
