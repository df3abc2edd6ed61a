"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = read("data");
  const say = data.words;
  const lists = document.getElementById("lists");
  const page = document.getElementById("unit");
  const main = document.getElementById("noi-dung");
  const make = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const plain = (text) => text.toLocaleLowerCase("vi").normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");

  document.documentElement.classList.add("scripted");

  // Light, dark, or as the system is: kept nowhere
  const theme = document.querySelector(".theme");
  theme.hidden = false;
  theme.addEventListener("click", (event) => {
    const asked = event.target.closest("button");
    if (!asked) return;
    for (const button of theme.children) button.setAttribute("aria-pressed", String(button === asked));
    document.documentElement.dataset.theme = asked.dataset.theme;
  });

  // Search and tiers; of many rows that match, the first are laid out, the others when they are asked for
  const tools = document.querySelector(".tools");
  const asked = document.getElementById("q");
  const tier = document.getElementById("tier");
  const found = document.getElementById("found");
  const tables = [...document.querySelectorAll(".ranking")].map((table) => ({
    body: table.tBodies[0],
    more: table.closest("section").querySelector(".more"),
    all: false,
    rows: [...table.tBodies[0].rows].map((row) => {
      const name = row.querySelector("th").textContent;
      return { row, name, text: plain(name) };
    }),
  }));
  const show = (table) => {
    let shown = 0;
    for (const { row } of table.rows) {
      if (row.hidden) continue;
      shown += 1;
      row.classList.toggle("late", !table.all && shown > data.at_once);
    }
    table.more.hidden = table.all || shown <= data.at_once;
    table.more.firstElementChild.textContent = say.all_rows.replace("{n}", shown);
    return shown;
  };
  const filter = () => {
    const words = plain(asked.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const table of tables) {
      for (const { row, text } of table.rows)
        row.hidden = !(words.every((word) => text.includes(word)) && (!tier.value || row.dataset.tier === tier.value));
      shown += show(table);
    }
    found.textContent = words.length || tier.value ? say.found.replace("{n}", shown) : "";
  };
  tools.hidden = false;
  tools.addEventListener("submit", (event) => event.preventDefault());
  asked.addEventListener("input", filter);
  tier.addEventListener("change", filter);
  for (const table of tables) {
    show(table);
    table.more.firstElementChild.addEventListener("click", () => {
      const next = table.rows.find(({ row }) => row.classList.contains("late"));
      table.all = true;
      show(table);
      if (next) next.row.querySelector("a").focus();
    });
  }

  // Sorting: who has nothing to be sorted by comes last either way
  const collator = new Intl.Collator("vi", { numeric: true });
  for (const table of tables) {
    const first = [...table.rows];
    for (const button of table.body.parentNode.querySelectorAll("th button")) {
      button.addEventListener("click", () => {
        const head = button.closest("th");
        const key = button.dataset.key;
        const now = head.getAttribute("aria-sort");
        const down = now ? now === "ascending" : key === "total" || key === "change";
        for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sign = down ? -1 : 1;
        const lacks = ({ row }) => key !== "name" && row.dataset[key] === "";
        table.rows = [...first].sort((a, b) => {
          if (key === "name") return sign * collator.compare(a.name, b.name);
          return lacks(a) - lacks(b) || sign * (Number(a.row.dataset[key]) - Number(b.row.dataset[key]));
        });
        table.body.append(...table.rows.map(({ row }) => row));
        show(table);
      });
    }
  }

  // A page for each unit
  const inputs = new Map(data.inputs.map((input) => [input.id, input]));
  let units;
  const unitOf = (id) => {
    units ??= new Map(read("units").map((unit) => [unit.id, unit]));
    return units.get(id);
  };
  const titled = (node) => (node.code ? `${node.code} ` : "") + node.title;
  const table = (title, heads, rows, numbers) => {
    const box = make("div", "scroll");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", title);
    const made = make("table");
    made.append(make("caption", "unseen", title));
    const head = made.createTHead().insertRow();
    heads.forEach((text, place) => {
      const cell = make("th", numbers.includes(place) ? "total" : "", text);
      cell.scope = "col";
      head.append(cell);
    });
    const body = made.createTBody();
    for (const cells of rows) {
      const row = body.insertRow();
      cells.forEach((text, place) => {
        const cell = make(place ? "td" : "th", numbers.includes(place) ? "total" : heads[place] === say.reason ? "reason" : "", text);
        if (!place) cell.scope = "row";
        row.append(cell);
      });
    }
    box.append(made);
    return [make("h3", "", title), box];
  };
  const why = (unit, node, made) => {
    const box = make("div", "why");
    if (made.reason) box.append(make("p", "", made.reason));
    if (node.formula) box.append(make("p", "", `${say.formula}: ${node.formula}`));
    if (node.applies) box.append(make("p", "", `${say.applies}: ${node.applies}`));
    const told = make("dl");
    for (const id of node.reads) {
      if (!Object.hasOwn(unit.inputs, id)) continue;
      const [value, cell] = unit.inputs[id];
      told.append(make("dt", "", inputs.get(id).label));
      told.append(make("dd", "", value + (cell ? ` · ${cell}` : "")));
    }
    if (told.children.length) box.append(told);
    if (node.clause) box.append(make("p", "", `${say.clause}: ${node.clause}`));
    return box;
  };
  const branch = (unit, card, id) => {
    const node = card.nodes[id];
    const made = unit.criteria[id];
    const item = make("li");
    const line = make("div", "node");
    const title = make("span", "", titled(node));
    if (node.unscored) title.append(" ", make("small", "", `(${say.unscored})`));
    if (node.illustrative) title.append(" ", make("span", "illustrative", say.illustrative));
    const points = make("span", "points");
    if (made.declared !== undefined) points.append(make("span", "declared", `${say.declared} ${made.declared}`));
    points.append(made.score + (made.max ? ` / ${made.max}` : ""));
    if (made.place) points.append(make("small", "place", made.place));
    line.append(title, points);
    item.append(line);
    const text = why(unit, node, made);
    if (text.children.length) item.append(text);
    if (node.children.length && !node.total) {
      const below = make("ul", "tree");
      for (const child of node.children) below.append(branch(unit, card, child));
      item.append(below);
    }
    return item;
  };
  const open = (unit) => {
    page.replaceChildren();
    const back = make("a", "", say.back);
    back.href = "#/";
    page.append(back);
    const heading = make("h2", "", unit.name);
    heading.id = "unit-name";
    heading.tabIndex = -1;
    page.append(heading);
    const told = make("ul", "facts");
    for (const fact of unit.facts) told.append(make("li", "", fact));
    page.append(told);
    const card = data.cards[unit.card];
    if (card) {
      const named = (id) => (id ? titled(card.nodes[id]) : say.total);
      if (unit.losses.length) {
        const rows = unit.losses.map(([id, lost]) => [named(id), `${unit.criteria[id].score} / ${unit.criteria[id].max}`, lost]);
        page.append(...table(say.losses, [say.criterion, say.total, say.lost], rows, [1, 2]));
      }
      if (unit.compared) {
        const rows = unit.compared.map(([id, ...cells]) => [named(id), ...cells]);
        page.append(...table(say.compared, [say.criterion, say.declared, say.appraised, say.difference, say.reason], rows, [1, 2, 3]));
        const heads = [say.target, say.stage, say.from, say.to, say.reason, say.basis];
        if (unit.corrections.length) page.append(...table(say.corrections, heads, unit.corrections, []));
      }
      if (unit.values) page.append(...table(say.values, [say.target, say.value], unit.values, [1]));
      page.append(make("h3", "", say.tree));
      const tree = make("ul", "tree");
      for (const id of card.roots) tree.append(branch(unit, card, id));
      page.append(tree);
    }
    document.title = `${unit.name} · ${data.title}`;
    return heading;
  };
  let from = null;
  const go = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(2)); } catch { id = ""; }
    const unit = id && location.hash.startsWith("#/") ? unitOf(id) : undefined;
    lists.hidden = Boolean(unit);
    page.hidden = !unit;
    if (!unit) {
      document.title = data.title;
      if (from) from.focus();
      from = null;
      return;
    }
    const heading = open(unit);
    window.scrollTo(0, 0);
    heading.focus();
  };
  lists.addEventListener("click", (event) => { from = event.target.closest("a") || from; });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address says which unit is open
    main.focus();
    main.scrollIntoView();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!page.hidden) location.hash = "#/";
    else if (document.activeElement === asked && asked.value) { asked.value = ""; filter(); }
  });
  window.addEventListener("hashchange", go);
  go();

  // Paper shows what a screen folds away
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const each of folded) each.open = true;
  });
  window.addEventListener("afterprint", () => { for (const each of folded) each.open = false; });
})();
