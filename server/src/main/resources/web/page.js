// What pages do beyond what HTML can: copying, and what a frame tells the page around it. Every page works without.
(() => {
  "use strict";

  document.documentElement.classList.add("scripted");

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      const label = button.textContent;
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = label; }, 1500);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(button.previousElementSibling);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
  });

  // A form that takes long must not be sent twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post") {
      form.dataset.sent = "yes";
      setTimeout(() => { delete form.dataset.sent; }, 5000);
    }
  });

  // Times that run: "in 3 min" at a secret that ends.
  const countdowns = document.querySelectorAll("[data-until]");
  const tick = () => countdowns.forEach((element) => {
    const left = Math.max(0, Math.round((new Date(element.dataset.until) - Date.now()) / 1000));
    const h = Math.floor(left / 3600), m = Math.floor(left / 60) % 60, s = left % 60;
    element.textContent = `${h}:${String(m).padStart(2, "0")}:${String(s).padStart(2, "0")}`;
  });
  if (countdowns.length) { tick(); setInterval(tick, 1000); }

  // Lists that change while somebody looks on: the server says when, htmx asks for what there is then. A window
  // that nobody sees lets go of its line, since browsers have few.
  document.querySelectorAll("[data-live]").forEach((element) => {
    let line = null;
    const follow = () => {
      if (line) { line.close(); line = null; }
      if (document.hidden) return;
      line = new EventSource(element.dataset.live);
      line.addEventListener("change", () => element.dispatchEvent(new Event("told")));
    };
    document.addEventListener("visibilitychange", follow);
    addEventListener("pagehide", () => line && line.close());
    follow();
  });

  // The portal in a frame: what happened goes to the page around it, and only to an origin that is registered.
  const messages = document.querySelectorAll("[data-message]");
  if (window.parent !== window) {
    document.querySelectorAll("form[data-framed-submit]").forEach((form) => form.requestSubmit());
    messages.forEach((element) => {
      const delay = Math.max(0, new Date(element.dataset.at || 0) - Date.now());
      const origins = (element.dataset.origins || "").split(" ").filter(Boolean);
      setTimeout(
        () => origins.forEach((origin) => window.parent.postMessage(JSON.parse(element.dataset.message), origin)),
        element.dataset.at ? delay : 0);
    });
  }
})();
