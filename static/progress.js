// An archive that is being read: moves its bar, and puts the outcome in its place.
// Without this script the page of the upload reloads itself.

const SOON_MS = 2000;
const LATE_MS = 15000;

document.querySelectorAll("[data-follow]").forEach(follow);

/** Ask how far the job of a card is, more seldom while nothing moves or nobody answers. */
export async function follow(card) {
  let wait = SOON_MS;
  let before = "";
  while (card.isConnected) {
    await pause(wait);
    if (document.hidden) continue;
    const job = await asked(card.dataset.follow);
    const now = job && `${job.state} ${job.done}`;
    wait = job && now !== before ? SOON_MS : Math.min(LATE_MS, wait * 1.5);
    if (!job) continue;
    before = now;
    if (job.state !== "done" && job.state !== "failed") show(card, job);
    else if (await replace(card)) return;
  }
}

/** The job as JSON; null when there is no answer this time. */
async function asked(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function show(card, job) {
  const words = card.dataset;
  const bar = card.querySelector("progress");
  let text = words.queued;
  if (job.state === "running" && !job.total) text = words.looking;
  if (job.state === "running" && job.total) {
    bar.max = job.total;
    bar.value = job.done;
    text = fill(words.reading, job.done, job.total, job.result?.runs ?? 0);
  }
  card.querySelector("[data-slot=state]").textContent = text;
}

/** Put the answer of the server in the place of the card; false when it did not come. */
async function replace(card) {
  try {
    const answer = await fetch(card.dataset.outcome, { headers: { "X-Requested-With": "fetch" } });
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    const outcome = parsed.querySelectorAll("article.sent");
    if (!answer.ok || outcome.length === 0) return false;
    const status = document.querySelector("[data-slot=status]");
    if (status) status.textContent = card.dataset.done;
    card.closest("article.sent").replaceWith(...outcome);
    return true;
  } catch {
    return false;
  }
}

function fill(text, ...numbers) {
  const shown = numbers.map((number) => number.toLocaleString(document.documentElement.lang));
  return shown.reduce((filled, number, i) => filled.replace(`%${i + 1}`, number), text);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
