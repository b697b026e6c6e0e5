/* An earlier version of this book kept choices and guesses under a digest of what the page showed. Where its question
   still stands as it stood, the entry goes to the question's own key; any other stays and is shown on "Your work". */
(() => {
  "use strict";
  const { kept } = window.bookAnswers;

  /* As it was: two 32-bit hashes of a text, as 16 letters. */
  const digest = (text) => {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (const letter of text.replace(/\s+/g, " ").trim()) {
      a = Math.imul(a ^ letter.codePointAt(0), 2654435761);
      b = Math.imul(b ^ letter.codePointAt(0), 1597334677);
    }
    return [a ^ (b >>> 16), b ^ (a >>> 13)].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
  };

  const titles = (asked) => {
    const found = [];
    for (let one = asked.nextElementSibling; one?.matches("details.quiz"); one = one.nextElementSibling)
      found.push(one.querySelector("summary").textContent);
    return found;
  };

  const before = kept.all();
  const move = (place, text) => {
    const old = before.get(digest(text));
    if (!old) return;
    if (kept.get(place) || kept.set(place, { ...old, at: "" })) kept.remove(digest(text));
  };
  if ([...before.values()].every((entry) => entry.place)) return; // nothing is that old
  for (const asked of document.querySelectorAll('p[id^="quiz-"]'))
    move(asked.id, ["quiz", asked.textContent, ...titles(asked)].join("\n"));
  for (const box of document.querySelectorAll("blockquote.lv-predict")) move(box.id, `predict\n${box.textContent}`);
})();
