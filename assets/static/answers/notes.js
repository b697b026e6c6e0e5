/* What a page says beside a question: that it has changed, that the browser keeps nothing. */
(() => {
  "use strict";
  const { kept } = window.bookAnswers;
  const CHANGED = "This question has changed since you answered it.";
  const UNKEPT =
    "Your browser does not keep this: its storage is full, or forbidden for this page. All else works, but what you answer " +
    "is gone when you leave the page.";

  const made = (className, textContent) => Object.assign(document.createElement("p"), { className, textContent });

  /* A note that the question at a place is not the one that was answered; null where it is. */
  const noteChange = (place) => {
    const before = kept.changed(place);
    const said = before?.answer ?? before?.guess;
    return before && made("lv-changed", said ? `${CHANGED} You had answered: ${said}` : CHANGED);
  };

  /* Once a page, below the question that was answered first. */
  let warned = false;
  document.addEventListener("lv-kept", ({ detail: { place, stored } }) => {
    if (warned || stored !== false) return;
    warned = true;
    const note = made("lv-unkept", "");
    note.setAttribute("role", "status");
    (document.querySelector(`[data-place="${place}"]`) ?? document.getElementById(place)).after(note);
    setTimeout(() => (note.textContent = UNKEPT)); // a change is read out, what is there at once is not
  });

  Object.assign(window.bookAnswers, { noteChange });
})();
