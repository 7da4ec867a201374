(() => {
  "use strict";
  const table = document.getElementById("t");
  if (!table) return;
  const step = 200;
  const rows = [...table.querySelectorAll("tbody tr")];
  const body = table.tBodies[0];
  for (const other of [...table.tBodies].slice(1)) other.remove();
  const query = document.getElementById("query");
  const verdict = document.getElementById("verdict");
  const status = document.getElementById("status");
  const more = document.getElementById("more");
  const texts = new Map();
  const text = row => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };
  let order = rows;
  let limit = step;

  const matches = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = verdict.value;
    return order.filter(row =>
      (!wanted || (wanted === "!" ? row.cells[0].className === "f" : row.cells[0].textContent === wanted))
      && words.every(word => text(row).includes(word)));
  };
  const show = (all = false) => {
    const found = matches();
    const shown = all ? found : found.slice(0, limit);
    body.replaceChildren(...shown);
    more.hidden = shown.length === found.length;
    const number = count => count.toLocaleString("en");
    status.textContent = `${number(shown.length)} of ${number(found.length)} commits`
      + (found.length < rows.length ? ` that match, ${number(rows.length)} in all` : "");
  };
  const restart = () => { limit = step; show(); };

  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const rising = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      const key = new Map(rows.map(row => [row, row.cells[column].textContent]));
      const compare = new Intl.Collator("en").compare;
      order = [...rows].sort((a, b) => compare(key.get(a), key.get(b)) * (rising ? 1 : -1));
      restart();
    });
  });
  table.addEventListener("toggle", event => {
    const link = event.target.querySelector(":scope > a");
    const shared = link && document.getElementById(link.hash.slice(1));
    if (!shared) return;
    const copy = shared.cloneNode(true);
    copy.removeAttribute("id");
    link.replaceWith(copy);
  }, true);
  query.addEventListener("input", restart);
  verdict.addEventListener("change", restart);
  document.getElementById("next").addEventListener("click", () => { limit += step; show(); });
  document.getElementById("everything").addEventListener("click", () => { limit = Infinity; show(); });
  window.addEventListener("beforeprint", () => show(true));
  window.addEventListener("afterprint", () => show());
  document.getElementById("tools").hidden = false;
  restart();
})();
