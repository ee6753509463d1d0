// One row at a time: what was said, what the plan says, what you decide. Everything by keyboard.
"use strict";
(() => {
  const token = document.body.dataset.token;
  const words = JSON.parse(document.getElementById("words").textContent);
  const card = document.getElementById("card");
  const told = document.getElementById("told");
  const place = document.getElementById("place");
  let rows = [], at = 0, only = "D";

  const shown = () => rows.filter((row) => row.kind === only);
  const tell = (text, wrong) => { told.textContent = text; told.className = wrong ? "wrong" : ""; };
  const make = (tag, text) => { const e = document.createElement(tag); if (text) e.textContent = text; return e; };

  async function call(path, body) {
    const options = { headers: { "X-Token": token } };
    if (body) { options.method = "POST"; options.body = JSON.stringify(body); options.headers["Content-Type"] = "application/json"; }
    const answer = await fetch(path, options);
    if (!answer.ok) throw new Error(words.failed + " (" + answer.status + ")");
    return answer.json();
  }

  // A handful of answers is seen at once, each with the key that chooses it: nobody learns a list by heart.
  function choices(column, value) {
    const group = make("fieldset");
    group.append(make("legend", column.title));
    column.options.forEach((one, n) => {
      const label = make("label"), input = make("input");
      input.type = "radio";
      input.name = column.key;
      input.value = one;
      input.checked = one === value;
      label.append(input, make("kbd", String(n + 1)), make("span", one));
      group.append(label);
    });
    return group;
  }

  function field(column, value, quick) {
    if (quick && column.options.length && column.options.length <= 9 && (!value || column.options.includes(value))) return choices(column, value);
    const label = make("label", column.title);
    let input;
    if (column.options.length) {
      input = make("select");
      input.append(new Option("", ""));
      column.options.forEach((one, n) => input.append(new Option(quick && n < 9 ? (n + 1) + " · " + one : one, one)));
      if (value && !column.options.includes(value)) input.append(new Option(value, value));
    } else {
      input = make("textarea");
      input.rows = 2;
    }
    input.value = value;
    input.name = column.key;
    label.append(input);
    return label;
  }

  // What people said and what the plan says are read first, numbers and codes last.
  const LAST = ["theme", "book", "people", "chance", "statement", "rounds", "recurring", "stability", "keywords", "parent"];
  const weight = (column) => column.edit ? 0 : column.key.startsWith("quote") ? -1 : LAST.indexOf(column.key) + 1;

  function show() {
    const list = shown(), row = list[at];
    card.replaceChildren();
    place.textContent = list.length ? (at + 1) + " / " + list.length + " · " + list.filter((r) => r.done).length + " " + words.judged : words.nothing;
    if (!row) return;
    const head = make("h2", row.title);
    head.tabIndex = -1;
    const facts = make("dl");
    const form = make("form");
    form.className = "fill";
    for (const column of row.columns.slice().sort((one, other) => weight(one) - weight(other))) {
      const raw = row.cells[column.key] ?? "";
      const look = column.key === "chance" ? { style: "percent" } : {};
      const value = typeof raw === "number" ? raw.toLocaleString(document.documentElement.lang, look) : String(raw);
      if (column.edit) form.append(field(column, value, only !== "T" && !form.querySelector("select, fieldset")));
      else if (value && value !== row.title) facts.append(make("dt", column.title), make("dd", value));
    }
    const save = make("button", words.save);
    form.append(save);
    form.addEventListener("submit", (event) => { event.preventDefault(); keep(row, form); });
    card.append(head, facts, form);
    head.focus();
  }

  async function keep(row, form) {
    const cells = Object.fromEntries(new FormData(form));
    for (const one of form.querySelectorAll("input[type=radio]")) cells[one.name] ??= ""; // taken back
    try {
      const answer = await call("/judge", { kind: row.kind, ids: row.ids, cells });
      if (answer.problems.length) { tell(answer.problems.join(" "), true); return; }
      Object.assign(row.cells, answer.cells);
      row.done = answer.done;
      tell(answer.added ? words.kept : words.same, false);
      if (at < shown().length - 1) at += 1;
      show();
    } catch (fault) { tell(fault.message, true); }
  }

  function move(step) { at = Math.max(0, Math.min(shown().length - 1, at + step)); tell("", false); show(); }
  const lists = Array.from(document.querySelectorAll("[data-kind]"));
  function turn(kind) {
    only = kind;
    at = 0;
    for (const one of lists) one.setAttribute("aria-pressed", String(one.dataset.kind === only));
    tell("", false);
    show();
  }
  const following = () => lists[(lists.findIndex((one) => one.dataset.kind === only) + 1) % lists.length].dataset.kind;

  document.getElementById("next").addEventListener("click", () => move(1));
  document.getElementById("back").addEventListener("click", () => move(-1));
  for (const one of lists) one.addEventListener("click", () => turn(one.dataset.kind));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("textarea, select");
    const radios = only === "T" ? [] : Array.from(card.querySelectorAll("input[type=radio]"));
    if (event.key === "Escape") { card.querySelector("h2")?.focus(); return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { card.querySelector("form")?.requestSubmit(); return; }
    if (event.target.type === "radio" && event.key.startsWith("Arrow")) return; // they walk the answers
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const first = only === "T" ? null : card.querySelector("select"); // a slip must not merge two concerns
    if (event.key === "j" || event.key === "ArrowRight") move(1);
    else if (event.key === "k" || event.key === "ArrowLeft") move(-1);
    else if (event.key === "t") turn(following());
    else if (event.key === "c") { event.preventDefault(); card.querySelector("[name=code]")?.focus(); }
    else if (event.key === "w") { event.preventDefault(); card.querySelector("textarea")?.focus(); }
    else if (event.key === "0" && radios.length) radios.forEach((one) => { one.checked = false; });
    else if (/^[1-9]$/.test(event.key) && radios.length) {
      const chosen = radios[Number(event.key) - 1];
      if (!chosen) return;
      chosen.checked = true;
      card.querySelector("form").requestSubmit();
    }
    else if (event.key === "0" && first) first.value = "";
    else if (/^[1-9]$/.test(event.key) && first && first.options[Number(event.key)]) {
      first.selectedIndex = Number(event.key);
      card.querySelector("form").requestSubmit();
    }
  });

  call("/rows").then((answer) => { rows = answer.rows; tell("", false); show(); }).catch((fault) => tell(fault.message, true));
})();
