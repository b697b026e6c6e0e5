/* The picture: puts the strings of a state into the groups that stand there, and writes only what differs.
   Uses Fault (making.js). */

/* Mostly two strings of an artist differ in a few coordinates and words: writing those into the nodes that stand there
   takes half the time of reading the whole string and laying it out as new. What stands in attributes and between tags
   are a string's parts; all else, with a quotation mark in place of each part, is its rest. */
const PART = /"([^"]*)"|>([^<]+)/g;

/* The rests in which each mark is for certain an attribute or a text, in this order: tags of plain SVG and comments.
   Whatever else there may be (single quotes, CDATA, HTML inside) only the browser's own reading is right. */
const TAG =
  "(?:g|path|use|text|tspan|rect|circle|ellipse|line|polyline|polygon|image|defs|clipPath|linearGradient|radialGradient|stop|pattern|mask)";
const START = `<${TAG}(?:[ \\t\\n]+[^\\s"'<>/=]+=")*[ \\t\\n]*/?>"?`;
const PLAIN = new RegExp(`^(?:${START}|</${TAG}>"?|<!-{2}(?:[^"<>-]|-(?!-))*-->"?)+$`);

function split(svg) {
  const parts = [];
  if (/[&\r\0]/.test(svg)) return { parts, rest: svg }; // what the browser reads as another character
  const rest = svg.replace(PART, (_, attribute, text) => {
    parts.push(attribute ?? text);
    return text ? '>"' : '"';
  });
  return { parts, rest };
}

/** The attributes and texts inside a node that hold these parts, or null where one does not. */
function holders(node, { parts, rest }) {
  if (!PLAIN.test(rest)) return null;
  const found = [];
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode } = walker;
    if (currentNode.nodeType === Node.TEXT_NODE) found.push(currentNode);
    else found.push(...currentNode.attributes);
  }
  const fit = found.length === parts.length && found.every((holder, i) => holder.nodeValue === parts[i]);
  return fit ? found : null;
}

/** Show a string in the node of a place: {node, split, holders}. */
function exchange(place, svg) {
  const [before, after] = [place.split, split(svg)];
  place.split = after;
  if (before?.rest === after.rest) {
    place.holders ??= holders(place.node, before) ?? "none";
    if (place.holders !== "none") {
      after.parts.forEach((part, i) => {
        if (part !== before.parts[i]) place.holders[i].nodeValue = part;
      });
      return;
    }
  } else {
    place.holders = null;
  }
  place.node.innerHTML = svg;
}

/** A picture whose panels hold a group for each artist. */
class Drawing {
  constructor(picture) {
    this.places = [...picture.children].map((svg) =>
      [...svg.querySelectorAll(":scope > g")].map((node) => ({ node, shown: null })),
    );
  }

  /** Make sure that a panel has a place for so many artists; gives how many it has. */
  grow(panel, count) {
    const places = this.places[panel];
    while (places.length < count) {
      const node = document.createElementNS("http://www.w3.org/2000/svg", "g");
      places.at(-1).node.after(node);
      places.push({ node, shown: null });
    }
    return places.length;
  }

  /** Show what changed: for each artist [panel, its number from back to front, string]. */
  show(changes) {
    const found = changes.map(([panel, order]) => this.places[panel]?.[order]);
    if (!found.every(Boolean)) throw new Fault("belong to another picture");
    changes.forEach(([, , svg], i) => {
      const place = found[i];
      if (place.shown === svg) return;
      exchange(place, svg);
      place.shown = svg;
    });
  }
}
