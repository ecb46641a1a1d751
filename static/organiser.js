// What the organiser's pages do better with a script. Without it every form works all the same.

const find = (selector, root = document) => root.querySelector(selector);

// The name of an event as its address: "Hữu Lũng vẻ đẹp" becomes "huu-lung-ve-dep".
export function slugOf(name) {
  const bare = name.replace(/[đĐ]/g, "d").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60).replace(/-+$/, "");
}

// The address follows the name until somebody writes an address of their own.
function followName(form) {
  const name = form.elements[form.dataset.slugFrom];
  const slug = form.elements.slug;
  let own = slug.value !== "" && slug.value !== slugOf(name.value);
  slug.addEventListener("input", () => { own = slug.value !== ""; });
  name.addEventListener("input", () => { if (!own) slug.value = slugOf(name.value); });
}

// A chosen reason drafts the message, unless somebody has written in it; whoever writes without a
// reason has one of their own.
function draftMessage(message) {
  const form = message.closest("form");
  const reasons = [...form.querySelectorAll("[data-text]")];
  const own = reasons.find((reason) => !reason.dataset.text);
  const untouched = () => !message.value.trim() || reasons.some((r) => r.dataset.text === message.value);
  const settle = () => { message.required = own.checked; };
  for (const reason of reasons) {
    reason.addEventListener("change", () => {
      if (untouched()) message.value = reason.dataset.text;
      settle();
    });
  }
  message.addEventListener("input", () => {
    if (message.value && !reasons.some((reason) => reason.checked)) own.checked = true;
    settle();
  });
  const plain = find("[data-plain]", message.parentElement);
  plain.hidden = true;
}

const DECISIONS = { a: "accept", r: "reject", h: "ask" };

// A decision that needs a reason opens, and the first reason waits for the arrow keys and Enter.
function press(place) {
  if (place.tagName === "FORM") place.requestSubmit();
  else {
    place.open = true;
    find("[name=code], textarea", place).focus();
  }
}

// A, R, H decide, J goes on and K back, unless somebody is writing or has switched the keys off.
function listen(desk) {
  const panel = find("[data-keys]");
  const on = find("#keys");
  panel.hidden = false;
  on.checked = localStorage.getItem("review-keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("review-keys", on.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
    if (event.key === "Escape") for (const open of desk.querySelectorAll(".over[open]")) open.open = false;
    if (!on.checked || writing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const place = key in DECISIONS && find(`[data-decision=${DECISIONS[key]}]`, desk);
    if (place) {
      event.preventDefault();
      press(place);
    } else if (key === "j" && desk.dataset.next) location.assign(desk.dataset.next);
    else if (key === "k" && desk.dataset.before) location.assign(desk.dataset.before);
  });
}

// One decision, however often the button is pressed on a slow line.
function onlyOnce(root) {
  let sent = false;
  root.addEventListener("submit", (event) => {
    if (event.submitter?.formMethod === "get" || event.target.method !== "post") return;
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
}

// How many runs are ticked stands on the button.
function countTicked(form) {
  const words = find("[data-counted]", form);
  if (!words) return;
  const plain = words.textContent;
  const show = () => {
    const ticked = form.querySelectorAll("[name=run]:checked").length;
    words.textContent = ticked ? words.dataset.words.replace("{n}", ticked) : plain;
  };
  form.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}

function copyOnClick(button) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copyText).textContent.trim());
    find("span", button).textContent = button.dataset.done;
  });
}

document.querySelectorAll("[data-slug-from]").forEach(followName);
document.querySelectorAll("[data-copy-text]").forEach(copyOnClick);
document.querySelectorAll("textarea[data-draft]").forEach(draftMessage);
document.querySelectorAll("[data-picks]").forEach((form) => {
  countTicked(form);
  onlyOnce(form);
});
document.querySelectorAll("[data-review]").forEach((desk) => {
  if (find("[data-decision]", desk)) listen(desk);
  onlyOnce(desk);
});
