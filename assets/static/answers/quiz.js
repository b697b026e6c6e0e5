/* A quiz: the answer that is opened first is the reader's choice, and is kept. The others open on request. */
(() => {
  "use strict";
  const { kept } = window.bookAnswers;

  /* The answers of one question stand one after another, below its text. */
  const questions = () => {
    const groups = [];
    for (const answer of document.querySelectorAll("details.quiz")) {
      const before = answer.previousElementSibling;
      if (before?.matches("details.quiz") && groups.length) groups.at(-1).answers.push(answer);
      else groups.push({ text: before?.textContent ?? "", answers: [answer] });
    }
    return groups;
  };

  const title = (answer) => answer.querySelector("summary").textContent;

  const mark = (answer) => {
    const right = /^\s*Right\b/.test(answer.textContent.slice(title(answer).length));
    const note = document.createElement("span");
    note.className = "lv-chosen";
    note.textContent = right ? " ✓ your choice" : " – your choice";
    answer.querySelector("summary").append(note);
    answer.dataset.chosen = right ? "right" : "wrong";
  };

  const prepare = ({ text, answers }) => {
    const key = kept.digest(["quiz", text, ...answers.map(title)].join("\n"));
    const others = document.createElement("button");
    others.type = "button";
    others.className = "lv-others";
    others.textContent = "Show the other explanations";
    others.hidden = true;
    others.addEventListener("click", () => {
      for (const answer of answers) answer.open = true;
      others.hidden = true;
      answers.find((answer) => answer.dataset.chosen)?.querySelector("summary").focus();
    });
    answers.at(-1).after(others);

    let chosen = false;
    const choose = (answer) => {
      chosen = true;
      mark(answer);
      others.hidden = false;
    };
    answers.forEach((answer, number) => {
      answer.querySelector("summary").addEventListener("click", () => {
        if (chosen) return;
        choose(answer);
        kept.set(key, { kind: "quiz", choice: number });
      });
    });
    const before = answers[kept.get(key)?.choice];
    if (before) {
      choose(before);
      before.open = true;
    }
  };

  questions().forEach(prepare);
})();
