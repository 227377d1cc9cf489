/* Patients: keys for answers, files dropped on the page, lines copied. No rule of the clinic is here. */
"use strict";
(() => {
  const LARGEST = 110e6, MOST = 50;

  // settling by keys: each button says its own; none while something is typed or chosen in a dialog
  document.addEventListener("keydown", (event) => {
    const form = document.getElementById("settle");
    if (!form || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const field = event.target.closest("input:not([type=hidden]), textarea, select");
    if (field) {
      if (event.key === "Escape") { event.preventDefault(); document.getElementById("question").focus(); }
      else if (event.key === "Enter" && !event.shiftKey && field.matches("[data-enters]")) { event.preventDefault(); press(form.querySelector("[value=write]")); }
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "enter" && event.target.closest("button, a, summary")) return;
    const button = [...form.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
    if (button && !event.repeat) { event.preventDefault(); press(button); }
  });
  function press(button) {
    if (button && !button.closest("form").classList.contains("htmx-request")) button.click();
  }

  // files: dropped anywhere on their form; what is too much is said before it is sent
  const drop = document.querySelector("[data-drop]");
  if (drop) {
    const input = drop.querySelector("input[type=file]"), said = drop.querySelector("[data-chosen]"), before = said.textContent;
    const fits = () => {
      const files = [...input.files], bytes = files.reduce((sum, one) => sum + one.size, 0);
      const wrong = files.length > MOST ? `${files.length} files are too many: ${MOST} at a time.`
        : bytes > LARGEST ? `${Math.ceil(bytes / 1e6)} MB are too much: ${LARGEST / 1e6} MB at a time.` : "";
      input.setCustomValidity(wrong);
      said.textContent = wrong || (files.length ? `${files.length} ${files.length === 1 ? "file" : "files"}, ${(bytes / 1e6).toFixed(1)} MB` : before);
      return !wrong && files.length;
    };
    input.addEventListener("change", fits);
    for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      if (fits()) drop.requestSubmit(); else input.reportValidity();
    });
    window.addEventListener("dragover", (event) => event.preventDefault());
    window.addEventListener("drop", (event) => event.preventDefault());
    drop.addEventListener("submit", () => { for (const one of drop.querySelectorAll("button")) one.disabled = true; said.textContent = "Being sent …"; });
    window.addEventListener("pageshow", () => { for (const one of drop.querySelectorAll("button")) one.disabled = false; });
  }

  // the lines for a record system
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copies);
    let done = true;
    try { await navigator.clipboard.writeText(field.value); } catch { field.focus(); field.select(); done = document.execCommand("copy"); }
    document.dispatchEvent(new CustomEvent("handouts:said", { detail: done ? "Copied." : "Press Ctrl+C to copy what is marked." }));
  });
})();
