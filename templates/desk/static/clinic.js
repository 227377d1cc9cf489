/* The clinic's forms: what is typed is looked at by the desk and shown beside it; sliders and a figure's text stay in step. */
"use strict";
(() => {
  const form = document.querySelector("form[data-live]");
  document.addEventListener("input", (event) => {
    const name = event.target.closest("[data-names]");
    if (!name) return;
    const id = document.getElementById(name.dataset.names);
    id.value = name.value.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
  });
  if (!form) return;
  const token = document.body.dataset.token, problems = document.getElementById("problems");
  const busy = form.querySelector(".busy");
  let dirty = false;

  async function send(address, more = {}, signal = undefined) {
    const data = new FormData(form);
    for (const input of form.querySelectorAll("input[type=file]")) if (!more.files) data.delete(input.name);
    for (const [key, value] of Object.entries(more)) if (key !== "files") data.set(key, value);
    const figure = form.elements.figure?.value;
    let answer;
    try {
      answer = await fetch(address, { method: "POST", body: data, signal, headers: { "HX-Request": "true", "X-Handouts-Token": token } });
    } catch (error) {
      if (error.name !== "AbortError") say("The desk does not answer. Is “handouts desk” still running?");
      return null;
    }
    if (answer.headers.get("content-type")?.includes("json")) {
      const told = await answer.json();
      if (form.elements.figure?.value !== figure) delete told.fields?.figure; // typed in meanwhile
      shown(told);
      return told;
    }
    const html = await answer.text();
    if (answer.status === 409) place("clash", html, true);
    else problems.innerHTML = answer.status < 500 ? html : "";
    if (answer.status >= 500) say("That did not work. Nothing was saved.");
    return null;
  }

  function place(name, html, go = false) {
    for (const part of document.querySelectorAll(`[data-part="${name}"]`)) {
      if (part.innerHTML.trim() === html.trim()) continue;
      const here = part.contains(document.activeElement) ? document.activeElement.id : "";
      const open = new Map([...part.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
      part.innerHTML = html;
      for (const one of part.querySelectorAll("details[id]")) if (open.has(one.id)) one.open = open.get(one.id);
      if (here) document.getElementById(here)?.focus();
      if (go) part.querySelector("[tabindex]")?.focus();
    }
  }

  function shown(told) {
    for (const [name, html] of Object.entries(told.parts ?? {})) {
      place(name, html);
      if (name.startsWith("at-")) mark(name.slice(3), html);
    }
    for (const [name, address] of Object.entries(told.pictures ?? {}))
      for (const image of form.querySelectorAll(`[data-picture="${name}"]`)) if (address) image.src = address; else image.removeAttribute("src");
    for (const [name, text] of Object.entries(told.fields ?? {})) {
      const field = form.elements[name];
      if (field && field.value !== text) field.value = text;
    }
    for (const name of ["seen", "seen_unfinished", "base"]) if (name in told && form.elements[name]) form.elements[name].value = told[name];
    if (told.said) say(told.said);
    if (told.goes) { dirty = false; location.assign(told.goes); }
  }

  function mark(name, html) {
    const field = document.getElementById(`f-${name}`);
    if (field) field.setAttribute("aria-invalid", String(html.includes("note bad")));
  }

  function say(words) { document.dispatchEvent(new CustomEvent("handouts:said", { detail: words })); }

  // one question at a time; of those that wait, the latest of each kind takes the place of the one before it
  const waiting = [];
  let asking = null, looking = null, later = 0;
  function ask(kind, more) {
    if (kind === "draw") { // what is seen comes before what is said of it
      for (let at = waiting.length; at--;) if (waiting[at][0] === "look") waiting.splice(at, 1);
      looking?.abort();
    }
    const last = waiting.at(-1);
    if (last && last[0] === kind && last[1].do === more.do && last[1].at === more.at) last[1] = more; else waiting.push([kind, more]);
    asking ??= run();
    return asking;
  }
  async function run() {
    busy?.classList.add("htmx-request");
    while (waiting.length) {
      const [kind, more] = waiting.shift();
      looking = kind === "look" ? new AbortController() : null;
      const told = await send(kind === "draw" ? form.dataset.draws : form.dataset.live, more, looking?.signal);
      if (told && problems.childElementCount) problems.replaceChildren();
    }
    busy?.classList.remove("htmx-request");
    asking = null;
  }
  function look(wait = 90) {
    clearTimeout(later);
    later = setTimeout(() => ask("look", {}), wait);
  }
  async function draw(more) {
    dirty = true;
    await ask("draw", more);
    look(450);
  }

  form.addEventListener("input", (event) => {
    const at = event.target;
    if (at.dataset.sends) return;
    dirty = true;
    if (at.dataset.slides) {
      const joint = at.closest(".joint");
      joint.querySelector("input[type=number]").value = at.value;
      joint.classList.remove("unset");
      draw({ do: "set", at: at.dataset.slides, value: at.value });
    } else if (at.dataset.set !== undefined) {
      if (at.type === "number") { const range = at.closest(".joint")?.querySelector("input[type=range]"); if (range) range.value = at.value || 0; at.closest(".joint")?.classList.toggle("unset", at.value === ""); }
      draw({ do: "set", at: at.dataset.set, value: at.value });
    } else if (at.name === "position" || at.name === "side") {
      draw({ do: "" });
    } else if (at.name === "figure") {
      clearTimeout(later);
      later = setTimeout(async () => { await ask("draw", { do: "" }); look(200); }, 300);
    } else {
      if (at.dataset.picks) document.getElementById(at.dataset.picks).value = at.value.toUpperCase();
      const picker = document.querySelector(`[data-picks="${at.id}"]`);
      if (picker && /^#[0-9a-f]{6}$/i.test(at.value)) picker.value = at.value;
      if (at.dataset.words !== undefined) count(at);
      look();
    }
  });

  form.addEventListener("change", async (event) => {
    const at = event.target;
    if (at.dataset.sends && at.files.length) {
      const told = await send(at.dataset.sends, { files: true });
      if (told) { at.value = ""; problems.replaceChildren(); look(0); dirty = true; }
    }
  });

  function count(input) {
    const longest = Math.max(0, ...input.value.split(/(?<=[.!?])\s+/).map((one) => one.trim().split(/\s+/).filter(Boolean).length));
    const told = input.closest("li").querySelector("[data-count]");
    told.textContent = longest > 15 ? `${longest} words in a sentence; 15 are read better` : "";
    told.classList.toggle("long", longest > 15);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const data = button.dataset;
    if (data.do) {
      const value = data.from ? data.from.split(" ").map((id) => document.getElementById(id).value).join("|") : data.value ?? "";
      draw({ do: data.do, at: data.at, value });
    } else if (data.clears) {
      draw({ do: "set", at: data.clears, value: "", whole: "1" });
    } else if (data.adds) {
      const list = document.getElementById(data.to);
      list.append(document.getElementById(data.adds).content.cloneNode(true));
      list.lastElementChild.querySelector("input, select").focus();
      dirty = true;
    } else if (data.row) {
      const row = button.closest("li"), list = row.parentElement;
      if (data.row === "up" && row.previousElementSibling) list.insertBefore(row, row.previousElementSibling);
      if (data.row === "down" && row.nextElementSibling) list.insertBefore(row.nextElementSibling, row);
      if (data.row === "remove") { const next = row.nextElementSibling ?? row.previousElementSibling; row.remove(); (next ?? list.parentElement).querySelector("input, button")?.focus(); }
      else button.focus();
      dirty = true;
      look();
    } else if (data.undoes !== undefined) {
      send(form.dataset.undo);
    } else if (data.apart !== undefined) {
      save({ apart: "yes" });
    } else if (data.drops) {
      if (confirm(data.drops)) send(form.dataset.drop);
    } else if (data.merge) {
      for (const [name, digest] of Object.entries(JSON.parse(data.merge))) if (form.elements[name]) form.elements[name].value = digest;
      save({});
    } else if (data.reload !== undefined) {
      dirty = false;
      location.reload();
    }
  });

  async function save(more) {
    while (asking) await asking;
    const told = await send(form.dataset.saves, more);
    if (!told) {
      if (problems.childElementCount) {
        say("Not saved: something is to be mended first.");
        const first = form.querySelector("[aria-invalid=true]");
        for (let one = first?.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
        (first ?? problems).scrollIntoView({ block: "center" });
        first?.focus({ preventScroll: true });
      }
      return;
    }
    for (const button of form.querySelectorAll("[data-undoes]")) button.hidden = false;
    dirty = false;
    problems.replaceChildren();
    for (const box of document.querySelectorAll('[data-part="clash"]')) box.replaceChildren();
    look(0);
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); save({}); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); save({}); }
  });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  for (const input of form.querySelectorAll("[data-words]")) count(input);
  look(0);
})();
