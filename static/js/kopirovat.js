// Copies a text at one click; without this file the text can be selected and copied by hand.
(() => {
  for (const row of document.querySelectorAll("[data-copy-for]")) {
    const text = document.getElementById(row.dataset.copyFor);
    const said = row.querySelector("[role=status]");
    row.hidden = false;
    row.querySelector("button").addEventListener("click", async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
        said.textContent = said.dataset.copied;
      } catch {
        said.textContent = said.dataset.failed;
      }
    });
  }
})();
