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

// A chosen reason drafts the message, unless somebody has written in it.
function draftMessage(form) {
  const message = form.elements.reason;
  const drafts = [...form.querySelectorAll("[data-text]")];
  const untouched = () => !message.value.trim() || drafts.some((d) => d.dataset.text === message.value);
  for (const draft of drafts) {
    draft.addEventListener("change", () => { if (untouched()) message.value = draft.dataset.text; });
  }
}

const DECISIONS = { a: "accept", r: "reject", h: "ask" };

// A, R, H decide and J goes on, unless somebody is writing or has switched the keys off.
function listen(form) {
  const panel = find("[data-keys]");
  const on = find("#keys");
  panel.hidden = false;
  on.checked = localStorage.getItem("review-keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("review-keys", on.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
    if (!on.checked || writing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key in DECISIONS) find(`[name=decision][value=${DECISIONS[key]}]`, form).click();
    else if (key === "j" && form.dataset.next) location.assign(form.dataset.next);
  });
}

// One decision, however often the button is pressed on a slow line.
function onlyOnce(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent ||= event.submitter?.name === "decision";
  });
  addEventListener("pageshow", () => { sent = false; });
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
document.querySelectorAll("[data-review]").forEach((form) => {
  draftMessage(form);
  listen(form);
  onlyOnce(form);
});
