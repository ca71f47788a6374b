// The inbox works without this file. It adds a print button, and asks before typed text is left behind.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  let sending = false;
  const unsent = () => [...document.querySelectorAll("textarea:not([readonly])")].some((t) => t.value !== t.defaultValue);
  document.addEventListener("submit", () => { sending = true; });
  window.addEventListener("beforeunload", (event) => { if (!sending && unsent()) event.preventDefault(); });
})();
