// Hovering or focusing marked words shows their claims, and the other way round; selected words become evidence.
"use strict";
const article = document.getElementById("article");
const form = document.getElementById("evidence");

const light = (ids, on) => {
  for (const id of ids) {
    document.getElementById(`claim-${id}`)?.classList.toggle("lit", on);
    for (const mark of article.querySelectorAll("mark")) {
      if (mark.dataset.claims.split(" ").includes(id)) mark.classList.toggle("lit", on);
    }
  }
};
const idsOf = (target) => {
  const mark = target.closest?.("mark[data-claims], [data-claim]");
  if (!mark) return [];
  return mark.dataset.claim ? [mark.dataset.claim] : mark.dataset.claims.split(" ");
};
for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(enter, (event) => light(idsOf(event.target), true));
  document.addEventListener(leave, (event) => light(idsOf(event.target), false));
}
article.addEventListener("click", (event) => {
  const [first] = idsOf(event.target);
  if (first && getSelection().isCollapsed) document.getElementById(`claim-${first}`)?.scrollIntoView({ block: "center" });
});

// A place in the page is a piece and an offset in it; pieces know where they begin. Offsets of the register count code
// points, those of the browser UTF-16 units.
const codePoints = (text) => [...text].length;
const offsetOf = (node, offset) => {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-start]");
  if (!piece) return null;
  const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : offset ? piece.textContent : "";
  return Number(piece.dataset.start) + codePoints(before);
};
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (!form || selection.isCollapsed || !article.contains(selection.anchorNode)) return;
  const range = selection.getRangeAt(0);
  const [start, end] = [offsetOf(range.startContainer, range.startOffset), offsetOf(range.endContainer, range.endOffset)];
  if (start === null || end === null || end <= start) return;
  for (const [name, value] of [["start", start], ["end", end]]) {
    form.elements[name].value = form.elements[`${name}_shown`].value = value;
    for (const field of document.querySelectorAll(`form.decide input[name="${name}"]`)) field.value = value; // "Correct" takes them too
  }
  document.getElementById("chosen").textContent = `Evidence: “${selection.toString()}”`;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "a" && form && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    event.preventDefault();
    form.elements.field.focus();
  }
});
