// Sorts, searches and folds. Everything is in the page without it.
(() => {
  "use strict";
  const one = (q) => document.querySelector(q), all = (q) => [...document.querySelectorAll(q)];
  const table = one("#rows"), body = table && table.tBodies[0], folds = all(".svc");
  if (body) {
    // A row and its details were written in one order; after sorting they are
    // still told by it.
    const items = [...body.rows].map((row, i) => ({ row, fold: folds[i], text: null }));
    const tools = one("#tools"), search = one("#search"), state = one("#state"), found = one("#found");
    const show = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let n = 0;
      for (const it of items) {
        it.text ??= (it.row.textContent + " " + (it.fold ? it.fold.firstElementChild.textContent : "")).toLowerCase();
        const fits = words.every((w) => it.text.includes(w)) &&
          (!state.value || it.row.dataset.state === state.value || state.value === "nowhere" && "nowhere" in it.row.dataset);
        it.row.hidden = !fits;
        if (it.fold) it.fold.hidden = !fits;
        n += fits;
      }
      found.textContent = n === items.length ? "" : n + " of " + items.length;
      one("#none").hidden = n > 0;
    };
    search.addEventListener("input", show);
    state.addEventListener("change", show);
    tools.addEventListener("submit", (e) => e.preventDefault());
    tools.hidden = false;
    show();

    const heads = all("#rows thead th[data-sort]");
    const key = (row, at, kind) => kind === "number" ? Number(row.cells[at].dataset.v) : row.cells[at].textContent;
    for (const th of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...th.childNodes);
      th.append(button);
      th.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const kind = th.dataset.sort, was = th.getAttribute("aria-sort");
        // Numbers begin with the largest, words with A.
        const up = was === "none" ? kind === "text" : was === "descending";
        for (const other of heads) other.setAttribute("aria-sort", "none");
        th.setAttribute("aria-sort", up ? "ascending" : "descending");
        const at = th.cellIndex, order = new Intl.Collator("en", { numeric: true });
        const sorted = items.map((it, i) => ({ it, i, k: key(it.row, at, kind) }));
        sorted.sort((a, b) => {
          const c = kind === "number" ? a.k - b.k : order.compare(a.k, b.k);
          return (up ? c : -c) || a.i - b.i;
        });
        body.append(...sorted.map((s) => s.it.row));
        const parent = folds.length && folds[0].parentNode;
        if (parent) parent.append(...sorted.map((s) => s.it.fold));
      });
    }
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
