// Live minutes. What is typed is saved as it is typed; what could not be sent waits in this browser and is
// sent when the connection or the login is back. Nothing typed is ever thrown away: the server keeps both
// texts of a conflict and this script shows where to merge them. Without it the page is a form.
(() => {
  const root = document;
  const form = root.querySelector("form[data-record]");
  const status = root.getElementById("ulozeno");
  const PAUSE = 800;
  const RETRY = 4000;

  const say = (text, isError = false) => {
    if (status.textContent !== text) status.textContent = text;
    if (isError) status.dataset.state = "error";
    else delete status.dataset.state;
  };

  if (form) {
    const area = form.elements.text;
    const readAt = form.elements.read_at;
    const key = "zapis:" + form.dataset.record;
    let saved = area.value; // the last text that the server confirmed
    let sent = null; // a text that was sent and never answered
    let timer = 0;
    let running = null;
    let isStopped = false;
    let isLeaving = false;

    const remember = () => {
      try {
        localStorage.setItem(key, JSON.stringify({ text: area.value, readAt: readAt.value, sent }));
      } catch {
        // A full or forbidden storage: the text is still on the page and is being sent.
      }
    };
    const forget = () => localStorage.removeItem(key);
    const later = (pause) => {
      clearTimeout(timer);
      timer = setTimeout(send, pause);
    };

    const post = (text) => {
      const body = new FormData(form);
      body.set("text", text);
      body.delete("krok");
      if (sent !== null) body.set("unanswered", sent);
      return fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
      });
    };

    const confirmed = (answer, text) => {
      sent = null;
      saved = text;
      readAt.value = answer.revision;
      if (area.value === text) forget();
      else remember();
      // What the server cleaned (a paste from a word processor) is shown once nobody is typing.
      if (answer.text !== text && area.value === text && root.activeElement !== area) {
        area.value = saved = answer.text;
      }
      say(`${status.dataset.saved} ${answer.at}`);
    };

    const conflicted = (answer) => {
      isStopped = true;
      forget();
      sent = null;
      area.readOnly = true;
      say(`${status.dataset.conflict} ${answer.by}.`, true);
      const url = new URL(location.href);
      url.searchParams.set("bod", form.dataset.record);
      url.hash = "spor";
      const same = url.href === location.href;
      location.assign(url);
      if (same) location.reload();
    };

    const attempt = async () => {
      const text = area.value;
      say(status.dataset.saving);
      let response;
      try {
        response = await post(text);
      } catch {
        sent = text;
        remember();
        say(status.dataset.offline, true);
        later(RETRY);
        return false;
      }
      if (response.type === "opaqueredirect" || response.status === 403) {
        say(status.dataset.signedOut, true);
        later(RETRY * 5);
        return false;
      }
      if (response.status >= 500 || response.status === 429) {
        sent = text;
        remember();
        say(status.dataset.offline, true);
        later(RETRY);
        return false;
      }
      const answer = await response.json();
      if (response.ok) confirmed(answer, text);
      else if (response.status === 409) conflicted(answer);
      else if (response.status === 410) {
        isStopped = true;
        say(status.dataset.closed, true);
      } else {
        isStopped = true;
        say(answer.message, true);
      }
      return response.ok;
    };

    // One request at a time: the next one carries whatever was typed meanwhile.
    const send = async () => {
      clearTimeout(timer);
      if (running) return running;
      if (isStopped || area.value === saved) return true;
      running = attempt();
      const isDone = await running;
      running = null;
      if (isDone && area.value !== saved) return send();
      return isDone;
    };

    // What was typed here and never confirmed comes back before anything else.
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (kept && kept.text !== area.value) {
      area.value = kept.text;
      readAt.value = kept.readAt;
      sent = kept.sent;
      later(0);
    } else if (kept) forget();

    area.addEventListener("input", () => {
      remember();
      if (!isStopped) later(PAUSE);
    });
    area.addEventListener("blur", () => send());
    window.addEventListener("online", () => later(0));
    root.addEventListener("visibilitychange", () => root.hidden && send());
    window.addEventListener("beforeunload", (event) => {
      if (area.value !== saved && !isStopped && !isLeaving) event.preventDefault();
    });

    // Another form or link of the page goes only after the text is safe.
    root.addEventListener("submit", async (event) => {
      const other = event.target;
      if (area.value === saved || isStopped || other.hasAttribute("hx-post")) return;
      if (other === form) {
        isLeaving = true; // the form brings the text itself
        if (running) {
          event.preventDefault();
          await running;
          other.requestSubmit(event.submitter);
        }
        return;
      }
      event.preventDefault();
      const isSafe = await send();
      if (!isSafe) return; // the status says why; the text and what was filled in stay on the page
      isLeaving = true;
      other.requestSubmit(event.submitter);
    });
    form.addEventListener("submit", remember); // until the next page shows the same text

    root.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        send();
      } else if (event.altKey && event.key.toLowerCase() === "t") {
        event.preventDefault();
        area.focus();
      }
    });
    root.addEventListener("click", async (event) => {
      const link = event.target.closest("a[data-step]");
      if (!link || area.value === saved || isStopped || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (!(await send())) remember();
      isLeaving = true; // unsent text waits in this browser under its item
      location.assign(link.href);
    });
  }

  // Alt + ↓ and Alt + ↑ show the next and the previous item.
  const links = [...root.querySelectorAll("a[data-step]")];
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  root.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!event.altKey || !step || !links[here + step]) return;
    event.preventDefault();
    links[here + step].click();
  });

  // The timer counts on without asking the server.
  const clock = root.querySelector("[data-minutes-since]");
  if (clock) {
    const began = Date.parse(clock.dataset.minutesSince);
    setInterval(() => {
      clock.textContent = Math.max(0, Math.floor((Date.now() - began) / 60000));
    }, 10000);
  }
})();
