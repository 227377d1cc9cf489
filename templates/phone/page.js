(() => {
  const plan = JSON.parse(document.body.dataset.plan);
  const words = plan.words;
  const find = (id) => document.getElementById(id);
  const boxes = new Map([...document.querySelectorAll("table.boxes input")].map((box) => [box.name, box]));
  const fields = [...document.querySelectorAll("table.pains input, input.activity, #note")];
  const filled = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const state = { ticked: new Set(), written: {}, chosen: {}, changed: Date.now() };
  const key = `handouts ${plan.id}`;

  // The day of this phone's own calendar, as the plan writes days.
  function today() {
    const now = new Date();
    const two = (value) => String(value).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  const dayNow = () => Object.keys(plan.days).find((day) => plan.days[day] === today()) || "";

  // --- what is kept ---

  function load() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(key));
    } catch (error) {
      return;
    }
    if (!kept || typeof kept !== "object") return;
    for (const name of Array.isArray(kept.ticked) ? kept.ticked : []) if (boxes.has(name)) boxes.get(name).checked = true;
    const written = kept.written || {};
    for (const field of fields) if (typeof written[field.name] === "string") field.value = written[field.name];
    for (const name of Object.values(kept.chosen || {})) {
      const radio = [...document.querySelectorAll("fieldset.measure input[type=radio]")].find((one) => one.value === name);
      if (radio) radio.checked = true;
    }
    if (Number.isFinite(kept.changed)) state.changed = kept.changed;
  }

  function save() {
    const chosen = {};
    for (const radio of document.querySelectorAll("fieldset.measure input[type=radio]:checked")) chosen[radio.name] = radio.value;
    try {
      const said = { ticked: [...state.ticked], written: state.written, chosen, changed: state.changed };
      localStorage.setItem(key, JSON.stringify(said));
      if (localStorage.getItem(key) === null) throw new Error("not kept");
      return true;
    } catch (error) {
      return false;
    }
  }

  function gather() {
    state.ticked = new Set([...boxes.values()].filter((box) => box.checked).map((box) => box.name));
    state.written = {};
    for (const field of fields) {
      const value = field.value.trim();
      const wrong = field.closest("table.pains") && !/^(\d|10)?$/.test(value);
      if (field.closest("table.pains")) field.setAttribute("aria-invalid", wrong ? "true" : "false");
      if (value && !wrong) state.written[field.name] = value;
    }
    const error = find("pain-wrong");
    if (error) error.hidden = !document.querySelector("table.pains [aria-invalid=true]");
    state.chosen = {};
    for (const group of plan.measures) {
      const radios = [...document.querySelectorAll(`input[name="${group.group}"]`)];
      state.chosen[group.group] = radios.findIndex((radio) => radio.checked) + 1;
    }
  }

  function show() {
    gather();
    for (const place of document.querySelectorAll("[data-progress]")) {
      const all = [...boxes.keys()].filter((name) => name.startsWith(`d${place.dataset.progress}_`));
      const done = all.filter((name) => state.ticked.has(name)).length;
      place.textContent = filled(words.progress, { done, total: all.length });
      place.classList.toggle("all", done === all.length);
    }
    const line = Reply.line(plan, state);
    find("line").value = line;
    const mail = find("mail");
    if (mail) mail.href = `${plan.mail}?subject=${encodeURIComponent(words.mail_subject)}&body=${encodeURIComponent(line)}`;
  }

  function changed() {
    state.changed = Date.now();
    show();
    const kept = save();
    find("kept").hidden = !kept;
    find("not-kept").hidden = kept;
    find("sent").textContent = "";
  }

  function markToday() {
    const day = dayNow();
    for (const place of document.querySelectorAll("[data-day]")) {
      const now = place.dataset.day === day;
      place.classList.toggle("today", now);
      if (place.tagName !== "TH") continue;
      const mark = place.querySelector(".now");
      if (now && !mark) {
        const said = document.createElement("span");
        said.className = "now";
        said.textContent = words.today;
        place.append(said);
      } else if (!now && mark) mark.remove();
    }
  }

  // --- sending back ---

  async function copy() {
    const area = find("line");
    try {
      await navigator.clipboard.writeText(area.value);
    } catch (error) {
      area.focus();
      area.select();
      if (!document.execCommand("copy")) return;
    }
    find("sent").textContent = words.copied;
  }

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([Reply.file(plan, state)], { type: "application/json" }));
    link.download = `handout-${plan.shown}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function share() {
    try {
      await navigator.share({ text: find("line").value });
    } catch (error) {
      if (error.name !== "AbortError") await copy();
    }
  }

  let sure = 0;
  function clear() {
    if (Date.now() - sure > 10000) {
      sure = Date.now();
      find("sent").textContent = words.clear_sure;
      return;
    }
    sure = 0;
    for (const box of boxes.values()) box.checked = false;
    for (const field of fields) field.value = "";
    for (const radio of document.querySelectorAll("fieldset.measure input[type=radio]")) radio.checked = false;
    changed();
    try {
      localStorage.removeItem(key);
    } catch (error) { /* nothing was kept */ }
    find("sent").textContent = words.cleared;
  }

  // --- the timer ---

  const dialog = find("timer");
  let run = null;
  let sound = null;
  let silent = false;
  let lock = null;

  function beep(pitch, long) {
    if (navigator.vibrate) navigator.vibrate(Math.round(long * 500));
    if (silent || !sound) return;
    const tone = sound.createOscillator();
    const level = sound.createGain();
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0.25, sound.currentTime);
    level.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + long);
    tone.connect(level).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + long);
  }

  async function stayAwake() {
    try {
      lock = await navigator.wakeLock.request("screen");
    } catch (error) {
      lock = null;
    }
  }

  const nameOf = (one, number) => `d${number}_${run.day}_s${run.session}_t${one.set}${one.side ? `_${one.side}` : ""}`;

  // The first session of today that is not all done; none where today is no day of the drill.
  function sessionOf(drill, number) {
    const day = dayNow();
    if (!drill.days.includes(day)) return { day: "", session: 0, told: words.not_today };
    const sessions = [...new Set(drill.rows.map(([session]) => session))];
    const open = sessions.find((session) =>
      [...boxes.values()].some((box) => box.name.startsWith(`d${number}_${day}_s${session}_`) && !box.checked));
    return open ? { day, session: open, told: "" } : { day: "", session: 0, told: words.all_ticked };
  }

  function open(number) {
    const drill = plan.drills[number - 1];
    const section = find(`d${number}`);
    run = { number, drill, ...sessionOf(drill, number), from: 0, since: 0, paused: 0, running: true, seen: Date.now(), last: "" };
    const all = Timer.setsOf(drill);
    const left = run.session ? all.filter((one) => { const box = boxes.get(nameOf(one, number)); return box && !box.checked; }) : all;
    run.steps = Timer.stepsOf(drill, left);
    run.since = Date.now();
    find("t-name").textContent = find(`d${number}n`).textContent;
    const picture = section.querySelector("[data-timed] > svg, [data-timed] > img");
    find("t-picture").replaceChildren(...(picture ? [picture.cloneNode(true)] : []));
    const dose = section.querySelector(".dose p").cloneNode(true);
    for (const change of dose.querySelectorAll("[aria-hidden], .vh")) change.remove();
    find("t-dose").replaceChildren(...dose.childNodes);
    find("t-told").textContent = run.told;
    if (!sound && window.AudioContext) sound = new AudioContext();
    if (sound) sound.resume();
    stayAwake();
    dialog.showModal();
    turn();
  }

  const elapsed = () => (run.running ? Date.now() - run.since : run.paused) / 1000;

  function go(at) {
    run.from = Math.max(0, Math.min(run.steps.length, at));
    run.since = Date.now();
    run.paused = 0;
    turn();
  }

  function finish(sets) {
    for (const one of sets) {
      const box = run.session && boxes.get(nameOf(one, run.number));
      if (!box || box.checked) continue;
      box.checked = true;
      changed();
      find("t-told").textContent = filled(words.ticked, { what: box.getAttribute("aria-label") });
    }
  }

  function pause(on) {
    if (run.running === !on) return;
    if (on) run.paused = Date.now() - run.since;
    else run.since = Date.now() - run.paused;
    run.running = !on;
    run.seen = Date.now();
    turn();
  }

  const TITLES = { ready: "ready", hold: "hold", move: "move", work: "work", lower: "lower", wait: "wait", lift: "lift",
    rest: "rest", change: "change_sides", do: "do_set" };
  const titled = (step) => (step ? words[TITLES[step.kind]] : words.finished);
  const sideOf = (step) => ({ l: words.left, r: words.right }[step.side] || "");

  function clock(seconds) {
    const whole = Math.ceil(seconds);
    return whole < 100 ? String(whole) : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  }

  function turn() {
    if (!run) return;
    const now = Date.now();
    const asleep = run.running && now - run.seen > Timer.ASLEEP * 1000;
    run.seen = now;
    const place = Timer.where(run.steps, run.from, elapsed(), asleep);
    if (place.at !== run.from) {
      run.from = place.at;
      run.since = now - place.passed * 1000;
      run.paused = 0;
      finish(place.done);
    }
    if (place.stopped && place.at < run.steps.length) {
      run.running = false;
      find("t-told").textContent = words.asleep;
    }
    face(place);
  }

  function face(place) {
    const step = run.steps[place.at];
    const number = step && place.left !== null ? clock(place.left) : "";
    const sets = run.drill.sets.length;
    const where = step ? [filled(words.set_of, { n: step.set, total: sets }), sideOf(step)] : [];
    if (step && step.rep && step.reps > 1) where.push(filled(words.rep_of, { n: step.rep, total: step.reps }));
    const said = { "t-place": where.filter(Boolean).join(" · "), "t-phase": titled(step), "t-number": number,
      "t-next": step ? filled(words.next, { what: titled(run.steps[place.at + 1]) }) : "" };
    for (const [id, text] of Object.entries(said)) if (find(id).textContent !== text) find(id).textContent = text;
    dialog.dataset.kind = step ? step.kind : "end";
    find("t-done").hidden = !(step && step.seconds === null);
    find("t-pause").hidden = !step || step.seconds === null;
    find("t-pause").textContent = run.running ? words.pause : words.go_on;
    find("t-back").disabled = place.at === 0;
    find("t-skip").disabled = !step;
    sounds(place, step, number, where);
  }

  // Beeps the last three seconds of each wait, and says each step once: never the seconds.
  function sounds(place, step, number, where) {
    const here = `${place.at}`;
    if (run.last !== here) {
      run.last = here;
      run.beeped = "";
      find("t-live").textContent = [titled(step), step && step.seconds ? clock(step.seconds) : "", ...where].filter(Boolean).join(", ");
      if (!step) beep(520, 0.7);
      else if (step.ends || ["hold", "work", "lower", "do"].includes(step.kind)) beep(880, 0.25);
      else beep(520, 0.25);
    } else if (step && run.running && place.left !== null && place.left <= 3 && run.beeped !== number
      && ["ready", "rest", "change", "work"].includes(step.kind)) {
      run.beeped = number;
      beep(660, 0.1);
    }
  }

  function shut() {
    run = null;
    if (lock) lock.release().catch(() => {});
    lock = null;
  }

  if (dialog.showModal) {
    for (const button of document.querySelectorAll("button.start")) {
      button.addEventListener("click", () => open(Number(button.closest("section").dataset.drill)));
    }
    find("t-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", shut);
    find("t-pause").addEventListener("click", () => pause(run.running));
    find("t-skip").addEventListener("click", () => go(run.from + 1));
    find("t-back").addEventListener("click", () => go(run.from - 1));
    find("t-done").addEventListener("click", () => {
      const step = run.steps[run.from];
      if (step && step.ends) finish([step.ends]);
      go(run.from + 1);
    });
    find("t-sound").addEventListener("click", () => {
      silent = !silent;
      find("t-sound").setAttribute("aria-pressed", String(!silent));
    });
    setInterval(turn, 200);
    document.addEventListener("visibilitychange", () => {
      if (document.hidden || !run) return;
      stayAwake();
      turn();
    });
  }

  // --- the page ---

  for (const part of document.querySelectorAll(".scripted")) part.hidden = false;
  if (!dialog.showModal) for (const button of document.querySelectorAll("button.start")) button.hidden = true;
  if (navigator.share) find("share").hidden = false;
  find("share").addEventListener("click", share);
  find("copy").addEventListener("click", copy);
  find("file").addEventListener("click", download);
  find("clear").addEventListener("click", clear);
  find("line").addEventListener("focus", () => find("line").select());
  document.addEventListener("change", (event) => { if (event.target.name) changed(); });
  document.addEventListener("input", (event) => { if (fields.includes(event.target)) changed(); });
  // an answer that was not meant is taken back by a second tap
  let before = null;
  document.addEventListener("pointerdown", (event) => {
    const label = event.target.closest("fieldset.measure label");
    before = label && label.querySelector("input:checked");
  });
  document.addEventListener("click", (event) => {
    if (before && event.target === before) {
      before.checked = false;
      before = null;
      changed();
    }
  });
  load();
  show();
  const kept = save();
  find("kept").hidden = !kept;
  find("not-kept").hidden = kept;
  markToday();
  setInterval(markToday, 60000);
})();
