/* What a reader has chosen and guessed stays in the reader's browser, by a digest of the question: a changed question
   asks again. Where storage is forbidden or full, it is kept until the page is left, and nothing breaks. */
(() => {
  "use strict";
  const PREFIX = "losses-by-hand:1:";
  const here = new Map();

  /* Two 32-bit hashes of a text, as 16 letters: enough to tell the questions of a book apart. */
  const digest = (text) => {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (const letter of text.replace(/\s+/g, " ").trim()) {
      a = Math.imul(a ^ letter.codePointAt(0), 2654435761);
      b = Math.imul(b ^ letter.codePointAt(0), 1597334677);
    }
    return [a ^ (b >>> 16), b ^ (a >>> 13)].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
  };

  /* Whatever stands there that this script did not write is as if nothing stood there. */
  const get = (key) => {
    try {
      const found = JSON.parse(localStorage.getItem(PREFIX + key));
      if (found && typeof found === "object") return found;
    } catch {} // forbidden, or not ours
    return here.get(key) ?? null;
  };

  const set = (key, entry) => {
    here.set(key, entry);
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(entry));
    } catch {} // forbidden, or full
  };

  window.bookAnswers = { ...window.bookAnswers, kept: { digest, get, set } };
})();
