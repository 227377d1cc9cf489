"use strict";
(() => {
  const form = document.getElementById("form");
  const points = [...form.querySelectorAll("fieldset.point")];
  const state = document.getElementById("state");
  let unsaved = false;

  const sectionOf = (point) => point.closest("section");
  const thrown = (section) => section.querySelector(".throw").checked;
  const typedOf = (point) => point.querySelector("input[type=text], textarea");
  const chosenOf = (point) => {
    const radio = point.querySelector("input[type=radio]:checked");
    return radio ? radio.value : "";
  };

  // The answer to a point as the file has it; null while it is open or cannot be taken.
  function answerOf(point) {
    const typed = typedOf(point);
    const chosen = chosenOf(point);
    if (!typed) return chosen && chosen !== "later" ? chosen : null;
    const text = typed.value.trim();
    if (chosen === "nothing" || text === "-") return "";
    return text && chosen !== "later" && !errorOf(point) ? text : null;
  }

  function errorOf(point) {
    if (point.dataset.kind !== "pain") return "";
    const number = /^([0-9]{1,9}(?:[.,][0-9]{1,9})?)(?:\s*(?:\/|of)\s*10)?$/.exec(typedOf(point).value.trim());
    return number && Number(number[1].replace(",", ".")) > 10 ? "Pain goes from 0 to 10." : "";
  }

  function show() {
    let answered = 0;
    for (const point of points) {
      const done = thrown(sectionOf(point)) || answerOf(point) !== null;
      point.classList.toggle("answered", done);
      answered += done ? 1 : 0;
      const error = point.querySelector(".error");
      if (error && error.textContent !== errorOf(point)) error.textContent = errorOf(point);
    }
    for (const section of form.querySelectorAll("section.page")) section.classList.toggle("thrown", thrown(section));
    state.textContent = `${answered} of ${points.length} answered${unsaved ? ", not saved yet" : ""}.`;
  }

  function go(point, step) {
    const next = points[points.indexOf(point) + step];
    const target = next ? next.querySelector("input:checked") || typedOf(next) || next.querySelector("input")
      : document.getElementById(step > 0 ? "save" : "by");
    target.focus();
    (next || target).scrollIntoView({ block: "center" });
  }

  function choose(point, value) {
    const radio = [...point.querySelectorAll("input[type=radio]")].find((one) => one.value === value);
    if (!radio) return false;
    radio.checked = true;
    changed();
    return true;
  }

  function changed() {
    unsaved = true;
    show();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", changed);
  form.addEventListener("input", (event) => {
    // whoever types has neither left it nor found nothing
    const point = event.target.closest("fieldset.point");
    if (point && event.target === typedOf(point) && event.target.value.trim()) {
      for (const radio of point.querySelectorAll("input[type=radio]")) radio.checked = false;
    }
    changed();
  });
  form.addEventListener("keydown", (event) => {
    const point = event.target.closest("fieldset.point");
    if (!point || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target === typedOf(point)) {
      const on = event.key === "Enter" && (event.target.tagName === "INPUT" || event.target.value.trim() === "-");
      if (on) { event.preventDefault(); go(point, 1); }
      return;
    }
    const key = event.key.toLowerCase();
    const value = { t: "ticked", e: point.dataset.kind === "box" ? "empty" : "nothing", l: "later", y: "counts" }[key];
    if (key === "b") { event.preventDefault(); go(point, -1); }
    else if (value && choose(point, value)) { event.preventDefault(); go(point, 1); }
  });

  document.getElementById("save").addEventListener("click", () => {
    const answers = [];
    for (const section of form.querySelectorAll("section.page")) {
      const of = { sheet: section.dataset.sheet, page: Number(section.dataset.page), picture: section.dataset.picture };
      if (thrown(section)) { answers.push({ ...of, point: "page", answer: "left" }); continue; }
      for (const point of section.querySelectorAll("fieldset.point")) {
        const answer = answerOf(point);
        if (answer !== null) answers.push({ ...of, point: point.dataset.point, answer });
      }
    }
    const data = { kind: "handouts-answers-1", by: document.getElementById("by").value.trim(), answers };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 1)], { type: "application/json" }));
    link.download = "handouts-answers.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    unsaved = false;
    show();
    state.textContent += ` ${answers.length} saved in handouts-answers.json.`;
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  show();
})();
