/* Monday by script: a list that is dropped, keys of decisions, and words that were typed and not saved yet. */
"use strict";
(() => {
  const drop = document.getElementById("drop");
  if (drop) {
    const input = drop.querySelector("input[type=file]");
    for (const name of ["dragenter", "dragover"]) document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      drop.requestSubmit();
    });
  }

  // a key on a patient's buttons says the word
  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.("[data-decide]");
    if (!card || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const button = card.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });

  // a fault that is named at the left of its row leads to its cell, and into it where it can be written in
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-cell]");
    const cell = link && document.getElementById(link.hash.slice(1));
    if (!cell) return;
    event.preventDefault();
    cell.scrollIntoView({ block: "nearest", inline: "center" });
    cell.focus({ preventScroll: true });
  });

  // what cannot be taken back is asked about once more
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sure]");
    if (button && !window.confirm(button.dataset.sure)) { event.preventDefault(); event.stopPropagation(); }
  }, true);

  // a row that is saved must not lose what was typed into another one
  let typed = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "monday") return;
    const sent = event.detail.requestConfig.elt.closest("form");
    typed = [...document.querySelectorAll("#monday table.roster input[id]")]
      .filter((one) => one.form !== sent && one.value !== one.defaultValue)
      .map((one) => ({ id: one.id, was: one.defaultValue, value: one.value }));
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const { id, was, value } of typed) {
      const one = document.getElementById(id);
      if (one && one.defaultValue === was) one.value = value;
    }
    typed = [];
  });
})();
