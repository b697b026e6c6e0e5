/* The controls under the picture, what they show, and Play.
   Uses make, button, icon, widest, clamp (making.js). */

const KINDS = new Set(["slider", "choice", "toggle"]);

/** The native control; calls change with the index that the reader set. */
function makeInput(control, change) {
  const id = `control-${control.name}`;
  const on = (input, event, read) => {
    input.addEventListener(event, () => change(read()));
    return input;
  };
  if (control.kind === "choice") {
    const options = control.texts.map((text, index) => make("option", { value: index }, text));
    const select = make("select", { id }, ...options);
    select.style.width = `${widest(control.texts) + 5}ch`; // and its arrow
    return on(select, "change", () => Number(select.value));
  }
  if (control.kind === "toggle") {
    const box = make("input", { id, type: "checkbox" });
    return on(box, "change", () => Number(box.checked));
  }
  const range = make("input", { id, type: "range", min: 0, max: control.values.length - 1, step: 1 });
  return on(range, "input", () => Number(range.value));
}

function makeRow(input, control, play) {
  const row = make("div", { class: `control ${control.kind}` });
  row.append(make("label", { for: input.id }, control.label), make("div", { class: "field" }, input));
  if (control.kind === "slider") row.append(makeOutput(input, control));
  if (play) row.append(play);
  return row;
}

function makeOutput(input, control) {
  input.text = make("span", {});
  input.text.style.width = `${widest(control.texts) + 1}ch`; // − and % are wider than a digit
  return make("output", { for: input.id, "aria-hidden": "true" }, input.text);
}

function showIndex(input, control, index) {
  if (control.kind === "toggle") input.checked = index === 1;
  else input.value = index;
  if (control.kind !== "slider") return;
  input.setAttribute("aria-valuetext", control.texts[index]);
  input.text.textContent = control.texts[index];
}

/** The button that runs through the stops of a slider. One at a time: the element keeps how to stop it. */
function makePlay(element, control, i) {
  const last = control.values.length - 1;
  const pace = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1000 : clamp(6000 / last, 50, 700);
  let timer = 0;
  const node = button("play", "Play", `Run through ${control.label}`, () => (timer ? stop() : start()));
  const label = (name, text) => node.replaceChildren(icon(name), make("span", {}, text));
  const stop = () => {
    timer = clearInterval(timer) || 0;
    label("play", "Play");
  };
  const start = () => {
    element.stop?.();
    element.stop = stop;
    if (element.indexes[i] === last) element.set(i, 0);
    timer = setInterval(() => {
      element.set(i, element.indexes[i] + 1);
      if (element.indexes[i] === last) stop();
    }, pace);
    label("pause", "Pause");
  };
  return node;
}
