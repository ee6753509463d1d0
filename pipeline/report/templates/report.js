(function () {
  "use strict";
  var PAGE = 25, MAX = 1500;
  var info = JSON.parse(document.getElementById("gegevens").textContent);
  var island = document.getElementById("uitspraken-data");
  var form = document.getElementById("filters");
  var list = document.getElementById("lijst");
  var telling = document.getElementById("telling");
  var more = document.getElementById("meer"), saver = document.getElementById("bewaar");
  // Without script nothing opens behind a number: then it is plain text.
  document.querySelectorAll("a[data-naar]").forEach(function (link) { link.href = link.dataset.naar; });
  var data = null, hits = [], shown = 0, wait = 0;

  function el(name, cls, text) {
    var node = document.createElement(name);
    if (cls) node.className = cls;
    if (text !== undefined) node.textContent = text;
    return node;
  }
  function put(pattern, name, value) { return pattern.replace("{" + name + "}", value); }
  function number(n) { return n.toLocaleString(document.documentElement.lang); }

  // Offsets count characters as Python does; JavaScript counts an emoji as two.
  function slice(text, start, end) {
    if (!/[\ud800-\udfff]/.test(text)) return text.slice(start, end);
    return Array.from(text).slice(start, end).join("");
  }
  // The statements are opened when first asked for; a large list stands packed in the page.
  function load(then) {
    if (data) return then();
    if (!island) return;
    if (!island.hasAttribute("data-packed")) return ready(island.textContent);
    var packed = Uint8Array.from(atob(island.textContent), function (c) { return c.charCodeAt(0); });
    var stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    new Response(stream).text().then(ready);
    function ready(text) {
      data = JSON.parse(text);
      data.search = [];
      then();
    }
  }
  function word(kind, n) { return data.words[kind] ? data.words[kind][n] || "" : ""; }
  function code(line) {
    return line[0].charAt(0) === "~" ? line[0].slice(1) : data.responses[line[1]][0] + line[0];
  }
  function said(line) { return slice(data.responses[line[1]][1], line[2], line[3]); }

  function query() {
    var hash = location.hash, at = hash.indexOf("?"), name = hash.slice(1, at);
    if (at < 0 || (name !== "uitspraken" && name !== "lade")) return null;
    return new URLSearchParams(hash.slice(at + 1));
  }
  function numberOf(kind, value) { return (data.words[kind] || []).indexOf(value); }

  function tests(params) {
    var found = [];
    function column(name, kind, source, at) {
      var value = params.get(name);
      if (value === null || value === "") return;
      var n = numberOf(kind, value);
      found.push(source === "line"
        ? function (line) { return line[at] === n; }
        : function (line) { return data.responses[line[1]][at] === n; });
    }
    column("ronde", "round", "response", 5);
    column("rol", "role", "response", 3);
    column("gebied", "area", "response", 4);
    column("vraag", "question", "response", 6);
    column("bestand", "file", "response", 7);
    column("brief", "campaign", "response", 10);
    column("deel", "subtheme", "line", 5);
    column("stem", "stance", "line", 6);
    var theme = params.get("thema"), state = params.get("staat");
    var goal = params.get("doel"), pillar = params.get("pijler"), wanted = params.get("code");
    function ofTheme(check) {
      var ok = (data.words.theme || []).map(function (id) { return check(info.themes[id], id); });
      found.push(function (line) { return ok[line[4]]; });
    }
    if (theme) ofTheme(function (one, id) { return theme === "-" ? !one : id === theme; });
    if (state) ofTheme(function (one) { return !!one && one.state === state; });
    if (goal) ofTheme(function (one) { return !!one && one.goal === goal; });
    if (pillar) ofTheme(function (one) { return !!one && info.pillars[one.goal] === pillar; });
    if (wanted) found.push(function (line) { return code(line) === wanted; });
    var text = (params.get("zoek") || "").trim().toLocaleLowerCase();
    if (text) {
      var parts = text.split(/\s+/);
      found.push(function (line, place) {
        var low = data.search[place] || (data.search[place] = said(line).toLocaleLowerCase());
        return parts.every(function (part) { return low.indexOf(part) >= 0; });
      });
    }
    return found;
  }

  function apply() {
    if (form) load(list_again);
  }
  function list_again() {
    var params = query() || new URLSearchParams();
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name && document.activeElement !== field) field.value = params.get(field.name) || "";
    });
    var checks = tests(params);
    hits = [];
    data.lines.forEach(function (line, place) {
      for (var i = 0; i < checks.length; i++) if (!checks[i](line, place)) return;
      hits.push(line);
    });
    var n = hits.length, words = info.words;
    telling.textContent = n === 0 ? words.none
      : (n === 1 ? words.one : put(words.many, "n", number(n)))
        + (n < data.lines.length ? " " + put(words.of, "n", number(data.lines.length)) : "") + others(params);
    list.textContent = "";
    shown = 0;
    saver.hidden = n === 0;
    next();
    if (params.get("code") && hits.length === 1) list.querySelector("button").click();
  }
  // Choices that came with a link and have no field of their own are named, never silent.
  function others(params) {
    var named = [];
    ["vraag", "bestand", "brief", "deel", "code"].forEach(function (name) {
      var value = params.get(name);
      if (value) named.push(name === "vraag" ? info.questions[value] || value : value);
    });
    return named.length ? " (" + put(info.words.only, "what", named.join(", ")) + ")" : "";
  }

  function next() {
    var part = document.createDocumentFragment();
    hits.slice(shown, shown + PAGE).forEach(function (line) { part.appendChild(entry(line)); });
    list.appendChild(part);
    shown = Math.min(hits.length, shown + PAGE);
    more.hidden = shown >= hits.length;
  }
  // The chosen statements as a file for Excel; what it would run as a formula is told as text.
  function save() {
    var rows = hits.map(function (line) {
      var theme = info.themes[word("theme", line[4])];
      return [code(line), said(line), theme ? theme.label : info.words.notheme, where(line, data.responses[line[1]])];
    });
    var text = [saver.getAttribute("data-heads").split("|")].concat(rows).map(function (row) {
      return row.map(function (cell) {
        return '"' + (/^[=+@\t\r-]/.test(cell) ? "'" : "") + cell.replace(/"/g, '""') + '"';
      }).join(";");
    }).join("\r\n");
    var link = el("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/csv" }));
    link.download = "uitspraken.csv";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }
  function speak(node, response) {
    var tongue = word("language", response[2]);
    node.dir = "auto";
    if (tongue && tongue !== document.documentElement.lang) node.lang = tongue;
    return node;
  }
  function entry(line) {
    var response = data.responses[line[1]], item = el("li"), text = said(line);
    var whole = text.length <= MAX;
    item.appendChild(speak(el("p", "", whole ? text : text.slice(0, MAX) + " […]"), response));
    var meta = el("p", "meta"), link = el("a", "code", code(line));
    link.href = "#lade?code=" + encodeURIComponent(code(line));
    meta.appendChild(link);
    meta.appendChild(document.createTextNode(" " + where(line, response)));
    item.appendChild(meta);
    var row = el("p", "meta"), id = word("theme", line[4]), theme = info.themes[id];
    if (theme) {
      var to = el("a", "", theme.label);
      to.href = "#thema-" + id;
      row.appendChild(to);
    } else row.appendChild(document.createTextNode(info.words.notheme));
    var voice = word("stance", line[6]);
    if (voice && voice !== "unknown") row.appendChild(document.createTextNode(" · " + info.stances[voice]));
    item.appendChild(row);
    var button = el("button", "link", info.words.context);
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", info.words.context + " " + code(line));
    button.addEventListener("click", function () { toggle(item, button, line, response); });
    item.appendChild(button);
    return item;
  }
  function where(line, response) {
    var parts = [word("role", response[3]) || info.words.unknown, put(info.words.round, "id", word("round", response[5]))];
    [word("area", response[4]), info.questions[word("question", response[6])], word("file", response[7]), word("part", response[8])]
      .forEach(function (one) { if (one && parts.indexOf(one) < 0) parts.push(one); });
    if (place(response)) parts.push(place(response));
    if (response[11] > 1) parts.push(put(info.words.counted, "n", number(response[11])));
    return parts.join(" · ");
  }
  function place(response) {
    var row = response[9], file = word("file", response[7]);
    if (row === null || row === undefined) return "";
    var table = /\.(xlsx|xlsm|csv|tsv|ods|jsonl)$/i.test(file);
    return put(table ? info.words.row : info.words.paragraph, "n", row);
  }
  function toggle(item, button, line, response) {
    var open = item.querySelector(".full");
    if (open) {
      open.remove();
      button.setAttribute("aria-expanded", "false");
      return;
    }
    var full = speak(el("p", "full"), response), text = response[1];
    full.appendChild(document.createTextNode(slice(text, 0, line[2])));
    full.appendChild(el("mark", "", slice(text, line[2], line[3])));
    full.appendChild(document.createTextNode(slice(text, line[3], Infinity)));
    item.appendChild(full);
    button.setAttribute("aria-expanded", "true");
  }

  function write(push) {
    var params = new URLSearchParams();
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name && field.value) params.set(field.name, field.value);
    });
    ["vraag", "bestand", "brief", "deel", "code"].forEach(function (name) {
      var value = drawer && !drawer.hidden && query() ? query().get(name) : "";
      if (value) params.set(name, value);
    });
    var hash = (drawer && !drawer.hidden ? "#lade?" : "#uitspraken?") + params;
    if (push) location.hash = hash;
    else { history.replaceState(history.state, "", hash); apply(); }
  }
  // A link from a number goes to the list; a change of filter stays where the reader is.
  var own = false;
  function route() {
    var params = query(), beside = params && location.hash.indexOf("#lade?") === 0;
    if (beside) open();
    else if (drawer && !drawer.hidden && shut()) { own = false; return; }
    if (params || location.hash === "#uitspraken") apply();
    if (params && !beside && !own) document.getElementById("telling").scrollIntoView({ block: "center" });
    own = false;
    if (!beside) mark();
  }
  // The drawer holds the same list beside the text. Its address is the choice; whoever goes back or
  // closes it stands where they were.
  var drawer = document.getElementById("lade"), seeker = document.getElementById("zoeker");
  var opener = null, place_before = 0, before = "", leaving = false, pressed = null;
  function shift(change) {
    var top = opener && opener.isConnected ? opener.getBoundingClientRect().top : null;
    change();
    if (top !== null) window.scrollBy({ top: opener.getBoundingClientRect().top - top, behavior: "instant" });
  }
  function open() {
    document.getElementById("ladetabel").href = "#uitspraken?" + location.hash.split("?")[1];
    document.getElementById("ladekeuze").textContent = chosen(query());
    if (!drawer.hidden) return;
    leaving = false;
    opener = pressed;
    place_before = window.scrollY;
    shift(function () {
      document.getElementById("filterdoos").open = false;
      document.getElementById("ladeplek").appendChild(seeker);
      drawer.hidden = false;
      document.documentElement.classList.add("met-lade");
    });
    document.getElementById("ladekop").focus({ preventScroll: true });
  }
  // True where the reader goes back to the place the drawer was opened from.
  function shut() {
    document.getElementById("lijstplek").appendChild(seeker);
    document.getElementById("filterdoos").open = true;
    drawer.hidden = true;
    document.documentElement.classList.remove("met-lade");
    var jump = leaving;
    leaving = false;
    if (jump) return false;
    window.scrollTo({ top: place_before, behavior: "instant" });
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    return true;
  }
  // What the list shows, in words: the name of the concern, the role, the round.
  function chosen(params) {
    var parts = [];
    params.forEach(function (value, name) {
      var field = form.elements[name];
      if (!value || name === "code") return;
      if (field && field.options) Array.prototype.forEach.call(field.options, function (option) {
        if (option.value === value) value = option.text;
      });
      else if (name === "vraag") value = info.questions[value] || value;
      else if (name === "deel") value = info.parts[value] || value;
      parts.push(value);
    });
    return parts.join(" · ");
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href^='#']");
    if (!link) return;
    if (drawer && drawer.contains(link)) leaving = link.getAttribute("href").indexOf("#lade?") !== 0;
    else {
      leaving = link.getAttribute("href").indexOf("#lade?") !== 0;
      pressed = link;
      if (!drawer || drawer.hidden) before = location.hash;
    }
  }, true);
  if (drawer) {
    document.getElementById("ladedicht").addEventListener("click", close);
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !drawer.hidden) close();
    });
  }
  function close() {
    history.pushState(history.state, "", before || location.pathname + location.search);
    leaving = false;
    shut();
  }
  function mark() {
    var id = decodeURIComponent(location.hash.slice(1).split("?")[0]);
    var target = id && document.getElementById(id);
    for (var at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target && !location.hash.includes("?")) target.scrollIntoView();
  }
  if (form) {
    form.addEventListener("submit", function (event) { event.preventDefault(); write(false); });
    form.addEventListener("change", function (event) {
      if (event.target.type !== "search") { own = true; write(true); }
    });
    form.addEventListener("input", function (event) {
      if (event.target.type !== "search") return;
      clearTimeout(wait);
      wait = setTimeout(function () { write(false); }, 200);
    });
    form.addEventListener("reset", function () { setTimeout(function () { own = true; write(true); }, 0); });
    saver.addEventListener("click", save);
    more.addEventListener("click", function () {
      var first = shown;
      next();
      var item = list.children[first];
      if (item) item.querySelector("a").focus();
    });
    if ("IntersectionObserver" in window) {
      var seen = new IntersectionObserver(function (entries) {
        if (entries[0].isIntersecting && !data) { seen.disconnect(); apply(); }
      }, { rootMargin: "600px" });
      seen.observe(form);
    } else apply();
  }
  window.addEventListener("hashchange", route);
  if (location.hash) route();

  // The map: hover or click a dot for its words; the list of statements is the way by keyboard.
  var map = document.getElementById("kaart");
  if (map && island) {
    var tip = null, byCode = null;
    var find = function (target) {
      var dot = target.closest && target.closest("[data-code]");
      return dot ? dot.getAttribute("data-code") : "";
    };
    map.addEventListener("mouseover", function (event) {
      var id = find(event.target);
      if (tip) { tip.remove(); tip = null; }
      if (!id) return;
      if (!data) return load(function () {});
      if (!byCode) { byCode = new Map(); data.lines.forEach(function (line) { byCode.set(code(line), line); }); }
      var line = byCode.get(id);
      if (!line) return;
      tip = el("div", "tip", said(line).slice(0, 240));
      tip.dir = "auto";
      tip.setAttribute("aria-hidden", "true");
      document.body.appendChild(tip);
      var box = event.target.getBoundingClientRect();
      tip.style.setProperty("left", Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8)) + "px");
      tip.style.setProperty("top", Math.max(8, box.top - tip.offsetHeight - 10) + "px");
    });
    // The legend chooses one concern; the buttons bring the map nearer, and it is moved by dragging.
    var pictures = Array.prototype.slice.call(map.querySelectorAll(".pic > svg"));
    var whole = pictures.map(function (svg) { return svg.getAttribute("viewBox").split(" ").map(Number); });
    var near = 1, middle = [0.5, 0.5], grip = null, moved = false;
    var choose = Array.prototype.map.call(map.querySelectorAll(".legenda li"), function (item) {
      var button = el("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      while (item.firstChild) button.appendChild(item.firstChild);
      item.appendChild(button);
      button.addEventListener("click", function () {
        var on = button.getAttribute("aria-pressed") !== "true";
        choose.forEach(function (other) { other.setAttribute("aria-pressed", String(on && other === button)); });
        var colour = item.getAttribute("data-kleur").toLowerCase();
        map.querySelectorAll(".mark-symbol path, .mark-symbol use").forEach(function (dot) {
          dot.classList.toggle("vaag", on && (dot.getAttribute("fill") || "").toLowerCase() !== colour);
        });
      });
      return button;
    });
    function look() {
      var room = 0.5 / near;
      middle = middle.map(function (at) { return Math.min(1 - room, Math.max(room, at)); });
      pictures.forEach(function (svg, at) {
        var box = whole[at];
        svg.setAttribute("viewBox", [box[0] + box[2] * (middle[0] - room), box[1] + box[3] * (middle[1] - room),
          box[2] / near, box[3] / near].join(" "));
      });
      map.classList.toggle("ingezoomd", near > 1);
    }
    var row = el("p", "kaartknoppen");
    [["nearer", 1.6], ["farther", 1 / 1.6], ["wholemap", 0]].forEach(function (one) {
      var button = el("button", "", info.words[one[0]]);
      button.type = "button";
      button.addEventListener("click", function () {
        near = one[1] ? Math.min(12, Math.max(1, near * one[1])) : 1;
        look();
      });
      row.appendChild(button);
    });
    map.insertBefore(row, map.querySelector(".pic"));
    map.addEventListener("pointerdown", function (event) {
      grip = near > 1 && event.target.closest(".pic") ? [event.clientX, event.clientY] : null;
      moved = false;
    });
    map.addEventListener("pointermove", function (event) {
      if (!grip) return;
      var box = event.target.closest("svg"), size = box && box.getBoundingClientRect();
      if (!size || Math.abs(event.clientX - grip[0]) + Math.abs(event.clientY - grip[1]) < 4) return;
      middle[0] -= (event.clientX - grip[0]) / size.width / near;
      middle[1] -= (event.clientY - grip[1]) / size.height / near;
      grip = [event.clientX, event.clientY];
      moved = true;
      look();
    });
    window.addEventListener("pointerup", function () { grip = null; });
    map.addEventListener("mouseleave", function () { if (tip) { tip.remove(); tip = null; } });
    map.addEventListener("click", function (event) {
      var id = find(event.target);
      if (!id || moved) return;
      pressed = null;
      if (drawer.hidden) before = location.hash;
      location.hash = "#lade?code=" + encodeURIComponent(id);
    });
  }
})();
