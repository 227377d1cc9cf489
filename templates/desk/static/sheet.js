/* The sheet's workbench: what is changed is sent one after the other, what is typed is never undone, pages never flicker. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const by = (id) => document.getElementById(id);
  const say = (words) => document.dispatchEvent(new CustomEvent("handouts:said", { detail: { value: words } }));
  const bench = by("bench");

  // ---- find: arrow keys go from the search into what is found, and back
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
  let inside = false; // results that come while one of them has the focus must not lose it
  document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.target.id === "results") inside = event.detail.target.contains(document.activeElement); });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "results" && inside && document.activeElement === document.body) by("q").focus();
  });
  document.addEventListener("submit", (event) => {
    const words = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (words && !confirm(words)) event.preventDefault();
  });
  if (!bench) return;

  // ---- set: one request at a time; what is changed meanwhile goes with the next
  const address = `/sheet/${bench.dataset.draft}`, load = Math.random().toString(36).slice(2, 10);
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-Handouts-Tab"] = `${event.detail.headers["X-Handouts-Tab"]}.${load}`.slice(0, 40);
  });
  const waiting = new Map(), acts = [], undone = [];
  let flying = false, timer = 0, undoing = false;

  function mark(name, values, wait = 0) {
    waiting.delete(name);
    waiting.set(name, values);
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }
  function act(where, values) {
    acts.push([where, values]);
    send();
  }
  async function send() {
    clearTimeout(timer);
    if (flying) return;
    let where, values;
    if (waiting.size) {
      where = "set";
      values = { changed: [...waiting.keys()] };
      for (const [name, given] of waiting) if (given.length) values[name] = given;
      waiting.clear();
    } else if (acts.length) [where, values] = acts.shift();
    else return;
    flying = true;
    undoing = where === "undo";
    try {
      await htmx.ajax("POST", `${address}/${where}`, { source: "#sender", swap: "none", values: { ...values, number: bench.dataset.number, page, width: width(by("stage")) } });
    } catch { /* told by the page's own listeners */ }
    flying = false;
    if (waiting.size || acts.length) send();
  }
  function valuesOf(name) {
    return [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
      .filter((one) => one.closest(".bench") && (!["checkbox", "radio"].includes(one.type) || one.checked))
      .map((one) => one.value).filter((text) => text !== "");
  }
  bench.addEventListener("input", (event) => {
    const one = event.target;
    if (one.matches("[data-set]") && (one.tagName === "TEXTAREA" || one.type === "text" || one.type === "date") && one.id !== "flag-new") mark(one.name, valuesOf(one.name), 180);
  });
  bench.addEventListener("change", (event) => {
    const one = event.target;
    if (!one.matches("[data-set]")) return;
    if (one.type === "checkbox" && one.name === "measures") apart(one);
    mark(one.name, valuesOf(one.name));
  });
  function apart(one) { // “nothing” stands alone
    for (const other of document.querySelectorAll('[name="measures"]')) {
      if (one.checked && other !== one && (one.value === "off" || other.value === "off")) other.checked = false;
    }
  }
  bench.addEventListener("click", (event) => {
    const button = event.target.closest("button, a");
    if (!button) return;
    const data = button.dataset;
    if (data.nudge) nudge(button);
    else if (data.days !== undefined) mark("days", data.days.split(" ").filter(Boolean));
    else if (data.sets) mark(data.sets, data.value ? [data.value] : []);
    else if (data.clears) mark(data.clears, []);
    else if (data.again) mark(`again.${data.again}`, []);
    else if (data.do && button.getAttribute("aria-disabled") !== "true") act("tray", { do: data.do, item: data.item ?? "", other: data.other ?? "" });
    else if (data.goes) {
      event.preventDefault();
      for (let fold = by(data.goes)?.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
      by(data.goes)?.scrollIntoView({ block: "center" });
      by(data.goes)?.focus();
    }
  });
  function nudge(button) { // each number of “2-3” or “2/3/5” by as much
    const input = button.closest(".stepper").querySelector("input"), by_ = Number(button.dataset.nudge);
    const least = input.name.endsWith(".rest") || input.name.endsWith(".effort") ? 0 : 1, text = input.value.trim();
    const clock = /^(\d+):(\d\d)$/.exec(text);
    const shifted = (number) => String(Math.max(least, Math.round((Number(number) + by_) * 100) / 100));
    input.value = clock ? shifted(Number(clock[1]) * 60 + Number(clock[2])) : text ? text.replace(/\d+(\.\d+)?/g, shifted) : String(Math.max(1, by_));
    mark(input.name, valuesOf(input.name));
  }
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-adds]")) {
      event.preventDefault();
      const card = event.submitter;
      if (card) act("tray", { do: card.getAttribute("aria-pressed") === "true" ? "remove" : "add", item: card.value });
    }
  });
  // order by keys and by dragging
  bench.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      act("tray", { do: event.key === "ArrowUp" ? "up" : "down", item: row.dataset.row });
    }
  });
  let dragged = null;
  bench.addEventListener("dragstart", (event) => {
    const row = event.target.closest?.("[data-row][draggable]");
    if (!row || event.target.closest("input")) return;
    dragged = row.dataset.row;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
  });
  bench.addEventListener("dragend", () => { dragged = null; unmark(); });
  bench.addEventListener("dragover", (event) => {
    const row = dragged && event.target.closest("[data-row][draggable]");
    if (!row) return;
    event.preventDefault();
    unmark();
    row.classList.add(below(row, event) ? "drop-below" : "drop-above");
  });
  bench.addEventListener("drop", (event) => {
    const row = dragged && event.target.closest("[data-row][draggable]");
    if (!row) return;
    event.preventDefault();
    const to = below(row, event) ? row.nextElementSibling : row;
    if (row.dataset.row !== dragged && to?.dataset.row !== dragged) act("tray", { do: "order", item: dragged, before: to?.dataset.row ?? "" });
    unmark();
  });
  function below(row, event) { const place = row.getBoundingClientRect(); return event.clientY > place.top + place.height / 2; }
  function unmark() { for (const one of document.querySelectorAll(".drop-above, .drop-below")) one.classList.remove("drop-above", "drop-below"); }

  // what is being pressed is not put in place anew before it is let go: the press would be lost
  let held = false, stale = false;
  const down = () => { held = true; };
  const up = () => setTimeout(() => {
    held = false;
    if (stale && !waiting.size && !acts.length) act("now", {});
    stale = false;
  }, 0);
  addEventListener("pointerdown", down, true);
  for (const kind of ["pointerup", "pointercancel", "dragend"]) addEventListener(kind, up, true);
  addEventListener("keydown", (event) => { if (event.key === " " && event.target.matches("button, summary, input[type=checkbox], input[type=radio]")) down(); }, true);
  addEventListener("keyup", (event) => { if (held && event.key === " ") up(); }, true);
  addEventListener("blur", () => { if (held) up(); });

  // ---- what comes back: never over what is being typed; what was unfolded stays so
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (target.matches("[data-typed]") && (waiting.size || acts.length || held)) {
      event.detail.shouldSwap = false;
      stale ||= held;
      return;
    }
    for (const one of target.querySelectorAll("details[id]")) {
      const other = fragment.querySelector(`#${CSS.escape(one.id)}`);
      if (other && one.open) other.open = true;
    }
    if (target.id === "handover" && handing(target, fragment)) { event.detail.shouldSwap = false; return; }
    if (target.id !== "seen" && fragment.firstElementChild?.isEqualNode(target)) event.detail.shouldSwap = false;
  });
  function handing(target, fragment) { // what became of a sheet is not lost: it stays with the edition that it is of, and an answer finds its place
    const key = (where) => where.querySelector("[name=seen]")?.value ?? "";
    const under_way = target.querySelector("#hand.htmx-request");
    if (under_way || target.querySelector("#done")) {
      if (key(target) === key(fragment)) return true;
      if (under_way) fragment.querySelector("#handed")?.replaceWith(by("handed"));
    }
    return false;
  }
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target.id === "seen" && by("seen") !== drawn) {
      drawn = by("seen");
      show(); // the other parts are put in place while its picture comes
      setTimeout(settled, 0);
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "results") picked();
    if (event.detail.target.id === "handed") { by("done")?.focus({ preventScroll: true }); by("done")?.scrollIntoView({ block: "nearest" }); }
  });

  function settled() {
    const seen = by("seen");
    if (seen.dataset.before && !undoing) undone.push({ fields: seen.dataset.before, words: seen.dataset.beforeWords });
    by("undo").disabled = !undone.length;
    by("undo").textContent = undone.length ? `Undo: ${undone.at(-1).words}` : "Undo";
    for (const told of document.querySelectorAll(".told[data-for]")) {
      for (const input of document.querySelectorAll(`[name="${told.dataset.for}"][data-set]`)) {
        if (told.dataset.bad !== undefined) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
      }
    }
    picked();
  }
  by("undo").addEventListener("click", () => {
    const last = undone.pop();
    if (!last) return;
    for (const [name, value] of Object.entries(JSON.parse(last.fields))) {
      for (const input of document.querySelectorAll(`.bench [name="${CSS.escape(name)}"][data-set]`)) {
        if (input.closest("[data-typed]")) continue;
        if (["checkbox", "radio"].includes(input.type)) input.checked = [value].flat().includes(input.value);
        else input.value = Array.isArray(value) ? value.join("; ") : value ?? "";
      }
    }
    act("undo", { fields: last.fields });
  });
  function picked() { // which cards are on the sheet
    const items = new Set(by("tray").dataset.items.split(" "));
    for (const card of document.querySelectorAll(".pick")) {
      const on = items.has(card.dataset.add.toLowerCase());
      card.setAttribute("aria-pressed", on ? "true" : "false");
      card.querySelector(".on-sheet").hidden = !on;
    }
  }

  // ---- see: a picture is decoded before it takes the other's place
  let page = 1, drawn = null, wanted = "", next = 0;
  const pages = () => Number(by("seen").dataset.pages);
  const place = (number, width) => `${address}/page/${number}/${by("seen").dataset.key}?width=${width}`;
  function width(box, share = 1) {
    const dots = box.clientWidth * share * (window.devicePixelRatio || 1);
    return Math.min(2400, Math.max(300, Math.ceil(dots / 100) * 100));
  }
  async function draw(id, source, words) {
    const old = by(id), fresh = old.cloneNode();
    fresh.hidden = false;
    fresh.alt = words;
    fresh.src = source;
    await fresh.decode();
    if (wanted === source || id !== "leaf") by(id).replaceWith(fresh);
  }
  async function show() {
    const seen = by("seen");
    if (!seen.dataset.key) { if (!document.querySelector("#seen .bad")) { by("leaf").hidden = true; by("page-place").textContent = ""; } return; }
    page = Math.max(1, Math.min(page, pages()));
    const words = `Page ${page} of ${pages()}`, source = place(page, width(by("stage")));
    if (wanted === source) return;
    wanted = source;
    for (const name of ["page", "large"]) {
      by(`${name}-place`).textContent = words;
      by(`${name}-back`).disabled = page === 1;
      by(`${name}-on`).disabled = page === pages();
    }
    try { await draw("leaf", source, words); } catch { return; }
    if (wanted !== source) return;
    by("stage").dataset.shown = seen.dataset.key;
    document.dispatchEvent(new CustomEvent("handouts:shown", { detail: { key: seen.dataset.key, page } }));
    if (by("large").open) enlarge();
    if (by("said-all").open) tellAll();
    clearTimeout(next);
    next = setTimeout(() => { if (page < pages() && !flying) new Image().src = place(page + 1, width(by("stage"))); }, 700);
  }
  function turn(by_) {
    const to = Math.max(1, Math.min(pages(), page + by_));
    if (to !== page) { page = to; show(); }
  }
  const keys = { ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1, Home: -999, End: 999 };
  for (const name of ["page", "large"]) {
    by(`${name}-back`).addEventListener("click", () => turn(-1));
    by(`${name}-on`).addEventListener("click", () => turn(1));
  }
  document.addEventListener("keydown", (event) => {
    if (keys[event.key] && event.target.closest("#stage, .stage-large")) { turn(keys[event.key]); event.preventDefault(); }
  });
  function enlarge() {
    const box = document.querySelector(".stage-large"), share = Number(by("zoom").value) / 100;
    box.dataset.zoom = by("zoom").value;
    draw("leaf-large", place(page, width(box, share)), `Page ${page} of ${pages()}`).then(() => {
      by("leaf-large").width = Math.round(box.clientWidth * share);
    }, () => {});
  }
  by("page-large").addEventListener("click", () => { if (by("seen").dataset.key) { by("large").showModal(); enlarge(); } });
  by("zoom").addEventListener("change", enlarge);
  const tellAll = () => by("seen").dataset.key && htmx.ajax("GET", `${address}/said/${by("seen").dataset.key}`, { target: "#said-text", swap: "innerHTML" });
  by("said-all").addEventListener("toggle", () => { if (by("said-all").open) tellAll(); });
  let resized = 0;
  addEventListener("resize", () => { clearTimeout(resized); resized = setTimeout(show, 200); });
  if (innerWidth < 1200 && by("tray").dataset.items.trim()) by("find-more").open = false;
  picked();
  if (by("seen").dataset.later !== undefined) act("now", {}); else show();
});
