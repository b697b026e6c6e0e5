/* Elements, buttons and the little arithmetic that the other files share.
   Uses nothing of them. */

const TURN = "M4 4v5h5M4.6 9A8 8 0 1 1 4 13";
const ICONS = {
  reset: TURN,
  again: TURN,
  embed: "M8 6l-6 6 6 6M16 6l6 6-6 6",
  save: "M12 3v12M7 10l5 5 5-5M4 20h16",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.7 1.7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.7-1.7",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  play: "M7 4l13 8-13 8z",
  pause: "M7 4v16M17 4v16",
};

/** make("p", {class: "note"}, child, "text"): an element; strings become text, never HTML. */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/** Each line of a text in a block of its own, so that one which is too long is balanced by itself. */
function writeLines(node, text) {
  const lines = text.split("\n");
  while (node.childElementCount > lines.length) node.lastChild.remove();
  lines.forEach((words, i) => {
    const line = i < lines.length - 1 ? `${words}\n` : words;
    const block = node.children[i] ?? node.appendChild(make("span", { class: "line" }));
    if (block.textContent !== line) block.textContent = line;
  });
}

function icon(name) {
  const holder = make("span", { class: "icon", "aria-hidden": "true" });
  holder.innerHTML = `<svg viewBox="0 0 24 24"><path d="${ICONS[name]}"/></svg>`;
  return holder;
}

function button(name, text, title, action) {
  const node = make("button", { type: "button", class: name, title }, icon(name), make("span", {}, text));
  node.addEventListener("click", action);
  return node;
}

const widest = (texts) => Math.max(...texts.map((text) => text.length));

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** The index of the stop nearest to a value. The first of two equally near ones, as in Python. */
function nearest(values, value) {
  let best = 0;
  values.forEach((stop, i) => {
    if (Math.abs(stop - value) < Math.abs(values[best] - value)) best = i;
  });
  return best;
}

/** An error with a reason that a reader may see. */
class Fault extends Error {}

/** Numbers from their differences. */
function running(steps) {
  let total = 0;
  return steps.map((step) => (total += step));
}
