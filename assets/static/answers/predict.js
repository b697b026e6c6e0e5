/* A guess beside each Predict box, kept; what it guards, "What you should have seen", is folded until then. Nothing is
   locked: the fold opens by hand too. */
(() => {
  "use strict";
  const { kept, noteChange } = window.bookAnswers;
  const SEEN = "What you should have seen";
  const LIST = "ul, ol, table, div:has(> table), div.math";

  const made = (tag, properties, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };

  /* The words "What you should have seen" that come after a box and before the next one. */
  const guarded = (box, next, titles) => {
    const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    return titles.find((title) => follows(box, title) && (!next || follows(title, next)));
  };

  const fold = (title) => {
    const listed = [];
    for (let one = title.nextElementSibling; one?.matches(LIST); one = one.nextElementSibling) listed.push(one);
    if (!listed.length) return null;
    const details = made("details", { className: "lv-seen" }, made("summary", { textContent: SEEN }));
    title.replaceWith(details);
    details.append(...listed);
    return details;
  };

  const prepare = (box, number, seen) => {
    const changed = noteChange(box.id);
    const id = `guess-${number + 1}`;
    const field = made("input", { id, type: "text", maxLength: 200, autocomplete: "off" });
    const keep = made("button", { type: "submit", textContent: "Keep my guess" });
    const show = made("button", { type: "button", className: "lv-show", textContent: "Show me" });
    const said = made("p", { className: "lv-verdict" });
    said.setAttribute("role", "status");
    const label = made("label", { htmlFor: id, textContent: "Your guess" });
    const form = made("form", { className: "lv-guess" }, label, field, keep, ...(seen ? [show] : []), said);

    let typed = ""; // what is kept: what a reader is writing meanwhile stays
    const beside = made("p", { className: "lv-beside" });
    const reveal = (guess) => {
      if (!seen) return;
      beside.textContent = guess ? `Your guess: ${guess}` : "";
      if (guess) seen.querySelector("summary").after(beside);
      seen.open = true;
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const guess = field.value.trim();
      said.textContent = guess ? "Kept. Compare it below." : `Write a guess first${seen ? ", or press Show me" : ""}.`;
      if (!guess) return;
      kept.set(box.id, { kind: "guess", guess });
      field.value = typed = guess;
      reveal(guess);
    });
    show.addEventListener("click", () => {
      said.textContent = "It is open below.";
      reveal(field.value.trim());
    });
    const restore = (entry) => {
      if (field.value !== typed) return;
      field.value = typed = String(entry?.guess ?? "");
      beside.textContent = "";
      if (typed) reveal(typed);
    };
    kept.watch(box.id, restore);
    restore(kept.get(box.id));
    if (changed) form.prepend(changed);
    (box.lastElementChild ?? box).append(form);
  };

  const boxes = [...document.querySelectorAll("blockquote.lv-predict")];
  const titles = [...document.querySelectorAll("article p")].filter((p) => p.textContent.trim() === SEEN);
  // All are found before the first is folded: a title that has left the page has no place in its order.
  const found = boxes.map((box, number) => guarded(box, boxes[number + 1], titles));
  boxes.forEach((box, number) => {
    const title = found[number];
    prepare(box, number, title ? fold(title) : null); // where the text itself answers, nothing is folded
  });
})();
