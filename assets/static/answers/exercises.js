/* Exercises: a field, a verdict, the hint at the first miss, value and solution when they are asked for; answer,
   verdict and tries are kept. book/answers.py writes the fields. */
(() => {
  "use strict";
  const { judge, kept, noteChange } = window.bookAnswers;

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

  const said = (right, { verdict, tries }) => {
    const hint = right.hint ? ` Hint: ${right.hint}.` : "";
    const count = tries > 1 ? ` (${tries} tries)` : "";
    return {
      right: `✓ Right: ${right.shown}${count}.`,
      wrong: `Not yet${count}.${hint}`,
      shown: `The answer is ${right.shown}.`,
      unread: "This is not a number. Write it as 0.4, 2/5 or 40 %.",
      empty: "Write a number first.",
    }[verdict];
  };

  const FAULTS = ["wrong", "unread", "empty"];

  const prepare = (form) => {
    const { place } = form.dataset;
    const [field, told] = [form.querySelector("input"), form.querySelector(".lv-verdict")];
    let typed = ""; // what was judged and kept: what a reader is writing meanwhile stays

    const say = (entry) => {
      form.dataset.verdict = entry?.verdict ?? "";
      told.textContent = entry ? said(unsealed(form), entry) : "";
      if (FAULTS.includes(entry?.verdict)) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    };
    const keep = (entry) => {
      typed = field.value;
      kept.set(place, { kind: "exercise", ...entry });
    };
    const restore = (entry) => {
      if (field.value !== typed) return;
      field.value = typed = String(entry?.answer ?? "");
      say(entry && { ...entry, verdict: entry.verdict === "shown" ? "shown" : judge(unsealed(form), typed) });
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const before = kept.get(place) ?? { tries: 0, shown: false };
      const verdict = judge(unsealed(form), field.value);
      const counts = verdict === "right" || verdict === "wrong";
      const entry = { answer: field.value.trim(), verdict, tries: Number(before.tries) + counts, shown: before.shown };
      if (counts && before.verdict !== "right") keep(entry); // what was right once stays right
      say(entry);
    });
    form.querySelector(".lv-show").addEventListener("click", () => {
      const { answer = "", tries = 0, verdict } = kept.get(place) ?? {};
      say({ verdict: "shown" });
      if (verdict !== "right") keep({ answer, tries, verdict: "shown", shown: true });
      const folded = solution(form);
      if (folded) folded.open = true;
    });
    const changed = noteChange(place);
    if (changed) form.prepend(changed);
    kept.watch(place, restore);
    restore(kept.get(place));
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
