/* The sheet's workbench: what is changed is sent one after the other, what is typed is never undone, pages never flicker. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const by = (id) => document.getElementById(id);
  const say = (words) => document.dispatchEvent(new CustomEvent("handouts:said", { detail: { value: words } }));
  const bench = by("bench");

  // ---- set: one request at a time; what is changed meanwhile goes with the next
  const address = `/sheet/${bench.dataset.draft}`, load = Math.random().toString(36).slice(2, 10);
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-Handouts-Tab"] = `${event.detail.headers["X-Handouts-Tab"]}.${load}`.slice(0, 40);
  });
  const waiting = new Map(), clashing = new Map(), acts = [], undone = []; // clashing: what another window has set too, until that is settled
  let flying = false, well = true, sent = null, answered = 0, timer = 0, undoing = false;
  document.addEventListener("htmx:beforeOnLoad", (event) => { if (event.detail.elt.id === "sender") answered = event.detail.xhr.status; });

  function mark(name, values, wait = 0) {
    if (clashing.has(name) && `${clashing.get(name)}` === `${values}`) return; // it is asked about already
    waiting.delete(name);
    waiting.set(name, values);
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }
  function act(where, values) {
    acts.push([where, values]);
    send();
  }
  function formed(map) {
    const values = { changed: [...map.keys()] };
    for (const [name, given] of map) if (given.length) values[name] = given;
    return values;
  }
  const about = () => ({ number: bench.dataset.number, page, width: width(by("stage")) });
  async function send() {
    clearTimeout(timer);
    if (flying) return;
    let where, values;
    if (waiting.size) {
      where = "set";
      const plain = [...waiting].filter(([name]) => !clashing.has(name)); // what clashes holds nothing else up
      sent = new Map(plain.length ? plain : waiting);
      values = formed(sent);
      for (const name of sent.keys()) waiting.delete(name);
    } else if (acts.length) [where, values] = acts.shift();
    else return;
    flying = true;
    answered = 0;
    undoing = where === "undo";
    try {
      await htmx.ajax("POST", `${address}/${where}`, { source: "#sender", swap: "none", values: { ...values, ...about() } });
    } catch { /* told by the page's own listeners */ }
    flying = false;
    well = came();
    sent = null;
    if (well && (waiting.size || acts.length)) send();
    goOn();
  }
  function came() { // what was not stored is not lost: it goes with the next change; gives whether the next may go at once
    if (!sent) return true;
    if (answered >= 200 && answered < 300) {
      for (const name of sent.keys()) clashing.delete(name);
      return true;
    }
    if (answered !== 409) {
      for (const [name, given] of sent) if (!waiting.has(name)) waiting.set(name, given);
      return false;
    }
    const before = clashing.size, more = [...clashing.keys()].some((name) => !sent.has(name));
    for (const [name, given] of sent) clashing.set(name, given);
    if (before && more) for (const [name, given] of clashing) if (!waiting.has(name)) waiting.set(name, given); // asked of all at once
    return true;
  }
  document.addEventListener("handouts:token", () => setTimeout(send, 0)); // who is in again
  document.addEventListener("htmx:beforeOnLoad", (event) => { if (event.detail.elt.matches("[data-mine]") && event.detail.xhr.status < 300) clashing.clear(); });

  // ---- the page is left: what waits goes with it, and what clashes is asked about
  let gone = "", settling = false;
  function flush() {
    const rest = new Map([...(sent ?? []), ...waiting]), said = JSON.stringify([...rest]);
    if (!rest.size || said === gone) return;
    gone = said;
    const form = new FormData(), asks = { headers: { "HX-Request": "true" } };
    document.dispatchEvent(new CustomEvent("htmx:configRequest", { detail: asks }));
    for (const [name, value] of Object.entries({ ...formed(rest), ...about() })) for (const one of [value].flat()) form.append(name, one);
    sessionStorage.setItem("handouts-left", bench.dataset.draft);
    const keeps = (keepalive) => fetch(`${address}/set`, { method: "POST", headers: asks.headers, body: form, keepalive });
    keeps(true).catch(() => keeps(false)).catch(() => {});
  }
  addEventListener("beforeunload", (event) => { flush(); if (clashing.size && !settling) event.preventDefault(); });
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  for (const kind of ["click", "submit"]) document.addEventListener(kind, (event) => { if (event.target.closest("#clash a, #clash form[action]")) settling = true; });
  function valuesOf(name) {
    return [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
      .filter((one) => one.closest(".bench") && (!["checkbox", "radio"].includes(one.type) || one.checked))
      .map((one) => one.value).filter((text) => text !== "");
  }
  bench.addEventListener("input", (event) => {
    const one = event.target;
    if (one.matches("[data-set]") && (one.tagName === "TEXTAREA" || one.type === "text" || ["date", "time"].includes(one.type)) && one.id !== "flag-new") mark(one.name, valuesOf(one.name), 180);
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
  let held = false, handing = false, stale = false;
  const down = (event) => { held = true; handing = Boolean(event.target.closest?.("#handover")); };
  const up = () => setTimeout(() => {
    held = handing = false;
    if (stale && !waiting.size && !acts.length) act("now", {});
    stale = false;
  }, 0);
  addEventListener("pointerdown", down, true);
  for (const kind of ["pointerup", "pointercancel", "dragend"]) addEventListener(kind, up, true);
  addEventListener("keydown", (event) => { if (event.key === " " && event.target.matches("button, summary, input[type=checkbox], input[type=radio]")) down(event); }, true);
  addEventListener("keyup", (event) => { if (held && event.key === " ") up(); }, true);
  addEventListener("blur", () => { if (held) up(); });

  // ---- what comes back: never over what is being typed; what was unfolded stays so
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (target.matches("[data-typed]") && (waiting.size || acts.length || held) || target.id === "handover" && handing) {
      event.detail.shouldSwap = false;
      stale ||= held;
      return;
    }
    for (const one of target.querySelectorAll("details[id]")) {
      const other = fragment.querySelector(`#${CSS.escape(one.id)}`);
      if (other && one.open) other.open = true;
    }
    if (target.id === "clash" && (clashing.size || sent && answered === 409) && !fragment.querySelector("[data-mine]")) { event.detail.shouldSwap = false; return; }
    if (target.id === "handover" && stays(target, fragment)) { event.detail.shouldSwap = false; return; }
    if (target.id !== "seen" && fragment.firstElementChild?.isEqualNode(target)) event.detail.shouldSwap = false;
  });
  // what became of a sheet stays with the edition that it is of; of another edition it is said that it is another
  let became = null;
  const keyOf = (where) => where.querySelector("[name=seen]")?.value ?? "";
  function stays(target, fragment) {
    const under_way = target.querySelector("#hand.htmx-request"), next = keyOf(fragment);
    if ((under_way || target.querySelector("#done")) && keyOf(target) === next) return true;
    for (const name of ["page", "names"]) {
      const [old, fresh] = [target, fragment].map((one) => one.querySelector(`#hand [name=${name}]`));
      if (old && fresh) fresh.checked = old.checked;
    }
    const [old, fresh] = [target, fragment].map((one) => one.querySelector("#queue"));
    if (old && fresh) fresh.value = old.value;
    if (under_way) fragment.querySelector("#handed")?.replaceWith(by("handed")); // the answer finds its place
    else if (became) fragment.querySelector("#handed")?.replaceChildren(became.key === next ? became.done : changedSince());
    return false;
  }
  function changedSince() {
    const words = document.createElement("p");
    words.id = "done-before";
    words.className = "notice warn";
    words.textContent = "The sheet was changed after it was handed over. Print it or save it again, so that what you see here is what the patient gets.";
    return words;
  }
  function cameOf() { // an answer to “Print” or “Save the PDF”
    const done = by("done");
    if (!done) return;
    became = { key: done.dataset.key, done };
    if (done.dataset.key !== keyOf(by("handover"))) done.after(changedSince());
    done.focus({ preventScroll: true });
    done.scrollIntoView({ block: "nearest" });
  }

  // ---- hand over: what was typed is stored and drawn before anything goes out
  let press = "", drawing = false;
  const behind = () => waiting.size || acts.length || flying || stale || drawing || keyOf(by("handover")) !== by("seen").dataset.key;
  function hold(event, one) {
    if (!behind() && !clashing.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    press = one.dataset.hands ?? "done";
    send();
    goOn();
  }
  document.addEventListener("submit", (event) => { if (event.target.closest("#handover")) hold(event, event.submitter ?? event.target); }, true);
  document.addEventListener("click", (event) => {
    const one = event.target.closest("#handover a, #handover [data-prints]");
    if (one) hold(event, one);
  }, true);
  function goOn() { // once nothing waits: the same press, of what is shown now
    if (!press || flying || stale || drawing) return;
    const again = document.querySelector(`#hand [data-hands="${press}"]`);
    let why = "";
    if (clashing.size) why = "Not handed over: something was changed in another window too. Choose first which of the two is right.";
    else if (!well) why = "Not handed over: what you changed last could not be stored.";
    else if (behind()) return;
    else if (!again && press !== "done") why = "Not handed over: something on the sheet has to be mended first. It is said at its field.";
    else if (!again || again.target && navigator.userActivation?.isActive === false) why = "The sheet is drawn as it is now. Press once more.";
    press = "";
    if (why) say(why); else again.click();
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
    if (event.detail.target.id === "handed") cameOf();
  });

  function settled() {
    const seen = by("seen");
    if (follows && Number(seen.dataset.number) > Number(bench.dataset.number) && !waiting.size && !clashing.size) return location.reload(); // what the page before sent came after this one
    follows = false;
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
    drawing = true;
    try { await draw("leaf", source, words); } catch { if (wanted === source) drawing = false; return goOn(); }
    if (wanted !== source) return;
    drawing = false;
    setTimeout(goOn, 0);
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
  let follows = sessionStorage.getItem("handouts-left") === bench.dataset.draft;
  sessionStorage.removeItem("handouts-left");
  if (by("seen").dataset.later === undefined) show();
  if (follows || by("seen").dataset.later !== undefined) act("now", {});
});
