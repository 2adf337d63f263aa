
"use strict";
(function () {
  const root = document.documentElement;
  root.classList.add("js");

  // The theme: automatic, then light, then dark. Storage may be forbidden for files; the choice then lasts as long as the page.
  const themes = ["automatic", "light", "dark"];
  const toggle = document.querySelector(".theme");
  let theme = "automatic";
  try { theme = localStorage.getItem("theme") || theme; } catch { }
  function show() {
    if (theme === "automatic") { delete root.dataset.theme; } else { root.dataset.theme = theme; }
    toggle.textContent = "Theme: " + theme;
  }
  toggle.addEventListener("click", function () {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    try { localStorage.setItem("theme", theme); } catch { }
    show();
  });
  if (!themes.includes(theme)) { theme = "automatic"; }
  toggle.hidden = false;
  show();

  // A page has a table in each of its sections that can be sorted.
  for (const table of document.querySelectorAll("table.columns")) { enhance(table); }

  function enhance(table) {
    const section = table.closest("section");
    const bodies = Array.from(table.tBodies);

    // Details.
    function open(body, yes) {
      body.classList.toggle("opened", yes);
      body.querySelector(".open").setAttribute("aria-expanded", String(yes));
    }
    for (const body of bodies) {
      open(body, false);
      body.querySelector(".open").addEventListener("click", function () { open(body, !body.classList.contains("opened")); });
    }
    const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (named && bodies.includes(named)) { open(named, true); }
    const all = section.querySelector(".all");
    all.addEventListener("click", function () {
      const yes = all.textContent === "Open all";
      for (const body of bodies) { open(body, yes && !body.hidden); }
      all.textContent = yes ? "Close all" : "Open all";
    });

    // Order.
    const headers = Array.from(table.tHead.rows[0].cells);
    const collator = new Intl.Collator(undefined, { numeric: true });
    headers.forEach(function (header, index) {
      const sample = bodies.length > 0 && bodies[0].rows[0].cells[index];
      if (!sample || sample.dataset.v === undefined) { return; }
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = header.textContent;
      header.replaceChildren(button);
      header.setAttribute("aria-sort", "none");
      const isNumber = header.classList.contains("number");
      button.addEventListener("click", function () {
        // Figures: the largest first. Words: from A on. What has none comes last either way.
        const first = isNumber && index > 0 ? "descending" : "ascending";
        const other = first === "descending" ? "ascending" : "descending";
        const order = header.getAttribute("aria-sort") === first ? other : first;
        for (const h of headers) { if (h.hasAttribute("aria-sort")) { h.setAttribute("aria-sort", "none"); } }
        header.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const key = function (body) { return body.rows[0].cells[index].dataset.v; };
        bodies.sort(function (a, b) {
          const x = key(a), y = key(b);
          if (x === "" || y === "") { return (x === "") - (y === ""); }
          return sign * (isNumber ? Number(x) - Number(y) : collator.compare(x, y));
        });
        for (const body of bodies) { table.append(body); }
      });
    });

    // Choice.
    const find = section.querySelector(".find");
    const filters = Array.from(section.querySelectorAll("[data-filter]"));
    const shown = section.querySelector(".shown");
    const none = section.querySelector(".none");
    function choose() {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = filters.filter(function (f) { return f.getAttribute("aria-pressed") === "true"; }).map(function (f) { return f.dataset.filter; });
      let count = 0;
      for (const body of bodies) {
        const text = Array.from(body.rows[0].cells, function (cell) { return cell.dataset.v || ""; }).join(" ").toLowerCase();
        body.hidden = !words.every(function (word) { return text.includes(word); })
          || wanted.length > 0 && !wanted.some(function (name) { return body.classList.contains(name); });
        count += body.hidden ? 0 : 1;
      }
      none.hidden = count > 0;
      shown.textContent = count === bodies.length ? "" : count + " of " + bodies.length + " " + (table.dataset.what || "columns");
    }
    find.addEventListener("input", choose);
    for (const filter of filters) {
      filter.addEventListener("click", function () {
        filter.setAttribute("aria-pressed", String(filter.getAttribute("aria-pressed") !== "true"));
        choose();
      });
    }
    section.querySelector(".tools").hidden = false;
  }
})();
