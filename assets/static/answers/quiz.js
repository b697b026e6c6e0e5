/* A quiz: the answer that is opened first is the reader's choice, and is kept. The others open on request. */
(() => {
  "use strict";
  const { kept, noteChange } = window.bookAnswers;

  const title = (answer) => answer.querySelector("summary").textContent;
  const isRight = (answer) => /^\s*Right\b/.test(answer.textContent.slice(title(answer).length));

  /* The answers of a question stand one after another, below its text. */
  const answersOf = (asked) => {
    const answers = [];
    for (let one = asked.nextElementSibling; one?.matches("details.quiz"); one = one.nextElementSibling) answers.push(one);
    return answers;
  };

  const mark = (answer) => {
    const right = isRight(answer); // the title is longer by the note, after this
    const note = document.createElement("span");
    note.className = "lv-chosen";
    note.textContent = right ? " ✓ your choice" : " – your choice";
    answer.querySelector("summary").append(note);
    answer.dataset.chosen = right ? "right" : "wrong";
  };

  const unmark = (answer) => {
    answer.querySelector(".lv-chosen")?.remove();
    delete answer.dataset.chosen;
  };

  const makeOthers = (answers) => {
    const others = document.createElement("button");
    Object.assign(others, { type: "button", className: "lv-others", textContent: "Show the other explanations", hidden: true });
    others.addEventListener("click", () => {
      for (const answer of answers) answer.open = true;
      others.hidden = true;
      answers.find((answer) => answer.dataset.chosen)?.querySelector("summary").focus();
    });
    answers.at(-1).after(others);
    return others;
  };

  const prepare = (asked) => {
    const answers = answersOf(asked);
    const titles = answers.map(title);
    const others = makeOthers(answers);
    let chosen = null;

    const choose = (answer) => {
      if (answer === chosen) return;
      answers.forEach(unmark);
      chosen = answer;
      if (answer) mark(answer);
      others.hidden = !answer;
    };
    const keep = () => {
      const choice = answers.indexOf(chosen);
      kept.set(asked.id, { kind: "quiz", choice, answer: titles[choice], verdict: chosen.dataset.chosen });
    };
    const restore = (entry) => {
      choose(answers[entry?.choice] ?? null);
      if (!chosen) return;
      chosen.open = true;
      if (entry.answer === undefined) keep(); // of an earlier version of the book, which kept the number alone
    };
    for (const answer of answers) {
      answer.querySelector("summary").addEventListener("click", () => {
        if (chosen) return;
        choose(answer);
        keep();
      });
    }
    kept.watch(asked.id, restore);
    const changed = noteChange(asked.id);
    if (changed) asked.after(changed);
    restore(kept.get(asked.id));
  };

  for (const asked of document.querySelectorAll('p[id^="quiz-"]')) prepare(asked);
})();
