/* The chat page without reloads. Everything here works without this file too; it keeps nothing on the phone. */
(function () {
  "use strict";
  var form = document.getElementById("say");
  var retries = [1500, 3000, 6000, 12000];
  var busy = false;
  var leaving = false;
  var again = null; // sends the same message once more, while one waits for the net

  function $(id) { return document.getElementById(id); }
  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }

  /* --- hide now: the button, or Escape twice --- */
  function hide() {
    if (leaving) return;
    leaving = true;
    speechStop();
    if (!window.fetch) { $("hide").submit(); return; }
    document.documentElement.hidden = true;
    var away = function (url) { location.replace(url || "/chat"); };
    fetch("/chat/hide", { method: "POST", headers: { "X-Script": "1" }, credentials: "same-origin", keepalive: true })
      .then(function (r) { away(r.headers.get("X-Go")); }, function () { away(document.body.getAttribute("data-neutral")); });
  }
  var escaped = 0;
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" && event.key !== "Esc") { escaped = 0; return; }
    if (event.timeStamp - escaped < 1000 && escaped) { hide(); return; }
    escaped = event.timeStamp;
    closeSheets(null);
  });
  $("hide").addEventListener("submit", function (event) { event.preventDefault(); hide(); });
  // A page that the browser kept in memory may belong to a session that has ended.
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });

  /* --- open sheets close when she taps beside them --- */
  function closeSheets(except) {
    all(".pick[open], .help[open]").forEach(function (d) { if (d !== except) d.removeAttribute("open"); });
  }
  document.addEventListener("click", function (event) {
    closeSheets(event.target.closest ? event.target.closest(".pick, .help") : null);
  });

  /* --- read aloud: only by a voice of this language that is on the phone itself --- */
  var speech = window.speechSynthesis;
  var reading = null;
  function voiceFor(lang) {
    return (speech ? speech.getVoices() : []).filter(function (v) {
      return v.localService && v.lang.toLowerCase().split(/[-_]/)[0] === lang.toLowerCase().split("-")[0];
    })[0];
  }
  function speechStop() {
    if (speech) speech.cancel();
    if (reading) reading.setAttribute("aria-pressed", "false");
    reading = null;
  }
  function offerVoices() {
    all(".listen").forEach(function (button) {
      var voice = voiceFor(button.getAttribute("data-lang"));
      button.hidden = !voice;
      about(button).classList[voice ? "add" : "remove"](danish(button) ? "has-word" : "has-voice");
    });
  }
  // A button reads the text it stands in, or only the Danish word or sentence of it.
  function danish(button) { return button.classList.contains("word"); }
  function about(button) { return danish(button) ? button.closest(".spoken") : button.parentNode; }
  // What is in another language than the text around it is said by that language's voice, where there is one.
  function parts(element, lang) {
    return Array.prototype.map.call(element.childNodes, function (node) {
      return { words: node.textContent, lang: node.lang && voiceFor(node.lang) ? node.lang : lang };
    }).filter(function (part) { return /[^\s\u2066-\u2069“”.,:;!?؟]/.test(part.words); });
  }
  function listen(button) {
    var same = button === reading;
    speechStop();
    if (same) return;
    reading = button;
    button.setAttribute("aria-pressed", "true");
    var text = about(button).querySelector(danish(button) ? "[lang=da]" : ".text");
    parts(text, button.getAttribute("data-lang")).forEach(function (part, i, all) {
      var said = new SpeechSynthesisUtterance(part.words);
      said.voice = voiceFor(part.lang);
      said.lang = said.voice.lang;
      if (danish(button)) said.rate = 0.8; // a word to be learnt
      said.onend = said.onerror = function () { if (reading === button && i === all.length - 1) speechStop(); };
      speech.speak(said);
    });
  }
  if (speech) {
    offerVoices();
    if (speech.addEventListener) speech.addEventListener("voiceschanged", offerVoices);
    document.addEventListener("click", function (event) {
      var button = event.target.closest && event.target.closest(".listen");
      if (button) listen(button);
    });
  }

  /* --- her photo: made small on the phone, which saves data and says nothing of the place, and sent when chosen --- */
  var photo = $("photo");
  function small(file) {
    return createImageBitmap(file).then(function (bitmap) {
      var scale = Math.min(1, 1600 / Math.max(bitmap.width, bitmap.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      var pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.9); });
    });
  }
  if (photo && window.createImageBitmap && window.DataTransfer) {
    photo.addEventListener("change", function () {
      if (!photo.files.length) return;
      small(photo.files[0]).then(function (blob) {
        var list = new DataTransfer();
        list.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
        photo.files = list.files;
      }).catch(function () { /* not for this browser to read: what is wrong with it is for the server to say */ })
        .then(function () { $("keep").click(); });
    });
  }

  if (!form || !window.fetch || !window.DOMParser || !window.URLSearchParams) return;

  /* --- the field: grows with the text; Enter sends --- */
  var field = $("text");
  function grow() { field.style.height = "auto"; field.style.height = field.scrollHeight + 2 + "px"; }
  field.addEventListener("input", grow);
  field.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (field.value.trim()) send(null);
  });

  /* --- ticks: "none of these" stands alone --- */
  form.addEventListener("change", function (event) {
    var box = event.target;
    if (box.name !== "pick" || !box.checked) return;
    all("input[name=pick]", form).forEach(function (other) {
      if (other !== box && (box.hasAttribute("data-alone") || other.hasAttribute("data-alone"))) other.checked = false;
    });
  });

  /* --- sending --- */
  var tapped = null; // for browsers that do not say which button sent the form
  document.addEventListener("click", function (event) {
    tapped = event.target.closest ? event.target.closest("button") : null;
  });
  form.addEventListener("submit", function (event) {
    var button = event.submitter || tapped;
    event.preventDefault();
    send(button && button.form === form ? button : null);
  });

  function send(button) {
    if (busy) return;
    busy = true;
    speechStop();
    closeSheets(null);
    var body = new URLSearchParams();
    all("input, textarea", form).forEach(function (input) {
      if (input.type !== "checkbox" || input.checked) body.append(input.name, input.value);
    });
    if (button && button.name) body.append(button.name, button.value);
    var kept = { text: field.value, picks: all("input[name=pick]:checked", form).map(function (i) { return i.value; }) };
    var point = button && button.closest(".point");
    if (point) kept.at = { id: point.id, button: button.value };
    var typed = !(button && button.name) && field.value.trim();
    wait(typed ? field.value : mine(button));
    post(body.toString(), 0, typed ? null : kept, document.activeElement === field);
  }

  function mine(button) {
    if (!button || !button.classList.contains("choice")) return "";
    return button.querySelector("span:not(.picture):not(.mark)").textContent;
  }

  function wait(words) {
    var now = $("now");
    if (words) {
      var echo = document.createElement("div");
      echo.className = "bubble me";
      echo.dir = "auto";
      echo.textContent = words;
      now.appendChild(echo);
    }
    var dots = document.createElement("p");
    dots.className = "bubble bot typing";
    dots.id = "typing";
    dots.textContent = form.getAttribute("data-typing");
    for (var i = 0; i < 3; i++) dots.appendChild(document.createElement("i"));
    now.appendChild(dots);
    show(dots, "end");
  }

  function post(body, attempt, kept, inField) {
    var timer = null;
    var controller = window.AbortController ? new AbortController() : null;
    var limit = controller && setTimeout(function () { controller.abort(); }, 20000);
    var options = {
      method: "POST", body: body, credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Script": "1" }
    };
    if (controller) options.signal = controller.signal;
    fetch("/chat/say", options).then(function (response) {
      clearTimeout(limit);
      var go = response.headers.get("X-Go");
      if (go) { leaving = true; document.documentElement.hidden = true; location.replace(go); return null; }
      return response.text().then(function (page) {
        again = null;
        status("");
        swap(page, kept, inField);
        busy = false;
      });
    }).catch(function () {
      // The same message id goes again, so that what did arrive is not said twice.
      clearTimeout(limit);
      again = function () { clearTimeout(timer); again = null; post(body, attempt + 1, kept, inField); };
      timer = setTimeout(function () { if (again) again(); }, retries[Math.min(attempt, retries.length - 1)]);
      status(form.getAttribute("data-offline"));
    });
  }
  window.addEventListener("online", function () { if (again) again(); });

  function status(words) {
    var line = $("status");
    line.hidden = !words;
    line.textContent = words;
    if (!words) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = form.getAttribute("data-retry");
    button.onclick = function () { if (again) again(); };
    line.appendChild(button);
  }

  /* --- the new page in the place of the old --- */
  function swap(page, kept, inField) {
    var fresh = new DOMParser().parseFromString(page, "text/html");
    var main = fresh.getElementById("main");
    if (!main) { location.href = "/chat"; return; }
    var before = form.elements.turn.value;
    var asked = $("now").getAttribute("data-asking");
    var lang = fresh.documentElement.lang;
    var other = lang !== document.documentElement.lang;
    ["lang", "dir"].forEach(function (name) { document.documentElement[name] = fresh.documentElement[name]; });
    replace("main", fresh);
    replace("bar", fresh);
    $("hide").addEventListener("submit", function (event) { event.preventDefault(); hide(); });
    var text = fresh.getElementById("text");
    var help = form.querySelector(".help");
    if (other) {
      help.parentNode.replaceChild(document.importNode(fresh.querySelector(".help"), true), help);
      ["offline", "typing", "retry"].forEach(function (name) {
        form.setAttribute("data-" + name, fresh.getElementById("say").getAttribute("data-" + name));
      });
      all("label.said, .send .said", form).forEach(function (label, i) {
        label.textContent = all("label.said, .send .said", fresh.getElementById("say"))[i].textContent;
      });
    }
    field.placeholder = text.placeholder;
    field.setAttribute("inputmode", text.getAttribute("inputmode"));
    // What she had begun to write or tick stays, as long as it is still the same that is asked.
    var same = kept && asked === $("now").getAttribute("data-asking");
    field.value = same && !text.value ? kept.text : text.value;
    if (same) {
      all("input[name=pick]", form).forEach(function (box) { if (kept.picks.indexOf(box.value) >= 0) box.checked = true; });
    }
    grow();
    offerVoices();
    var now = $("now");
    if (before !== form.elements.turn.value) {
      now.setAttribute("data-fresh", "");
      $("live").textContent = all("[data-new] .text", now).map(function (p) { return p.textContent; }).join("\n");
    }
    if (inField) field.focus({ preventScroll: true }); else now.focus({ preventScroll: true });
    // On the drawn line she stays at the event she moves, and at the button.
    var point = kept && kept.at && $(kept.at.id);
    if (point) {
      (all("button", point).filter(function (b) { return b.value === kept.at.button; })[0] || point).focus({ preventScroll: true });
      show(point, "center");
      return;
    }
    var notice = form.querySelector("#main > [role=alert]");
    show(notice || now, notice ? "end" : "start");
  }

  function replace(id, fresh) {
    var old = $(id);
    old.parentNode.replaceChild(document.importNode(fresh.getElementById(id), true), old);
  }

  function show(element, block) { element.scrollIntoView({ block: block }); }

  if (!location.hash && $("now")) show($("now"), "start");
})();
