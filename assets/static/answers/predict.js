/* A guess beside each Predict box, kept: one of the choices that the box lists, or a line of text. What it guards waits
   until then, or until it is asked for: "What you should have seen" and what cells print above it are folded, the demo
   under the box is veiled. Nothing is locked: folds open by hand, a demo shows its numbers when it is moved. */
(() => {
  "use strict";
  const { kept, noteChange } = window.bookAnswers;
  const SEEN = "What you should have seen";
  const LIST = "ul, ol, table, div:has(> table), div.math";
  const MARKS = "lossviz-demo, h2, h3, h4, blockquote.lv-predict";
  const PRINTED = "div.cell_output:not(:has(lossviz-demo), details *)";

  const made = (tag, properties, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };

  const all = (selector) => [...document.querySelectorAll(`article :is(${selector})`)];
  const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const between = (one, other) => (element) => follows(one, element) && (!other || follows(element, other));

  /* ---- The guess: its parts on the page, and its words, to be read and written ---- */

  const line = (id) => {
    const field = made("input", { id, type: "text", maxLength: 200, autocomplete: "off" });
    return {
      parts: [made("label", { htmlFor: id, textContent: "Your guess" }), field],
      missing: "Write a guess first",
      read: () => field.value.trim(),
      write: (guess) => (field.value = guess),
    };
  };

  /* A formula is in the page three times: once for its MathML, its source, its look. */
  const words = (text) => {
    const copy = text.cloneNode(true);
    for (const again of copy.querySelectorAll("annotation, .katex-html")) again.remove();
    return copy.textContent.trim();
  };

  const choice = (id, list) => {
    const texts = [...list.children].map((item) => item.querySelector("p") ?? item);
    const radios = texts.map((text) => made("input", { type: "radio", name: id, value: words(text) }));
    const labels = radios.map((radio, i) => made("label", {}, radio, made("span", {}, ...texts[i].childNodes)));
    list.remove();
    return {
      parts: [made("fieldset", {}, made("legend", { textContent: "Your guess" }), ...labels)],
      missing: "Choose one first",
      read: () => radios.find((radio) => radio.checked)?.value ?? "",
      write: (guess) => radios.forEach((radio) => (radio.checked = radio.value === guess)),
    };
  };

  /* ---- What it guards ---- */

  const folded = (title, ...inside) =>
    made("details", { className: "lv-seen" }, made("summary", { textContent: title }), ...inside);

  const foldList = (title) => {
    const listed = [];
    for (let one = title.nextElementSibling; one?.matches(LIST); one = one.nextElementSibling) listed.push(one);
    if (!listed.length) return null;
    const details = folded(title.textContent);
    title.replaceWith(details);
    details.append(...listed);
    return details;
  };

  const foldPrinted = (output) => {
    const details = folded("What this prints");
    details.classList.add("lv-printed");
    output.replaceWith(details);
    details.append(output);
    return details;
  };

  /* The words "What you should have seen" before the next box; of the section, the first demo, and what cells print above
     those words. */
  const guarded = (box, next) => {
    const title = all("p > strong:first-child")
      .filter((words) => words.textContent === SEEN)
      .map((words) => words.parentElement)
      .find(between(box, next));
    const [first, ...others] = all(MARKS).filter(between(box, null));
    const demo = first?.matches("lossviz-demo") ? first : null;
    const end = demo ? others[0] : first;
    const inSection = title && (!end || !follows(end, title));
    return { title, demo, printed: inSection ? all(PRINTED).filter(between(box, title)) : [] };
  };

  const guard = ({ title, printed, demo }) => {
    const list = title && foldList(title);
    const folds = [...printed.map(foldPrinted), ...(list ? [list] : [])];
    const beside = made("p", { className: "lv-beside" });
    demo?.setAttribute("veiled", "");
    return {
      any: Boolean(demo || folds.length),
      forget: () => beside.remove(),
      reveal: (guess) => {
        beside.textContent = guess ? `Your guess: ${guess}` : "";
        if (!guess) beside.remove();
        else if (list) list.querySelector("summary").after(beside);
        else demo?.after(beside);
        demo?.removeAttribute("veiled");
        for (const fold of folds) fold.open = true;
      },
    };
  };

  /* ---- The form of a box ---- */

  const prepare = (box, number, { any, reveal, forget }) => {
    const changed = noteChange(box.id);
    const id = `guess-${number + 1}`;
    const list = box.querySelector("ul");
    const { parts, missing, read, write } = list ? choice(id, list) : line(id);
    const keep = made("button", { type: "submit", textContent: "Keep my guess" });
    const show = made("button", { type: "button", className: "lv-show", textContent: "Show me" });
    const said = made("p", { className: "lv-verdict" });
    said.setAttribute("role", "status");
    const form = made("form", { className: "lv-guess" }, ...parts, keep, ...(any ? [show] : []), said);

    let written = ""; // what is kept: what a reader is writing meanwhile stays
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const guess = read();
      said.textContent = guess ? "Kept. Compare it below." : `${missing}${any ? ", or press Show me" : ""}.`;
      if (!guess) return;
      kept.set(box.id, { kind: "guess", guess });
      write((written = guess));
      reveal(guess);
    });
    show.addEventListener("click", () => {
      said.textContent = "It is open below.";
      reveal(read());
    });
    const restore = (entry) => {
      if (read() !== written) return;
      write((written = String(entry?.guess ?? "")));
      if (written) reveal(written);
      else forget();
    };
    kept.watch(box.id, restore);
    restore(kept.get(box.id));
    if (changed) form.prepend(changed);
    (box.lastElementChild ?? box).append(form);
  };

  const boxes = all("blockquote.lv-predict");
  // All are found before the first is folded: a title that has left the page has no place in its order.
  const found = boxes.map((box, number) => guarded(box, boxes[number + 1]));
  boxes.forEach((box, number) => prepare(box, number, guard(found[number])));
})();
