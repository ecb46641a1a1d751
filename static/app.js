// Chặng: what the pages do better with a script. Every page works without it.

/** Count down the times marked with data-until, in the two largest units, once a minute. */
function countDown(element) {
  const until = Date.parse(element.dataset.until);
  const word = (count, unit) =>
    new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" }).format(count);
  const show = () => {
    const minutes = Math.max(0, Math.floor((until - Date.now()) / 60000));
    const days = Math.floor(minutes / 1440);
    const hours = Math.floor(minutes / 60) % 24;
    const parts = days ? [[days, "day"], [hours, "hour"]] : [[hours, "hour"], [minutes % 60, "minute"]];
    const shown = parts.filter(([count]) => count);
    element.textContent = (shown.length ? shown : [[0, "minute"]]).map(([count, unit]) => word(count, unit)).join(" ");
  };
  show();
  setInterval(show, 60000);
}

/** Copy the value of the field named by data-copy, and say so on the button and to readers. */
function offerCopy(button) {
  if (!navigator.clipboard) return;
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    (button.querySelector("span") ?? button).textContent = button.dataset.done;
    const status = document.getElementById("copied");
    if (status) status.textContent = button.dataset.done;
  });
}

/** Hand the value of the field named by data-share to the phone, which knows Zalo. */
function offerShare(button) {
  if (!navigator.share) return;
  const field = document.getElementById(button.dataset.share);
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.share({ title: button.dataset.title, url: field.value }).catch(() => {});
  });
}

/** Offer newer results when there are some; rows never move under a thumb by themselves. */
function followResults(status) {
  const link = status.querySelector("a[hidden]");
  let source;
  const listen = () => {
    source?.close();
    if (document.hidden || navigator.connection?.saveData) return;
    source = new EventSource(status.dataset.live);
    source.onmessage = (event) => {
      if (String(JSON.parse(event.data).version) === status.dataset.version) return;
      link.hidden = false;
      source.close();
      document.removeEventListener("visibilitychange", listen);
    };
  };
  document.addEventListener("visibilitychange", listen);
  listen();
}

/** Send a form once, however often its button is pressed; a page that comes back can send again. */
function sendOnce(form) {
  const button = form.querySelector("button");
  form.addEventListener("submit", (event) => {
    if (button.hasAttribute("aria-disabled")) event.preventDefault();
    button.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => button.removeAttribute("aria-disabled"));
}

/** Open the fold that the address names, for a link that leads to a form inside. */
function openNamed() {
  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (named instanceof HTMLDetailsElement) named.open = true;
}

document.querySelectorAll("[data-until]").forEach(countDown);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
document.querySelectorAll("[data-share]").forEach(offerShare);
document.querySelectorAll("[data-live]").forEach(followResults);
document.querySelectorAll("form[data-once]").forEach(sendOnce);
addEventListener("hashchange", openNamed);
openNamed();
