/* What a reader's eye stumbles over in a picture, found by geometry. For each of the given states of a demo: words on
   words, lines over words, marks that the frame cuts or that lie outside it, words that leave their panel.
   All lengths are in pixels of the panel's own coordinates, whatever it is scaled to. */
(element, states) => {
  const SLACK = 1; // letters of another font are a little wider or narrower; edges are blurred over a pixel
  const LARGEST = 30; // of a mark; what a collection draws may be as large as the picture
  const pen = document.createElement("canvas").getContext("2d");
  const inks = new Map();
  const outlines = new Map();

  /** The box around a text's ink, about its anchor. */
  function ink(text, look) {
    const key = [look.fontWeight, look.fontSize, look.textAnchor, text].join();
    if (!inks.has(key)) {
      pen.font = `${look.fontStyle} ${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
      const size = pen.measureText(text);
      const back = { start: 0, middle: size.width / 2, end: size.width }[look.textAnchor];
      inks.set(key, {
        left: -size.actualBoundingBoxLeft - back, right: size.actualBoundingBoxRight - back,
        top: -size.actualBoundingBoxAscent, bottom: size.actualBoundingBoxDescent,
      });
    }
    return inks.get(key);
  }

  const through = (m, [x, y]) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f];
  const around = (points) => {
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  };
  const meet = (a, b, by) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > by && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by;
  const holds = (box, [x, y], by = 0) => x > box.left + by && x < box.right - by && y > box.top + by && y < box.bottom - by;

  /** The pieces of a path, each a list of points; curves in eight steps. */
  function outline(d) {
    if (outlines.has(d)) return outlines.get(d);
    const pieces = [];
    for (const [, letter, rest] of d.matchAll(/([MLCQZz])([^MLCQZz]*)/g)) {
      const n = rest.match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
      if (letter === "M") pieces.push([]);
      const piece = pieces.at(-1);
      if (letter === "z" || letter === "Z") piece.push(piece[0]);
      else if (letter === "M" || letter === "L") for (let i = 0; i < n.length; i += 2) piece.push([n[i], n[i + 1]]);
      else curve(piece, n, letter === "C" ? 3 : 2);
    }
    outlines.set(d, pieces);
    return pieces;
  }

  function curve(piece, n, degree) {
    for (let i = 0; i < n.length; i += 2 * degree) {
      const ends = [piece.at(-1), ...Array.from({ length: degree }, (_, k) => [n[i + 2 * k], n[i + 2 * k + 1]])];
      for (let t = 1 / 8; t <= 1; t += 1 / 8) {
        let row = ends;
        while (row.length > 1) row = row.slice(1).map(([x, y], k) => [row[k][0] + t * (x - row[k][0]), row[k][1] + t * (y - row[k][1])]);
        piece.push(row[0]);
      }
    }
  }

  /** Whether a stroke from one point to the other goes through a box. */
  function crosses(box, [x1, y1], [x2, y2]) {
    let [from, to] = [0, 1];
    for (const [start, step, low, high] of [[x1, x2 - x1, box.left, box.right], [y1, y2 - y1, box.top, box.bottom]]) {
      if (!step && (start <= low || start >= high)) return false;
      if (!step) continue;
      const [a, b] = [(low - start) / step, (high - start) / step];
      [from, to] = [Math.max(from, Math.min(a, b)), Math.min(to, Math.max(a, b))];
    }
    return from < to;
  }

  const shrunk = (box, by) => ({ left: box.left + by, right: box.right - by, top: box.top + by, bottom: box.bottom - by });
  const seen = (paint, part) => paint !== "none" && Number(part) > 0.05;

  function named(reference) {
    const id = /#([^")]+)/.exec(reference ?? "")?.[1];
    return id && element.picture.querySelector(`[id="${id}"]`);
  }

  function clipOf(node, place) {
    const shape = named(node.closest("[clip-path]")?.getAttribute("clip-path"))?.firstElementChild;
    if (!shape) return null;
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(shape.getAttribute(name)));
    if (!width) return around(outline(shape.getAttribute("d")).flat().map((point) => through(place, point)));
    return around([[x, y], [x + width, y + height]].map((point) => through(place, point)));
  }

  /** All that a panel shows, from back to front. */
  function read(panel) {
    const back = panel.getScreenCTM().inverse();
    const drawn = [...panel.querySelectorAll(":scope > g :is(text, path, use)")].filter((node) => !node.closest("defs, clipPath"));
    return drawn.flatMap((node, order) => {
      const look = getComputedStyle(node);
      if (look.visibility === "hidden" || Number(look.opacity) < 0.05) return [];
      const place = back.multiply(node.getScreenCTM());
      if (node.localName === "text") return readText(node, look, place, order);
      const shape = node.localName === "use" ? named(node.getAttribute("xlink:href")) : node;
      const d = shape.getAttribute("d") || "M 0 0";
      if (shape === node) return [readPath(d, node, look, place, place, order)];
      const at = place.translate(...["x", "y"].map((name) => Number(node.getAttribute(name) ?? 0)));
      const box = around(outline(d).flat());
      const small = Math.max(box.right - box.left, box.bottom - box.top) < LARGEST;
      return [small ? readMark(box, node, look, at, place, order) : readPath(d, node, look, at, place, order)];
    });
  }

  function readText(node, look, place, order) {
    const words = node.textContent.trim();
    if (!words) return [];
    let box = ink(node.textContent, look);
    if (node.childElementCount) box = (({ x, y, width, height }) => ({ left: x, right: x + width, top: y, bottom: y + height }))(node.getBBox());
    else {
      const [x, y] = [Number(node.getAttribute("x") ?? 0), Number(node.getAttribute("y") ?? 0)];
      box = { left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y };
    }
    const corners = [[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]].map((c) => through(place, c));
    return [{ kind: "text", order, words, local: box, back: place.inverse(), corners, box: around(corners), halo: look.stroke !== "none" }];
  }

  function readMark({ left, right, top, bottom }, node, look, place, ground, order) {
    const at = through(place, [0, 0]);
    const half = (seen(look.stroke, look.strokeOpacity) ? parseFloat(look.strokeWidth) : 0) / 2;
    const box = around([[left - half, top - half], [right + half, bottom + half]].map((p) => through(place, p)));
    return { kind: "mark", order, at, box, filled: seen(look.fill, look.fillOpacity), clip: clipOf(node, ground), tick: Math.min(right - left, bottom - top) < 0.1 };
  }

  function readPath(d, node, look, place, ground, order) {
    const stroke = seen(look.stroke, look.strokeOpacity) && parseFloat(look.strokeWidth);
    const pieces = outline(d).map((piece) => piece.map((point) => through(place, point)));
    const points = pieces.flat();
    const dotted = stroke && look.strokeLinecap === "round" && pieces.every((p) => p.length === 2 && `${p[0]}` === `${p[1]}`);
    const dots = dotted ? pieces.map((p) => p[0]) : []; // strokes of no length with round ends
    return {
      kind: "path", order, d, place, pieces, dots, stroke: stroke || 0, clip: clipOf(node, ground),
      filled: seen(look.fill, look.fillOpacity), box: points.length ? around(points) : { left: 0, right: 0, top: 0, bottom: 0 },
    };
  }

  function goesThrough(text, path) {
    const grown = shrunk(text.box, -path.stroke);
    if (!meet(grown, path.box, -2)) return false;
    const inner = shrunk(text.local, SLACK - path.stroke / 2);
    return path.pieces.some((piece) => {
      const near = piece.map((point) => (path.clip && !holds(path.clip, point, -1) ? null : through(text.back, point)));
      return near.some((point, i) => i && point && near[i - 1] && crosses(inner, near[i - 1], point));
    });
  }

  function covers(path, text) {
    if (!path.filled || !meet(text.box, path.box, 0)) return false;
    const middle = through(path.place.inverse(), [(text.box.left + text.box.right) / 2, (text.box.top + text.box.bottom) / 2]);
    return pen.isPointInPath(new Path2D(path.d), ...middle);
  }

  /** Two boxes that may be turned: apart if a side of one of them parts them. */
  function overlap(one, other) {
    if (!meet(one.box, other.box, SLACK)) return false;
    const inside = (text, corners) => {
      const box = around(corners.map((corner) => through(text.back, corner)));
      return meet(text.local, box, SLACK);
    };
    return inside(one, other.corners) && inside(other, one.corners);
  }

  function* faultsOf(panel, axes) {
    const things = read(panel);
    const texts = things.filter(({ kind }) => kind === "text");
    const { x, y, width, height } = panel.viewBox.baseVal;
    const whole = { left: x, right: x + width, top: y, bottom: y + height };
    const frame = { left: axes[0], right: axes[0] + axes[2], top: axes[1], bottom: axes[1] + axes[3] };
    for (const text of texts) {
      text.ground = text.halo ? text.order : Math.max(-1, ...things.filter((t) => t.filled && t.order < text.order && text.corners.every((c) => holds(t.box, c))).map((t) => t.order));
      const out = Math.max(whole.left - text.box.left, text.box.right - whole.right, whole.top - text.box.top, text.box.bottom - whole.bottom);
      if (out > SLACK) yield `“${text.words}” leaves its panel`;
      for (const other of texts) if (other.order > text.order && overlap(text, other)) yield `“${text.words}” on “${other.words}”`;
      for (const thing of things) {
        if (thing.kind === "path" && thing.order > text.ground) {
          if (thing.stroke && goesThrough(text, thing)) yield `a line through “${text.words}”`;
          else if (thing.order > text.order && covers(thing, text)) yield `an area over “${text.words}”`;
        }
        if (thing.kind === "mark" && !thing.tick) {
          if (thing.order > text.order && meet(text.box, thing.box, 2 * SLACK)) yield `a mark over “${text.words}”`;
          else if (thing.order < text.order && thing.filled && holds(text.box, thing.at) && !holds(shrunk(thing.box, -3), text.corners[0])) yield `“${text.words}” over a mark`;
        }
      }
    }
    for (const thing of things) {
      const spots = thing.kind === "mark" ? (thing.tick ? [] : [[thing.at, thing.box]])
        : thing.dots?.map(([px, py]) => [[px, py], shrunk({ left: px, right: px, top: py, bottom: py }, -thing.stroke / 2)]) ?? [];
      for (const [at, box] of spots) {
        if (!Number.isFinite(at[0] + at[1])) continue;
        const bounds = thing.clip ?? frame;
        if (!holds(bounds, at, -SLACK)) yield `a mark outside the ${thing.clip ? "frame, out of sight" : "axes"}`;
        else if (thing.clip && !holds(thing.clip, [box.left, box.top], -SLACK) | !holds(thing.clip, [box.right, box.bottom], -SLACK)) yield "a mark cut by the frame";
      }
    }
  }

  return states.map((state) => {
    state.forEach((index, i) => element.set(i, index));
    element.draw();
    return [...element.picture.children].flatMap((panel, i) => [...new Set(faultsOf(panel, element.config.panels[i].box))].map((fault) => `panel ${i + 1}: ${fault}`));
  });
};
