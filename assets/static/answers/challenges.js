/* A challenge that a demo says is met is kept. */
document.addEventListener("lossviz-met", ({ target }) => {
  const { kept } = window.bookAnswers;
  if (!kept.get(target.id)) kept.set(target.id, { kind: "challenge" });
});
