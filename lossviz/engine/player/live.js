/* Where the strings of a state come from in a notebook: the kernel draws it when it is asked, and sends each string once
   for the life of this view. And how anywidget opens the player there.
   Uses make (making.js) and the element (element.js). */

const PATIENCE = 1500; // milliseconds without an answer, after which the reader is told
const REST = 150; // milliseconds after which the hand is taken to rest, and neighbours are drawn ahead
const WAITING =
  "The kernel is busy, or gone. The picture follows as soon as it answers; after a restart, run the cell again.";

/** The source of a demo in a notebook. One state is asked for at a time, so that none waits in line: of all that the hand
    passes meanwhile the latest is asked for next. */
class Live {
  again = false; // there is no file to fetch once more

  constructor(model, element) {
    this.model = model;
    this.element = element;
    this.view = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
    const opening = model.get("opening");
    this.indexes = opening.indexes;
    this.strings = new Map();
    this.states = new Map([[String(opening.indexes), opening]]);
    const panels = element.querySelector(".lv-picture").children;
    opening.panels.forEach((numbers, panel) => {
      const groups = panels[panel].querySelectorAll(":scope > g");
      numbers.forEach((number, i) => this.strings.set(number, groups[i].innerHTML));
    });
    this.told = (message) => message.view === this.view && this.take(message);
    model.on("msg:custom", this.told);
  }

  async open() {
    this.tell({ strings: [...this.strings.keys()] }); // those need not be sent
    return [];
  }

  forget() {}

  close() {
    clearTimeout(this.late);
    clearTimeout(this.rest);
    this.model.off("msg:custom", this.told);
  }

  /** Show the state at these indexes: at once where it is known, else when the kernel has drawn it. */
  ask(indexes) {
    this.wanted = [...indexes];
    if (this.has(this.wanted)) this.put(this.states.get(String(this.wanted)));
    this.next();
  }

  has(indexes) {
    return this.states.has(String(indexes));
  }

  next() {
    clearTimeout(this.rest);
    if (this.asked) return;
    if (!this.has(this.wanted)) this.askFor(this.wanted);
    else this.rest = setTimeout(() => this.whileResting(), REST);
  }

  askFor(indexes, ahead = false) {
    this.asked = { ahead };
    this.tell({ indexes });
    clearTimeout(this.late);
    this.late = setTimeout(() => this.wait(), PATIENCE);
  }

  tell(message) {
    try {
      this.model.send({ view: this.view, ...message });
    } catch {
      this.wait(); // what ties the view to its kernel is closed
    }
  }

  /** No answer came, and none may come: the next move asks anew. */
  wait() {
    this.waiting = true;
    this.asked = null;
    if (!this.has(this.wanted)) this.element.say(WAITING);
  }

  take({ indexes, ...state }) {
    if (!indexes) return this.put(state); // what the kernel says unasked, of the drawing as a whole
    const { ahead } = this.asked ?? {};
    this.asked = null;
    clearTimeout(this.late);
    if (this.waiting) this.element.say("");
    this.waiting = false;
    for (const [number, svg] of state.strings ?? []) this.strings.set(number, svg);
    for (const svg of state.defs ?? []) this.define(svg);
    const passed = !this.has(this.wanted) && !ahead;
    this.states.set(String(indexes), state);
    if (passed || String(indexes) === String(this.wanted)) this.put(state);
    this.next();
  }

  /** What the new strings refer to, such as clip paths. */
  define(svg) {
    this.element.picture.querySelector("defs").insertAdjacentHTML("beforeend", svg);
  }

  put({ panels, longest, ...state }) {
    if (!panels) return this.element.show({ changes: [], ...state });
    const changes = panels.flatMap((numbers, panel) => {
      const shown = numbers.map((number) => this.strings.get(number));
      const count = this.element.drawing.grow(panel, shown.length);
      return Array.from({ length: count }, (_, order) => [panel, order, shown[order] ?? ""]);
    });
    if (longest) this.element.longest.textContent = longest;
    this.element.show({ changes, ...state });
  }

  whileResting() {
    this.keep();
    const neighbour = this.neighbours().find((indexes) => !this.has(indexes));
    if (neighbour && !this.waiting) this.askFor(neighbour, true);
  }

  /** Where the next step of the hand may lead: one stop to either side, of the control that has the focus first. */
  neighbours() {
    const { controls, inputs, player } = this.element;
    const held = inputs.indexOf(player.getRootNode().activeElement);
    const order = controls.map((_, i) => i).sort((a, b) => (b === held) - (a === held));
    return order.flatMap((i) =>
      [1, -1]
        .map((step) => this.wanted.with(i, this.wanted[i] + step))
        .filter((indexes) => indexes[i] >= 0 && indexes[i] < controls[i].values.length),
    );
  }

  /** What a saved notebook, a print and a second view begin with: the picture as it stands. */
  keep() {
    const state = this.states.get(String(this.wanted));
    if (!state?.panels || this.kept === state) return;
    this.kept = state;
    const { element, model } = this;
    const picture = element.picture.cloneNode(true);
    picture.querySelectorAll("foreignObject").forEach((area) => area.remove());
    element.querySelector(".lv-static .lv-picture").replaceWith(picture);
    element.querySelector(".lv-static .lv-readout").textContent = state.readout;
    model.set("body", element.innerHTML);
    const { panels, readout, met } = state;
    model.set("opening", { indexes: [...this.wanted], panels, readout, met });
  }

  /** A line of Python that draws what is shown. */
  get code() {
    const { controls, indexes, id } = this.element;
    const literal = { true: "True", false: "False" };
    const values = controls.map(({ name, values: all }, i) => {
      const written = JSON.stringify(all[indexes[i]]);
      return `${name}=${literal[written] ?? written}`;
    });
    return `${id}.at(${values.join(", ")})`;
  }
}

/** Called where the kernel opens a demo, in sight or not. */
function initialize({ model }) {
  model.send({ stands: true });
}

/** Called where the demo is to be seen. */
function render({ model, el }) {
  const element = make("lossviz-demo", { id: model.get("name") });
  element.innerHTML = model.get("body"); // written by html.py of this very notebook's kernel
  element.dataset.lmSuppressShortcuts = ""; // keys that move a slider do not move Jupyter's cells
  element.source = new Live(model, element);
  el.classList.add("lv-live");
  el.append(element);
  return () => element.source.close();
}

export default { initialize, render };
