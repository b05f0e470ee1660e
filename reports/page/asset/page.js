// Sorts, searches and folds. Everything is in the page without it.
(() => {
  "use strict";
  const one = (q) => document.querySelector(q), all = (q) => [...document.querySelectorAll(q)];
  const folds = all(".svc");
  // Sentences come from the page, in its language.
  const fill = (words, values) => words.replace(/\{(\w*)\}/g, (_, name) => values[name]);
  // A row and its details were written in one order; after sorting they are still
  // told by it.
  const itemsOf = (table) => [...table.tBodies[0].rows].map((row, i) => ({ row, fold: table.id === "rows" ? folds[i] : undefined, text: null }));

  const sortable = (table, items) => {
    const body = table.tBodies[0], heads = [...table.querySelectorAll("thead th[data-sort]")];
    const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const key = (row, at, kind) => kind === "number" ? Number(row.cells[at].dataset.v) : row.cells[at].textContent;
    for (const th of heads) {
      // The words stay outside the button: browsers do not repeat buttons on every
      // sheet of paper.
      const button = document.createElement("button"), words = th.querySelector("span");
      button.type = "button";
      button.setAttribute("aria-label", fill(table.dataset.by || "sort by {}", { "": words.textContent }));
      words.after(button);
      th.setAttribute("aria-sort", "none");
      th.addEventListener("click", () => {
        const kind = th.dataset.sort, was = th.getAttribute("aria-sort"), at = th.cellIndex;
        // Numbers begin with the largest, words with A.
        const up = was === "none" ? kind === "text" : was === "descending";
        for (const other of heads) other.setAttribute("aria-sort", "none");
        th.setAttribute("aria-sort", up ? "ascending" : "descending");
        const sorted = items.map((it, i) => ({ it, i, k: key(it.row, at, kind) }));
        sorted.sort((a, b) => {
          const c = kind === "number" ? a.k - b.k : order.compare(a.k, b.k);
          return (up ? c : -c) || a.i - b.i;
        });
        body.append(...sorted.map((s) => s.it.row));
        const moved = sorted.map((s) => s.it.fold).filter(Boolean);
        if (moved.length) moved[0].parentNode.append(...moved);
      });
    }
  };

  const searchable = (items) => {
    const tools = one("#tools"), search = one("#search"), state = one("#state"), found = one("#found");
    const show = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let n = 0;
      for (const it of items) {
        it.text ??= (it.row.textContent + " " + (it.fold ? it.fold.firstElementChild.textContent : "")).toLowerCase();
        const fits = words.every((w) => it.text.includes(w)) &&
          (!state.value || it.row.dataset.state === state.value || state.value in it.row.dataset);
        it.row.hidden = !fits;
        if (it.fold) it.fold.hidden = !fits;
        n += fits;
      }
      found.textContent = n === items.length ? "" : fill(tools.dataset.found || "{n} of {all}", { n, all: items.length });
      one("#none").hidden = n > 0;
    };
    search.addEventListener("input", show);
    state.addEventListener("change", show);
    tools.addEventListener("submit", (e) => e.preventDefault());
    tools.hidden = false;
    // Reading all rows takes time that a page just opened has not; a browser that
    // brought an old search back is the exception.
    if (search.value || state.value) show();
  };

  for (const table of all("table.sort")) {
    const items = itemsOf(table);
    sortable(table, items);
    if (table.id === "rows") searchable(items);
  }

  const unfold = one("#unfold");
  if (unfold) {
    unfold.hidden = false;
    unfold.addEventListener("click", () => {
      const open = unfold.textContent === "Open all";
      for (const f of folds) if (!f.hidden) f.open = open;
      unfold.textContent = open ? "Close all" : "Open all";
    });
  }
  // A link to a service opens it.
  const named = () => {
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
  };
  const reveal = () => {
    const target = document.getElementById(named());
    const fold = target && target.closest("details");
    if (fold) { fold.hidden = false; fold.open = true; fold.scrollIntoView(); }
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (e) => { if (e.target.closest('a[href^="#svc-"]')) setTimeout(reveal); });
  reveal();
  // Paper shows the details of a small fleet, also where the style sheet cannot
  // open them.
  if (document.body.classList.contains("few")) {
    let closed = [];
    addEventListener("beforeprint", () => { closed = folds.filter((f) => !f.open); for (const f of closed) f.open = true; });
    addEventListener("afterprint", () => { for (const f of closed) f.open = false; });
  }
})();
