/* The page around the demo: whether it is a frame in another one, which keys it sees, what may be scrolled, which link
   leads here.
   Uses make (making.js), decode and readLink (address.js). */

/** In a frame the page around it is somebody else's: nothing there is scrolled, and its focus is not taken. */
const FRAMED = window !== window.top;

/* What the part of a demo that has the focus answers to. Page Up and Page Down are left to the page: a presenter's remote
   control sends them. */
const ANSWERED = {
  "input[type=range]": /^(?:Arrow\w+|Home|End)$/,
  "input[type=checkbox], button": /^(?: |Enter)$/,
  "select, input[type=text]": /^(?!Tab$|Escape$)/,
};

/** Keep such a key from the page around, which sees the whole demo as one element and would turn a slide or a leaf. */
function keepKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const [focused] = event.composedPath();
  const answered = ([kind, keys]) => focused.matches?.(kind) && keys.test(event.key);
  if (Object.entries(ANSWERED).some(answered)) event.stopPropagation();
}

/** Bring the middle of an element to the middle of the window. */
function bringIntoSight(element) {
  if (!FRAMED) return element.scrollIntoView({ block: "center" });
  const page = document.scrollingElement;
  for (let box = element.parentElement; box; box = box.parentElement) {
    const view = box === page ? { top: 0, height: innerHeight } : box.getBoundingClientRect();
    const { top, height } = element.getBoundingClientRect();
    box.scrollBy({ top: top + height / 2 - view.top - view.height / 2, behavior: "instant" });
  }
}

/** The address of this page without its fragment; null where it has none that leads here from elsewhere. */
function pageAddress() {
  return /^(?:https?|file):/.test(location.href) ? location.href.split("#")[0] : null;
}

/** Write a link into the address bar; in some frames a browser refuses. */
function writeAddress(link) {
  try {
    history.replaceState(null, "", link);
  } catch {
    // The link is copied or shown all the same.
  }
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A field that holds a text to be copied by hand. */
function makeCopyField(text) {
  const field = make("input", { type: "text", class: "copy", readonly: true, value: text, "aria-label": "Link to copy" });
  field.addEventListener("focus", () => field.select());
  return field;
}

/** Open the element where the address says, if it speaks of it: of several copies the first. */
function openAddress(element) {
  const target = location.hash;
  if (target.length < 2 || document.getElementById(decode(target.slice(1)))) return; // the browser goes there
  if (!readLink(target, element.id, [])) return;
  if (element.getRootNode().querySelector(`lossviz-demo[id="${CSS.escape(element.id)}"]`) !== element) return;
  element.follow(target).then(() => {
    if (!element.isConnected) return;
    bringIntoSight(element);
    if (!FRAMED) element.player?.focus({ preventScroll: true }); // so that F opens the whole screen at once
  });
}

/** Whether a click follows a link to where the address already leads: then the browser tells nobody. */
function leadsHereAgain(event) {
  if (event.defaultPrevented || event.button > 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false;
  const link = event.composedPath().find((node) => node.localName === "a" && node.href);
  if (!link || link.hasAttribute("download") || !["", "_self"].includes(link.target.baseVal ?? link.target)) return false;
  const written = link.href.baseVal ?? link.href;
  const target = new URL(written, document.baseURI);
  return target.hash !== "" && target.href === location.href;
}
