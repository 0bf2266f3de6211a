"use strict";
// Without this script all clauses are there, and those of one outcome can be chosen.
const search = document.getElementById("search");
const shown = document.getElementById("shown");
const rows = [...document.querySelectorAll("#clauses tr[data-outcomes]")];
const texts = rows.map((row) => row.textContent.toLowerCase());

function update() {
  const words = search.value.toLowerCase().split(/\s+/);
  rows.forEach((row, n) => {
    row.hidden = !words.every((word) => texts[n].includes(word));
  });
  for (const area of document.querySelectorAll("#clauses tbody")) {
    area.hidden = !area.querySelector("tr[data-outcomes]:not([hidden])");
  }
  const left = rows.filter((row) => row.getClientRects().length).length;
  shown.textContent = `${left} of ${rows.length} shown`;
}

search.parentElement.hidden = false;
search.addEventListener("input", update);
for (const choice of document.querySelectorAll("input[name=show]")) {
  choice.addEventListener("change", update);
}
update();
