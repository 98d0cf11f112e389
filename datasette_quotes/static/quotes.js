// Adds to pages that are whole without it: a mark of the timeline and its row light up together, what is followed inside
// the page keeps its place, and texts that are there to be copied get a button.
(() => {
  "use strict";

  const pairs = new Map();
  for (const mark of document.querySelectorAll(".q-chart a")) {
    const id = (mark.getAttribute("href") || "").slice(1);
    const row = id && document.getElementById(id);
    if (!row) continue;
    pairs.set(mark, row);
    pairs.set(row, mark);
  }
  const light = (element, on) => {
    for (const one of [element, pairs.get(element)]) if (one) one.classList.toggle("q-lit", on);
  };
  for (const element of pairs.keys()) {
    element.addEventListener("pointerenter", () => light(element, true));
    element.addEventListener("pointerleave", () => light(element, false));
    element.addEventListener("focusin", () => light(element, true));
    element.addEventListener("focusout", () => light(element, false));
  }

  if (!navigator.clipboard) return;
  const said = document.createElement("p");
  said.className = "q-hidden";
  said.setAttribute("role", "status");
  const copies = document.querySelectorAll("[data-copy]");
  if (copies.length) copies[0].closest(".qp").append(said);
  for (const source of copies) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "q-copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy ${source.dataset.copy}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent.trim());
        said.textContent = button.textContent = "Copied";
      } catch {
        said.textContent = button.textContent = "Not copied";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    source.after(" ", button);
  }
})();
