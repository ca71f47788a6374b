/* Sitting beside: a screen that is left alone is cleared, as its button would. The session ends by itself all the same. */
(function () {
  "use strict";
  var rest = Number(document.body.getAttribute("data-rest")) * 1000;
  var timer = null;
  function clear() { document.querySelector("#hide button").click(); }
  function awake() { clearTimeout(timer); timer = setTimeout(clear, rest); }
  ["click", "keydown", "input", "scroll", "touchstart"].forEach(function (name) { document.addEventListener(name, awake, { passive: true }); });
  awake();
})();
