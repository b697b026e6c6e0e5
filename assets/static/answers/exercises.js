/* Exercises: a field, a verdict, the hint at the first miss, value and solution when they are asked for.
   book/answers.py writes the fields. */
(() => {
  "use strict";
  const { judge } = window.bookAnswers;

  /* What `seal` of book/answers.py made of the right value. */
  const unsealed = (form) => {
    const letters = atob([...form.dataset.sealed].reverse().join(""));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(letters, (letter) => letter.charCodeAt(0))));
  };

  /* The folded solution that follows an exercise, in Markdown or as a cell. */
  const solution = (form) => {
    for (let next = form.nextElementSibling; next; next = next.nextElementSibling) {
      if (next.matches("form, h2, h3, section")) return null;
      const found = next.matches("details") ? next : next.querySelector("details");
      if (found?.querySelector("summary").textContent.includes("Solution")) return found;
    }
    return null;
  };

  const judged = (right, answer, tries) => {
    const hint = right.hint ? ` Hint: ${right.hint}.` : "";
    const count = tries > 1 ? ` (${tries} tries)` : "";
    return {
      right: `✓ Right: ${right.shown}${count}.`,
      wrong: `Not yet${count}.${hint}`,
      unread: "This is not a number. Write it as 0.4, 2/5 or 40 %.",
      empty: "Write a number first.",
    }[judge(right, answer)];
  };

  const prepare = (form) => {
    const [field, verdict] = [form.querySelector("input"), form.querySelector(".lv-verdict")];
    let tries = 0;
    const say = (kind, text) => {
      form.dataset.verdict = kind;
      verdict.textContent = text;
      if (kind === "wrong" || kind === "unread") field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const right = unsealed(form);
      const kind = judge(right, field.value);
      if (kind === "right" || kind === "wrong") tries += 1;
      say(kind, judged(right, field.value, tries));
    });
    form.querySelector(".lv-show").addEventListener("click", () => {
      say("shown", `The answer is ${unsealed(form).shown}.`);
      const folded = solution(form);
      if (folded) folded.open = true;
    });
    form.hidden = false;
  };

  const forms = [...document.querySelectorAll("form.lv-exercise")];
  for (const form of forms) prepare(form);

  /* The teacher's key has the values beside the questions; other paper has a line to write on. */
  addEventListener("beforeprint", () => {
    if (document.documentElement.dataset.print !== "key") return;
    for (const form of forms) {
      const key = document.createElement("p");
      key.className = "lv-key";
      key.textContent = `Answer: ${unsealed(form).shown}`;
      form.append(key);
    }
  });
  addEventListener("afterprint", () => {
    for (const key of document.querySelectorAll(".lv-key")) key.remove();
  });
})();
