/* What is inside the element: the picture once more, the readout, the controls, the buttons.
   Uses make, writeLines, button, Fault (making.js), VERSION (data.js), controls.js, Dragging (drag.js), share (share.js),
   keepKey (frame.js), makeVeil (veil.js), toggleFull and onKey (fullscreen.js). */

function readConfig(element) {
  const config = JSON.parse(element.querySelector(".lv-config").textContent);
  if ((config.version ?? VERSION) !== VERSION || !config.controls.every(({ kind }) => KINDS.has(kind))) {
    throw new Fault("it was made for another version of the player");
  }
  return config;
}

function layOut(element) {
  const { config, controls } = element;
  const still = element.querySelector(".lv-static");
  element.picture = still.querySelector(".lv-picture").cloneNode(true);
  element.readout = make("p", { class: "readout", role: "status", tabindex: -1 });
  writeLines(element.readout, still.querySelector(".lv-readout").textContent);
  element.challenge = make("p", { class: "challenge", role: "status" });
  element.fault = make("pre", { class: "fault", role: "alert" });
  element.note = make("p", { class: "note", role: "status" });
  element.more = make("div", { class: "more" });
  element.inputs = controls.map((control, i) => makeInput(control, (index) => element.set(i, index)));
  const rows = controls.map((control, i) =>
    makeRow(element.inputs[i], control, control.play && makePlay(element, control, i)),
  );
  element.player = make(
    "section",
    { class: element.picture.children.length > 1 ? "player" : "player one", tabindex: -1, "aria-label": `Demo: ${config.caption}` },
    make("div", { class: "head" }, make("p", { class: "caption" }, config.caption), makeTools(element)),
    make("div", { class: "stage" }, element.fault, element.picture, makeRoom(element), config.challenge ? element.challenge : ""),
    make("div", { class: "controls" }, ...rows),
    element.note,
    element.more,
  );
  tellSizes(element);
  element.dragging = new Dragging(element);
  element.player.addEventListener("keydown", (event) => onKey(element, event));
  element.player.addEventListener("keydown", keepKey);
}

/** What the style sheet computes with; all panels are of one size. */
function tellSizes({ picture, player }) {
  const { width, height } = picture.children[0].viewBox.baseVal;
  const count = picture.children.length;
  const sizes = { "--count": count, "--ratio": width / height, "--natural": width * count };
  for (const [name, size] of Object.entries(sizes)) player.style.setProperty(name, size);
}

/** The readout in a box that is high enough for all of them: nothing below moves while a slider does. */
function makeRoom(element) {
  element.longest = make("p", { class: "longest", "aria-hidden": "true" }, element.config.longest);
  return make("div", { class: "room" }, element.longest, element.readout, makeVeil(element));
}

function makeTools(element) {
  const [word, title] = element.source?.code
    ? ["Code", "Copy a line of Python that draws what you see"]
    : ["Link", "Copy a link to what you see"];
  return make(
    "div",
    { class: "tools" },
    button("reset", "Reset", "Back to where it opened", () => element.reset()),
    button("link", word, title, () => share(element)),
    button("full", "Full screen", "Full screen for the classroom (key F); Esc leaves it", () => toggleFull(element)),
  );
}

/** In place of all this, where the page lacks what it needs: the still picture and a sentence. */
function makeStill(error) {
  const reason = error instanceof Fault ? error.message : "what it needs is missing or damaged on this page";
  const text = `This demo cannot be moved: ${reason}. The picture shows where it opens.`;
  return [make("slot", { class: "still" }), make("p", { class: "note", role: "status" }, text)];
}
