// The share button: the phone's own sheet where there is one, the clipboard elsewhere.

for (const button of document.querySelectorAll("button[data-share]")) {
  button.hidden = !navigator.share && !navigator.clipboard;
  button.addEventListener("click", () => share(button));
}

async function share(button) {
  const url = button.dataset.share;
  if (navigator.share) {
    await navigator.share({ url, title: document.title }).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(url);
  button.querySelector("span").textContent = button.dataset.copied;
}
