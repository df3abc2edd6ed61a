"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const say = data.words;
  const lists = document.getElementById("lists");
  const page = document.getElementById("unit");
  const make = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const plain = (text) => text.toLocaleLowerCase("vi").normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");

  // Search and tiers
  const tools = document.querySelector(".tools");
  const asked = document.getElementById("q");
  const tier = document.getElementById("tier");
  const found = document.getElementById("found");
  const rows = [...document.querySelectorAll(".ranking tbody tr")].map((row) => ({ row, text: plain(row.querySelector("th").textContent) }));
  const filter = () => {
    const words = plain(asked.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      row.hidden = !(words.every((word) => text.includes(word)) && (!tier.value || row.dataset.tier === tier.value));
      shown += !row.hidden;
    }
    found.textContent = words.length || tier.value ? say.found.replace("{n}", shown) : "";
  };
  tools.hidden = false;
  tools.addEventListener("submit", (event) => event.preventDefault());
  asked.addEventListener("input", filter);
  tier.addEventListener("change", filter);

  // Sorting
  for (const button of document.querySelectorAll("th button")) {
    button.addEventListener("click", () => {
      const head = button.closest("th");
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = head.closest("table").tBodies[0];
      const key = button.dataset.key;
      const name = (row) => row.querySelector("th").textContent;
      const order = key === "name"
        ? (a, b) => name(a).localeCompare(name(b), "vi")
        : (a, b) => Number(a.dataset[key]) - Number(b.dataset[key]);
      body.append(...[...body.rows].sort((a, b) => (down ? -1 : 1) * order(a, b)));
    });
  }

  // A page for each unit
  const units = new Map(data.units.map((unit) => [unit.id, unit]));
  const inputs = new Map(data.inputs.map((input) => [input.id, input]));
  const why = (unit, node, made) => {
    const box = make("div", "why");
    if (made.reason) box.append(make("p", "", made.reason));
    if (node.formula) box.append(make("p", "", `${say.formula}: ${node.formula}`));
    if (node.applies) box.append(make("p", "", `${say.applies}: ${node.applies}`));
    const told = make("dl");
    for (const id of node.reads) {
      if (!(id in unit.inputs)) continue;
      const [value, cell] = unit.inputs[id];
      told.append(make("dt", "", inputs.get(id).label));
      const place = make("dd", "", value + (cell ? ` · ${cell}` : ""));
      told.append(place);
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
    const title = make("span", "", (node.code ? `${node.code} ` : "") + node.title);
    if (node.illustrative) title.append(" ", make("span", "illustrative", say.illustrative));
    line.append(title, make("span", "points", made.score + (made.max ? ` / ${made.max}` : "")));
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
    heading.tabIndex = -1;
    page.append(heading);
    const told = make("ul", "facts");
    for (const fact of unit.facts) told.append(make("li", "", fact));
    page.append(told);
    const card = data.cards[unit.card];
    if (card) {
      const tree = make("ul", "tree");
      for (const id of card.roots) tree.append(branch(unit, card, id));
      page.append(tree);
    }
    document.title = `${unit.name} · ${data.title}`;
    return heading;
  };
  const go = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(2)); } catch { id = ""; }
    const unit = location.hash.startsWith("#/") ? units.get(id) : undefined;
    lists.hidden = Boolean(unit);
    page.hidden = !unit;
    if (!unit) { document.title = data.title; return; }
    const heading = open(unit);
    window.scrollTo(0, 0);
    heading.focus();
  };
  window.addEventListener("hashchange", go);
  go();
})();
