// Review by keyboard: Enter confirms the focused value, c corrects, x rejects, u sets to unknown, Shift+Enter confirms all
// and goes on, s skips, z undoes. Everything a key does, a button does too.
"use strict";
const claims = () => [...document.querySelectorAll(".claim[data-claim]")].filter((claim) => claim.querySelector("form.decide") && claim.checkVisibility());
const current = () => document.activeElement?.closest?.(".claim[data-claim]") ?? null;
const go = (step) => {
  const all = claims();
  const at = all.indexOf(current());
  all[Math.min(Math.max(at + step, 0), all.length - 1)]?.focus();
};
const press = (claim, kind) => claim?.querySelector(`form.decide button[value="${kind}"]`)?.click();
const keep = (event) => { event.preventDefault(); };

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (typing && event.key === "Escape") return event.target.closest(".claim")?.focus();
  if (typing && event.key === "Enter" && event.target.closest("form.decide")) { keep(event); return press(event.target.closest(".claim"), "correct"); }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const claim = current();
  if (event.key === "Enter" && event.shiftKey) { keep(event); return document.querySelector('#whole button[value="confirm"]')?.click(); }
  if (event.key === "Enter" && claim && event.target === claim) { keep(event); return press(claim, "confirm"); }
  if (event.key === "x" && claim) return press(claim, "reject");
  if (event.key === "u" && claim) return press(claim, "unknown");
  if (event.key === "c" && claim) { keep(event); const field = claim.querySelector('input[name="value"]'); field.focus(); return field.select(); }
  if (event.key === "s") return document.getElementById("skip")?.click();
  if (event.key === "z") return document.getElementById("undo")?.requestSubmit();
  if (event.key === "n" || event.key === "ArrowDown") { keep(event); return go(1); }
  if (event.key === "p" || event.key === "ArrowUp") { keep(event); return go(-1); }
});

// After a decision the page comes back; the next value that nobody has looked at is in focus. A document is read first.
addEventListener("DOMContentLoaded", () => {
  if (!document.querySelector(".sheet")) return document.querySelector(".claim:target")?.focus();
  const waiting = claims().find((claim) => claim.classList.contains("state-of-unreviewed"));
  (waiting ?? claims()[0])?.focus({ preventScroll: false });
});
