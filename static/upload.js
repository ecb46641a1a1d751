// Sending runs: drag and drop, progress, one file after the other, again when the network is back.
// Without this script the form posts itself and answers with a page of its own.

import { follow } from "./progress.js";

const form = document.querySelector("form[data-upload]");
if (form) start(form);

function start(form) {
  const words = form.dataset;
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector(".drop");
  const results = document.getElementById("results");
  const queue = [];
  let busy = false;

  input.addEventListener("change", () => showNames(input.files));
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, over);
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    enqueue(event.dataTransfer.files);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    enqueue(input.files);
    form.reset();
    showNames([]);
  });
  addEventListener("beforeunload", (event) => {
    if (busy) event.preventDefault();
  });

  function over(event) {
    event.preventDefault();
    drop.classList.add("over");
  }

  function showNames(files) {
    const slot = form.querySelector("[data-slot=names]");
    slot.dataset.usual ??= slot.textContent;
    if (files.length === 0) slot.textContent = slot.dataset.usual;
    else if (files.length === 1) slot.textContent = files[0].name;
    else slot.textContent = fill(words.chosen, files.length);
  }

  function enqueue(files) {
    if (files.length === 0) return;
    results.hidden = false;
    for (const file of files) queue.push({ file, card: newCard(file) });
    results.scrollIntoView({ block: "nearest" });
    next();
  }

  function newCard(file) {
    const card = document.getElementById("sending").content.firstElementChild.cloneNode(true);
    slot(card, "name").textContent = file.name;
    slot(card, "state").textContent = words.waiting;
    results.querySelector("[data-results]").prepend(card);
    return card;
  }

  async function next() {
    if (busy || queue.length === 0) return;
    busy = true;
    const { file, card } = queue.shift();
    await send(file, card);
    busy = false;
    next();
  }

  // Resolves when the file has an answer or has failed; a failed card can be sent again.
  async function send(file, card) {
    const bar = card.querySelector("progress");
    const say = (text) => {
      slot(card, "state").textContent = text;
    };
    const [most, tooLarge] = (await isArchive(file))
      ? [words.mostOfArchives, words.archiveTooLarge]
      : [words.mostBytes, words.tooLarge];
    if (file.size > Number(most)) {
      fail(card, tooLarge);
      return;
    }
    await new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const broken = () => {
        if (request.status === 413) fail(card, tooLarge);
        else if (request.status === 429) fail(card, words.tooOften, file);
        else fail(card, navigator.onLine ? words.failed : words.offline, file);
        resolve();
      };
      request.upload.onprogress = ({ loaded, total }) => {
        bar.value = (100 * loaded) / total;
        say(fill(words.sent, megabytes(loaded), megabytes(total)));
      };
      request.upload.onload = () => {
        bar.removeAttribute("value");
        say(words.checking);
      };
      request.onerror = request.ontimeout = broken;
      request.onload = () => {
        if (!answer(request, card)) broken();
        resolve();
      };
      request.open("POST", form.action);
      request.setRequestHeader("X-Requested-With", "fetch");
      const data = new FormData();
      data.append("file", file);
      request.send(data);
    });
  }

  // Puts the server's card in the place of ours; false when the answer is not one of its cards.
  function answer(request, card) {
    const parsed = new DOMParser().parseFromString(request.responseText, "text/html");
    const cards = parsed.querySelectorAll("article.sent");
    if (cards.length === 0) return false;
    card.replaceWith(...cards);
    for (const sent of cards) sent.querySelectorAll("[data-follow]").forEach(follow);
    form.querySelector("[data-slot=status]").textContent = words.done;
    return true;
  }

  function fail(card, text, file) {
    card.querySelector("progress").hidden = true;
    card.classList.replace("card", "note");
    card.classList.add("er");
    slot(card, "state").textContent = "";
    slot(card, "hint").textContent = text;
    form.querySelector("[data-slot=status]").textContent = text;
    if (file) offerAgain(card, file);
  }

  function offerAgain(card, file) {
    const again = new AbortController();
    const retry = () => {
      again.abort();
      const fresh = newCard(file);
      card.replaceWith(fresh);
      queue.push({ file, card: fresh });
      next();
    };
    slot(card, "buttons").hidden = false;
    slot(card, "retry").addEventListener("click", retry, { signal: again.signal });
    addEventListener("online", retry, { signal: again.signal });
  }
}

/** By its first bytes, for names lie: a zip begins with PK, a gzip with 1f 8b. */
async function isArchive(file) {
  try {
    const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    return (first === 0x50 && second === 0x4b) || (first === 0x1f && second === 0x8b);
  } catch {
    return false; // the file cannot be read any more, which sending it will tell
  }
}

function slot(card, name) {
  return card.querySelector(`[data-slot=${name}]`);
}

function fill(text, ...values) {
  return values.reduce((filled, value, i) => filled.replace(`%${i + 1}`, value), text);
}

function megabytes(bytes) {
  const shown = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return (bytes / 1e6).toLocaleString(document.documentElement.lang, shown);
}
