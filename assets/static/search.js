/* A chapter stands above all else that is found if its title holds the words that were looked for before its colon:
   "Cross-entropy: what does a wrong belief cost?" is about cross-entropy. Sphinx compares with the whole title and
   would put the glossary's entry first. Any other term of the glossary leads to where it is explained: book/terms.py.
   After searchtools.js, which counts at most 100 for a hit. */
(() => {
  "use strict";
  const words = (text) => ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;
  Scorer.score = ([, title, anchor, , score]) => {
    const asked = words(new URLSearchParams(location.search).get("q") || "");
    const term = words(title.split(": ")[0]);
    const found = !anchor && title.includes(": ") && asked.length > 1 && term.includes(asked);
    if (!found) return score;
    // "entropy" is Entropy rather than Cross-entropy, "loss" is Loss function rather than Hinge loss.
    return score + 1000 * (asked.length / term.length + term.startsWith(asked));
  };
})();
