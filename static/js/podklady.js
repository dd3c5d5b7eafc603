// An answer is kept as it is typed. Without this file there is a button for it.
// When somebody else has written meanwhile, the server keeps both texts and the page shows them.
(() => {
  const root = document;
  const form = root.querySelector("form[data-answer]");
  const status = root.getElementById("ulozeno");
  if (!form || !status) return;
  const PAUSE = 1500;
  const RETRY = 5000;
  let timer = 0;
  let running = null;
  let isChanged = false;
  let isStopped = false;

  const say = (text, isError = false) => {
    status.textContent = text;
    if (isError) status.dataset.state = "error";
    else delete status.dataset.state;
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const post = () => {
    const body = new FormData(form);
    // Files are sent with the whole answer only; texts beside are settled by a person's button only.
    for (const [name, value] of [...body]) if (value instanceof File || name === "_settled") body.delete(name);
    body.set("deed", "save");
    return fetch(location.pathname, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
    });
  };

  const attempt = async () => {
    isChanged = false;
    say(status.dataset.saving);
    let response;
    try {
      response = await post();
    } catch {
      response = null;
    }
    if (!response || response.status >= 500 || response.status === 429) {
      isChanged = true;
      say(status.dataset.offline, true);
      later(RETRY);
      return;
    }
    if (response.type === "opaqueredirect" || [403, 404, 410].includes(response.status)) {
      isStopped = true;
      say(status.dataset.closed, true);
      return;
    }
    const answer = await response.json();
    if (response.ok) {
      form.elements._read_at.value = answer.revision;
      say(`${status.dataset.saved} ${answer.at}`);
    } else if (response.status === 409) {
      isStopped = true;
      location.hash = "spor";
      location.reload();
    } else {
      isStopped = true;
      say(answer.message, true);
    }
  };

  const save = async () => {
    clearTimeout(timer);
    if (running || isStopped || !isChanged) return;
    running = attempt();
    await running;
    running = null;
    if (isChanged && !isStopped) later(PAUSE);
  };

  form.addEventListener("input", () => {
    isChanged = true;
    if (!isStopped) later(PAUSE);
  });
  window.addEventListener("online", () => later(0));
  root.addEventListener("visibilitychange", () => root.hidden && save());

  // The answer and handing over go only after the last save has its revision.
  root.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    const isOwn = event.target === form;
    if (!running && (isOwn || !isChanged || isStopped)) return;
    event.preventDefault();
    if (running) await running;
    if (!isOwn && isChanged) await save();
    event.target.requestSubmit(event.submitter);
  });
})();
