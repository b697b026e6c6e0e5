/* Dragging on the picture: a pointer in the axes sets the sliders that are tied to them.
   Uses make and nearest (making.js). */

/* An axis of a panel, {low, high, log, from, size} in the picture's pixels, and the way between the two. */
const toPixel = (axis, value) => {
  const [low, high, at] = axis.log ? [axis.low, axis.high, value].map(Math.log) : [axis.low, axis.high, value];
  return axis.from + (axis.size * (at - low)) / (high - low);
};
const toValue = (axis, pixel) => {
  const part = (pixel - axis.from) / axis.size;
  return axis.log ? axis.low * (axis.high / axis.low) ** part : axis.low + part * (axis.high - axis.low);
};
function axesOf({ box: [left, top, width, height], x, y }) {
  return {
    x: { low: x[0], high: x[1], log: x[2] === "log", from: left, size: width },
    y: { low: y[0], high: y[1], log: y[2] === "log", from: top + height, size: -height },
  };
}

/** Where a pointer is, in the picture's pixels; null while the picture is not laid out. By its box on the screen: in a slide
    that is scaled, WebKit's getScreenCTM leaves the scale out. */
function pointIn(svg, event) {
  const shown = svg.getBoundingClientRect();
  const { x, y, width, height } = svg.viewBox.baseVal;
  if (!shown.width || !shown.height) return null;
  return {
    x: x + ((event.clientX - shown.left) * width) / shown.width,
    y: y + ((event.clientY - shown.top) * height) / shown.height,
  };
}

/** An invisible box over the axes: touching it drags, touching beside it scrolls the page. In HTML, since Chromium does
    not heed touch-action on the shapes of an SVG: there a finger's drag would end after a few pixels. */
function makeArea([x, y, width, height], kinds) {
  const place = document.createElementNS("http://www.w3.org/2000/svg", "foreignObject");
  for (const [name, value] of Object.entries({ x, y, width, height })) place.setAttribute(name, value);
  place.append(make("div", { class: `area drag-${kinds.join("")}` }));
  return place;
}

/** All that is dragged in one demo. `held` is the pointer that took hold and what it moves, or null. */
class Dragging {
  constructor(element) {
    this.element = element;
    this.held = null;
    element.config.panels.forEach((view, panel) => {
      const tied = element.controls.flatMap((control, i) =>
        control.drag && (control.panel === "all" || control.panel === panel) ? [{ control, i }] : [],
      );
      if (tied.length) this.catchPointers(element.picture.children[panel], view.box, axesOf(view), tied);
    });
  }

  catchPointers(svg, box, axes, tied) {
    const place = makeArea(box, [...new Set(tied.map(({ control }) => control.drag))].sort());
    svg.append(place);
    const area = place.firstChild;
    area.addEventListener("pointerdown", (event) => {
      if (this.held && this.held.pointer !== event.pointerId) this.letGo(); // two fingers zoom the page
      else if (event.button === 0) this.takeHold(event, area, { svg, axes, tied });
    });
    area.addEventListener("pointermove", (event) => this.isHeldBy(event) && this.move(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      area.addEventListener(end, (event) => this.isHeldBy(event) && this.letGo());
    }
  }

  isHeldBy(event) {
    return this.held?.pointer === event.pointerId;
  }

  takeHold(event, area, { svg, axes, tied }) {
    const point = pointIn(svg, event);
    if (!point) return;
    this.element.stop?.();
    area.setPointerCapture(event.pointerId);
    const kinds = [...new Set(tied.map(({ control }) => control.drag))];
    const moved = kinds.map((kind) => this.pick(tied.filter(({ control }) => control.drag === kind), axes, point));
    this.held = { pointer: event.pointerId, svg, axes, moved };
    this.element.inputs[moved[0].i].focus({ preventScroll: true }); // from here on the arrow keys step it
    event.preventDefault();
    this.move(event);
  }

  move(event) {
    const { svg, axes, moved } = this.held;
    if (!(event.buttons & 1)) return this.letGo(); // it was let go where nobody told us, or another button is held on
    const point = pointIn(svg, event);
    if (!point) return;
    for (const { control, i } of moved) {
      this.element.set(i, nearest(control.values, toValue(axes[control.drag], point[control.drag])));
    }
  }

  letGo() {
    this.held = null;
  }

  /** Of several sliders on one axis the one whose handle is nearest: by its grip if it has one. */
  pick(tied, axes, point) {
    const distance = ({ control, i }) => {
      const { drag, grip, values } = control;
      if (grip == null) return Math.abs(toPixel(axes[drag], values[this.element.indexes[i]]) - point[drag]);
      const other = drag === "x" ? "y" : "x";
      return Math.abs(toPixel(axes[other], grip) - point[other]);
    };
    return tied.reduce((best, next) => (distance(next) < distance(best) ? next : best));
  }
}
