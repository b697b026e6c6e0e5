/* How much is done: beside each chapter in the side bar, once there is something, and at the chapter's head. */
(() => {
  "use strict";
  const { kept, page, pages, root } = window.bookAnswers;

  const counted = () => {
    const entries = kept.all();
    const count = (questions) => {
      const keys = Object.values(questions).map(([key]) => key);
      return { done: keys.filter((key) => kept.isDone(entries.get(key))).length, all: keys.length };
    };
    return Object.fromEntries(Object.entries(pages).map(([name, { questions }]) => [name, count(questions)]));
  };

  const made = (className, textContent) => Object.assign(document.createElement("span"), { className, textContent });

  /* In sight "3/9", for a screen reader words. */
  const mark = (link, { done, all }) => {
    for (const old of link.querySelectorAll(".lv-mark, .lv-mark-said")) old.remove();
    if (!done) return;
    const shown = made("lv-mark", done === all ? "✓" : `${done}/${all}`);
    shown.setAttribute("aria-hidden", "true");
    link.append(shown, made("lv-mark-said visually-hidden", ` (${done} of ${all} answered)`));
  };

  const chapterOf = (link) => link.href.split("#")[0].slice(root.href.length).replace(/\.html$/, "");

  const show = () => {
    const counts = counted();
    for (const link of document.querySelectorAll("nav.bd-links a")) {
      const count = counts[chapterOf(link)];
      if (count) mark(link, count);
    }
    const head = document.querySelector(".lv-progress > span");
    if (head && counts[page]) head.textContent = `${counts[page].done} of ${counts[page].all} answered`;
  };

  document.addEventListener("lv-kept", show);
  show();
})();
