(function () {
  "use strict";
  // Choosing among the themes: rows of the table and cards in every chapter. The address keeps the
  // choice; entries of the history carry it along, so that the back button undoes it.
  var form = document.getElementById("themakeuze");
  if (!form) return;
  var info = JSON.parse(document.getElementById("gegevens").textContent);
  var told = document.getElementById("thematelling"), bar = document.getElementById("keuzebalk");
  var cards = Array.from(document.querySelectorAll("article[data-theme]"));
  var rows = Array.from(document.querySelectorAll("tr[data-row]"));
  var groups = Array.from(document.querySelectorAll(".goal, .kaarten"));
  var pillars = Array.from(document.querySelectorAll("section.pillar"));
  var ids = Object.keys(info.themes), texts = null, current = "", wait = 0;

  function put(pattern, name, value) { return pattern.replace("{" + name + "}", value); }
  function plain(text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase(); }
  function fromAddress() {
    var hash = location.hash, at = hash.indexOf("?");
    return at > 0 && hash.slice(1, at) === "themas" ? hash.slice(at + 1) : null;
  }
  function words() {
    if (texts) return texts;
    texts = {};
    cards.forEach(function (card) {
      var parts = card.querySelectorAll(".self, blockquote, .kw, .more li");
      texts[card.dataset.theme] = plain(Array.from(parts, function (one) { return one.textContent; }).join(" "));
    });
    return texts;
  }
  function answers(id, params) {
    var one = info.themes[id];
    for (var name in one.told) {
      var value = params.get(name);
      if (value && one.told[name].indexOf(value) < 0) return false;
    }
    var sought = plain(params.get("zoek") || "").trim();
    if (!sought) return true;
    var text = words()[id] || plain(one.label);
    return sought.split(/\s+/).every(function (part) { return text.indexOf(part) >= 0; });
  }
  function named(params) {
    var parts = [];
    Array.prototype.forEach.call(form.elements, function (field) {
      var value = field.name && params.get(field.name);
      if (!value) return;
      var label = form.querySelector('label[for="' + field.id + '"]').textContent.toLocaleLowerCase();
      parts.push(field.type === "search" ? "“" + value + "”"
        : label + " " + (field.selectedIndex > 0 ? field.options[field.selectedIndex].text : value));
    });
    return parts.join(", ");
  }
  function apply(query) {
    current = query;
    var params = new URLSearchParams(query), chosen = false, n = 0, on = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!field.name) return;
      if (params.get(field.name)) chosen = true;
      if (document.activeElement !== field || field.type !== "search") field.value = params.get(field.name) || "";
    });
    ids.forEach(function (id) { on[id] = !chosen || answers(id, params); if (on[id]) n += 1; });
    rows.forEach(function (row) { row.hidden = !on[row.dataset.row]; });
    cards.forEach(function (card) { card.hidden = !on[card.dataset.theme]; });
    groups.forEach(function (group) {
      group.hidden = chosen && !group.querySelector("article[data-theme]:not([hidden])");
    });
    pillars.forEach(function (pillar) { pillar.hidden = chosen && !pillar.querySelector(".goal:not([hidden])"); });
    var count = n === 0 ? info.words.nothemes
      : put(put(info.words.themes, "n", String(n)), "total", String(ids.length));
    told.textContent = chosen ? count : "";
    bar.hidden = !chosen;
    document.documentElement.classList.toggle("gekozen", chosen);
    if (!chosen) return;
    document.getElementById("keuzetekst").textContent = put(info.words.choice, "what", named(params)) + " · " + count;
    document.getElementById("keuzelink").href = "#themas?" + query;
  }
  function stamp() { history.replaceState({ themas: current }, ""); }
  function asked() {
    var params = new URLSearchParams();
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name && field.value) params.set(field.name, field.value);
    });
    return params.toString();
  }
  function choose(push) {
    var query = asked();
    history[push ? "pushState" : "replaceState"]({ themas: query }, "", "#themas?" + query);
    apply(query);
  }
  // A fresh link keeps the choice, unless it leads to something the choice hides.
  function route() {
    var state = history.state, query = fromAddress();
    if (query === null) query = state && typeof state.themas === "string" ? state.themas : current;
    if (query !== current) apply(query);
    var id = decodeURIComponent(location.hash.slice(1).split("?")[0]);
    var target = id && document.getElementById(id);
    if (target && target.closest("[hidden]")) {
      apply("");
      target.scrollIntoView();
    }
    stamp();
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); choose(false); });
  form.addEventListener("change", function (event) { if (event.target.type !== "search") choose(true); });
  form.addEventListener("input", function (event) {
    if (event.target.type !== "search") return;
    clearTimeout(wait);
    wait = setTimeout(function () { choose(false); }, 200);
  });
  form.addEventListener("reset", function () { setTimeout(function () { choose(true); }, 0); });
  document.getElementById("keuzewis").addEventListener("click", function () {
    form.reset();
    document.getElementById("t-zoek").focus({ preventScroll: true });
  });
  document.getElementById("keuzelink").addEventListener("click", function (event) {
    event.preventDefault();
    form.scrollIntoView({ block: "center" });
    document.getElementById("t-zoek").focus({ preventScroll: true });
  });
  window.addEventListener("hashchange", route);
  window.addEventListener("popstate", route);
  route();
  if (fromAddress()) form.scrollIntoView({ block: "start" });
})();
