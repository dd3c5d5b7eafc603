// Niceties only: every page works without this file.
(() => {
  const root = document;

  // Open menus close on Escape (focus returns to their button) and on a click elsewhere.
  const closeMenus = (keep) => {
    for (const menu of root.querySelectorAll("details.t-user[open], details[data-menu][open]")) {
      if (!menu.contains(keep)) menu.open = false;
    }
  };
  root.addEventListener("click", (event) => closeMenus(event.target));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    root.activeElement?.closest("details[open]")?.querySelector("summary").focus();
    closeMenus(null);
  });

  // <a href="/page/" data-dialog="id"> opens a dialog that is on the page; its own address works too.
  root.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && root.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    } else if (event.target.closest("[data-close]")) {
      event.target.closest("dialog")?.close();
    }
  });

  // The current tab is in sight.
  for (const e of root.querySelectorAll(".t-tabs [aria-current]")) e.parentNode.scrollLeft = e.offsetLeft - 60;

  // A swap moves the focus to what it brought: a summary of mistakes, a new row, a dialog.
  const focus = (within) => within.querySelector("[data-focus]")?.focus();
  root.addEventListener("htmx:afterSwap", (event) => {
    const dialog = root.getElementById("dialog");
    if (event.detail.target === dialog && !dialog.open) dialog.showModal();
    focus(event.detail.target);
  });
  focus(root);

  // <form data-keep="comment:12"> survives a lost connection: what was typed comes back in this window
  // until the form leaves the page with an answer of the server.
  const fields = (form) =>
    [...form.elements].filter((e) => e.name && !["hidden", "password", "file", "submit"].includes(e.type));
  for (const form of root.querySelectorAll("form[data-keep]")) {
    const key = "keep:" + form.dataset.keep;
    const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
    const empty = fields(form).every((e) => e.type !== "textarea" || !e.value);
    for (const e of empty ? fields(form) : []) {
      if (!(e.name in kept)) continue;
      if (e.type === "radio" || e.type === "checkbox") e.checked = kept[e.name].includes(e.value);
      else e.value = kept[e.name][0] ?? "";
    }
    form.addEventListener("input", () => {
      const typed = {};
      for (const e of fields(form)) {
        typed[e.name] ??= [];
        if (!["radio", "checkbox"].includes(e.type) || e.checked) typed[e.name].push(e.value);
      }
      sessionStorage.setItem(key, JSON.stringify(typed));
    });
  }
  // The page after success names what need not be kept: <… data-kept="comment:12">.
  for (const e of root.querySelectorAll("[data-kept]")) sessionStorage.removeItem("keep:" + e.dataset.kept);
})();
