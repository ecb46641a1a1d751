// Chặng: what is folded away on a phone (data-wide) stands open where there is room for it.

if (matchMedia("(min-width: 760px)").matches) {
  document.querySelectorAll("details[data-wide]").forEach((fold) => { fold.open = true; });
}
