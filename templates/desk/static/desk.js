/* What every page of the desk does by script: who asks, steppers, live streams, keys, dialogs. No rule of the clinic is here. */
"use strict";
(() => {
  let token = document.body.dataset.token;
  let tab = sessionStorage.getItem("handouts-tab");
  if (!tab || performance.getEntriesByType("navigation")[0]?.type === "navigate" && document.referrer === "" && history.length === 1) {
    tab = crypto.getRandomValues(new Uint32Array(2)).join("-");
    sessionStorage.setItem("handouts-tab", tab);
  }
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-Handouts-Token"] = token;
    event.detail.headers["X-Handouts-Tab"] = tab;
  });
  // who was logged out and is in again, here or in another window, goes on with the page as it is
  function goesOn(fresh) {
    for (const form of document.querySelectorAll("form[action*='token=']")) form.setAttribute("action", form.getAttribute("action").replace(/token=[^&]*/, `token=${fresh}`));
    document.body.dataset.token = token = fresh;
  }
  document.addEventListener("handouts:token", (event) => { goesOn(event.detail.value); document.getElementById("main").focus(); });
  if (document.body.dataset.who) {
    const others = new BroadcastChannel("handouts");
    others.addEventListener("message", (event) => { if (event.data.who === document.body.dataset.who) goesOn(event.data.token); });
    others.postMessage({ who: document.body.dataset.who, token });
    document.addEventListener("handouts:token", (event) => others.postMessage({ who: document.body.dataset.who, token: event.detail.value }));
  }
  // a part that is swapped in may change the page it is on: its number comes with the form each time
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status < 400 && !event.detail.xhr.getResponseHeader("HX-Retarget")) document.getElementById("problems")?.replaceChildren();
  });
  document.addEventListener("htmx:sendError", () => tell("The desk does not answer. Is “handouts desk” still running?"));
  document.addEventListener("htmx:responseError", (event) => {
    const { status, responseText } = event.detail.xhr;
    if (![403, 404, 409, 422].includes(status)) tell(`That did not work (${status}). ${responseText.slice(0, 200)}`);
  });

  function tell(words) {
    const box = document.getElementById("said"), line = document.createElement("p");
    line.textContent = words;
    box.replaceChildren(line);
    setTimeout(() => line.isConnected && line.remove(), 8000);
  }
  document.addEventListener("handouts:said", (event) => tell(event.detail.value ?? event.detail));

  // steppers: − and + beside a number
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) {
      const input = button.closest(".stepper").querySelector("input");
      const least = Number(input.min || 0), most = Number(input.max || 9999), step = Number(button.dataset.step);
      const now = Number.parseFloat(input.value) || Number(input.dataset.usual || 0);
      input.value = Math.min(most, Math.max(least, now + step));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
      const search = document.querySelector("[data-slash]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });

  // printing: the browser's own dialog, for the very PDF that was shown
  function print(address) {
    document.getElementById("to-print")?.remove();
    const frame = document.createElement("iframe");
    frame.id = "to-print";
    frame.className = "quietly";
    frame.title = "The sheet, to be printed";
    frame.addEventListener("load", () => {
      try { frame.contentWindow.focus(); frame.contentWindow.print(); } catch { window.open(address, "_blank", "noopener"); }
    }, { once: true });
    frame.src = address;
    document.body.append(frame);
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-prints]");
    if (button) print(button.dataset.prints);
  });

  // live streams: each event's data is a ready part of the page
  function stream(place) {
    const source = new EventSource(place.dataset.stream);
    const target = place.dataset.into ? document.querySelector(place.dataset.into) : place;
    source.addEventListener("part", (event) => { target.innerHTML = event.data; htmx.process(target); });
    source.addEventListener("done", (event) => {
      source.close();
      target.innerHTML = event.data;
      htmx.process(target);
    });
  }
  function ready(root) {
    for (const place of root.querySelectorAll("[data-stream]:not([data-live])")) { place.dataset.live = ""; stream(place); }
    for (const dialog of root.querySelectorAll("dialog[data-shown]")) dialog.showModal();
    for (const now of root.querySelectorAll("[data-now]")) { delete now.dataset.now; print(now.dataset.prints); }
  }
  document.addEventListener("DOMContentLoaded", () => ready(document));
  document.addEventListener("htmx:afterSwap", (event) => ready(event.detail.target));
})();
