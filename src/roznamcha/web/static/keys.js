// Keys that work on every page: "/" to search, "j" and "k" to walk rows, Enter to open, "?" for the list of keys.
"use strict";
const rows = () => [...document.querySelectorAll("a.open")];
// Whoever speaks to the machine, or hits keys unawares, can switch off the keys of a single character; Enter and the arrows stay.
const single = document.getElementById("single");
single.checked = localStorage.getItem("single-keys") !== "off";
single.parentElement.hidden = false;
single.addEventListener("change", () => localStorage.setItem("single-keys", single.checked ? "on" : "off"));
addEventListener("keydown", (event) => {
  if (!single.checked && event.key.length === 1 && event.key !== " " && !typing(event.target)) event.stopImmediatePropagation();
}, { capture: true });

const typing = (element) => /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || element.isContentEditable;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("q")?.focus();
  } else if (event.key === "j" || event.key === "k") {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = event.key === "j" ? Math.min(at + 1, all.length - 1) : Math.max(at - 1, 0);
    all[next].focus();
  } else if (event.key === "?") {
    const keys = document.getElementById("keys");
    keys.open = !keys.open;
    if (keys.open) keys.querySelector("summary").focus();
  }
});
