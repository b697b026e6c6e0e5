/* The page "Your work": what is done and what is open, on paper and in a file that can be read back, erased on request. */
(() => {
  "use strict";
  const { kept, pages } = window.bookAnswers;
  const part = (name) => document.querySelector(`.lv-work${name}`);
  const made = (tag, properties, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };

  /* ---- what is shown ---- */

  const quoted = (text) => (text ? `“${text}”` : "");
  const list = (...parts) => parts.filter(Boolean).join(", ");
  const tries = (entry) => (entry.tries > 1 ? `${entry.tries} tries` : "");

  const EXERCISE = {
    right: (entry) => list(`✓ right: ${entry.answer}`, tries(entry), entry.shown && "after the answer was shown"),
    wrong: (entry) => list(`not yet right: ${entry.answer}`, tries(entry)),
    shown: (entry) => list("answer shown", entry.answer && `yours: ${entry.answer}`, tries(entry)),
  };
  const WORDS = {
    exercise: (entry) => (Object.hasOwn(EXERCISE, entry.verdict) ? EXERCISE[entry.verdict](entry) : `${entry.answer}`),
    quiz: (entry) => list(entry.verdict === "right" ? "✓ right" : "not right", quoted(entry.answer) || `answer ${entry.choice + 1}`),
    guess: (entry) => `your guess: ${quoted(entry.guess)}`,
    challenge: () => "✓ met",
  };
  const words = (entry) => WORDS[entry.kind](entry) + (entry.before ? ` (before: ${entry.before})` : "");

  const showQuestion = (row, entry) => {
    row.dataset.state = kept.isDone(entry) ? (entry.verdict === "wrong" ? "wrong" : "done") : "open";
    row.querySelector(".lv-did").textContent = entry ? words(entry) : "open";
  };

  const showChapter = (section, entries) => {
    const { questions } = pages[section.dataset.page];
    const rows = [...section.querySelectorAll("li")];
    for (const row of rows) showQuestion(row, entries.get(questions[row.dataset.place][0]));
    const done = rows.filter((row) => row.dataset.state !== "open").length;
    section.querySelector(".lv-count").textContent = `${done} of ${rows.length}`;
    return done;
  };

  const showEarlier = () => {
    const places = ([, one], [, other]) => `${one.place}`.localeCompare(`${other.place}`);
    const rows = kept.orphans().sort(places).map(([, entry]) => {
      const name = [entry.title, entry.name].filter(Boolean).join(": ") || "A question";
      return made("li", {}, `${name} `, made("span", { className: "lv-did", textContent: words(entry) }));
    });
    const told =
      "Their questions have changed since, or are gone. Where a question is as it was, its chapter takes the answer over " +
      "when you open it.";
    const head = [made("h2", { textContent: "Answers of an earlier edition" }), made("p", { textContent: told })];
    part("-earlier").replaceChildren(...(rows.length ? [...head, made("ul", {}, ...rows)] : []));
  };

  const sections = [...document.querySelectorAll(".lv-work details")];
  const show = () => {
    const entries = kept.all();
    const done = sections.map((section) => showChapter(section, entries));
    const all = document.querySelectorAll(".lv-work li").length;
    part("-sum").textContent = `${done.reduce((sum, one) => sum + one, 0)} of ${all} answered.`;
    showEarlier();
    return done;
  };

  document.addEventListener("lv-kept", show);
  show().forEach((done, number) => (sections[number].open = done > 0));

  /* ---- the tools ---- */

  const say = (text) => (part("-said").textContent = text);
  const { pack, unpack, merge } = window.bookAnswers.files;

  const save = () => {
    const file = URL.createObjectURL(new Blob([pack()], { type: "application/json" }));
    made("a", { href: file, download: "my-work-loss-functions.json" }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
    say("Saved to my-work-loss-functions.json, where your browser puts its downloads.");
  };

  const chooser = document.querySelector(".lv-work-tools input");
  const readBack = async () => {
    const [file] = chooser.files;
    if (!file) return;
    const { answers, fault } = await unpack(file);
    say(fault ?? merge(answers));
    chooser.value = ""; // the same file can be chosen once more
  };

  const ask = part("-ask");
  const erase = () => {
    if (ask.returnValue !== "erase") return say("Nothing was erased.");
    kept.erase();
    say("Erased.");
  };

  const actions = {
    print: () => print(),
    save,
    read: () => chooser.click(),
    erase: () => {
      ask.returnValue = "keep";
      ask.showModal();
    },
  };
  for (const button of document.querySelectorAll("[data-work]")) {
    button.addEventListener("click", actions[button.dataset.work]);
  }
  chooser.addEventListener("change", readBack);
  ask.addEventListener("close", erase);
})();
