// Marked words show what was read from them, and the list beside the article follows; selected words become evidence.
"use strict";
const article = document.getElementById("article");
const list = document.querySelector(".claims");
const form = document.getElementById("evidence");
const tip = document.getElementById("tip");

const claimOf = (id) => document.getElementById(`claim-${id}`);
const light = (ids, on) => {
  for (const id of ids) {
    claimOf(id)?.classList.toggle("lit", on);
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

// The tip says of every claim under the words: its field, its value, who says it, and with what stance.
const words = (claim, part) => claim.querySelector(`:scope > ${part}`)?.textContent.trim() ?? "";
const line = (claim) => {
  const told = document.createElement("p");
  const speaker = words(claim, ".speaker") || "no speaker named";
  told.append(Object.assign(document.createElement("b"), { textContent: words(claim, ".field") }), " ",
    Object.assign(document.createElement("bdi"), { textContent: words(claim, ".value") }), ` · ${speaker} · ${claim.dataset.stance}`);
  return told;
};
const showTip = (mark) => {
  const claims = idsOf(mark).map(claimOf).filter(Boolean);
  if (!claims.length) return;
  tip.replaceChildren(...claims.map(line));
  tip.hidden = false;
  mark.setAttribute("aria-describedby", "tip");
  const at = mark.getClientRects()[0], below = at.bottom + 6; // words that run over a line's end have two boxes
  tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${below + tip.offsetHeight > innerHeight ? at.top - tip.offsetHeight - 6 : below}px`;
};
const hideTip = () => {
  tip.hidden = true;
  for (const mark of article.querySelectorAll("mark[aria-describedby]")) mark.removeAttribute("aria-describedby");
};
// Only the list moves, never the page under the reader's eyes.
const follow = (ids) => {
  const claim = ids.map(claimOf).find(Boolean);
  if (claim && list.scrollHeight > list.clientHeight) list.scrollTo({ top: claim.offsetTop - list.clientHeight / 3 });
};
const enter = ({ target }) => {
  light(idsOf(target), true);
  const mark = target.closest?.("#article mark");
  if (mark) { showTip(mark); follow(idsOf(mark)); }
};
const leave = ({ target, relatedTarget }) => {
  light(idsOf(target), false);
  if (target.closest?.("#article mark, #tip") && !relatedTarget?.closest?.("#tip")) hideTip();
};
for (const [into, out] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(into, enter);
  document.addEventListener(out, leave);
}
addEventListener("scroll", hideTip, { passive: true });
article.addEventListener("click", (event) => {
  const [first] = idsOf(event.target);
  if (first && getSelection().isCollapsed) claimOf(first)?.scrollIntoView({ block: "nearest" });
});

// The form waits until words are selected or it is asked for, so that it covers no claim that somebody walks to; while it
// is there, the list ends above it and what comes into focus stops above it.
const showForm = (on) => {
  form.hidden = !on;
  document.documentElement.style.setProperty("--below", on ? `${form.offsetHeight}px` : "0px");
};
const ask = () => { showForm(true); form.elements.field.focus(); };
if (form) {
  showForm(Boolean(form.querySelector("[aria-invalid]"))); // what was refused is there to be mended
  const state = document.getElementById("state");
  state.hidden = false;
  state.addEventListener("click", ask);
  addEventListener("resize", () => { if (!form.hidden) showForm(true); });
}

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
  showForm(true);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    hideTip();
    if (form && form.contains(event.target)) { showForm(false); document.getElementById("state").focus(); }
  }
  if (event.key === "a" && form && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && !(event.ctrlKey || event.metaKey || event.altKey)) {
    event.preventDefault();
    ask();
  }
});
