/* Full screen for the classroom, and the keys that work there.
   Uses FRAMED (frame.js), the veil (veil.js). */

async function toggleFull(element) {
  if (element.hasAttribute("data-full")) return leaveFull(element);
  element.setAttribute("data-full", "");
  if (!document.fullscreenEnabled) return; // in some frames and on some phones: the demo fills the window
  element.growing = true;
  try {
    await element.requestFullscreen();
  } catch {
    return; // no reader's hand asked for it: the same
  } finally {
    element.growing = false;
  }
  if (!element.hasAttribute("data-full")) await leaveFull(element); // it was left again meanwhile
}

async function leaveFull(element) {
  makeSmall(element);
  const small = () => !element.hasAttribute("data-full"); // else it grows again already
  while (small() && element.getRootNode().fullscreenElement?.localName === "lossviz-demo") {
    await document.exitFullscreen(); // one after the other: N and P put them one over the other
  }
}

/** A class is kept guessing in full screen only. Where the page itself is one (data-full="page"), it decides. */
function makeSmall(element) {
  if (element.dataset.full === "page") return;
  element.removeAttribute("data-full");
  if (isVeiledByKey(element)) unveil(element);
}

/** From full screen on to the next demo of the page, or back to the one before. */
async function pass(element, step) {
  const all = [...document.querySelectorAll("lossviz-demo")];
  let at = all.indexOf(element);
  do {
    at += step;
    all[at]?.wake();
  } while (all[at]?.broken); // keys would not lead on from there
  const next = all[at];
  if (!next) return element.say(step > 0 ? "This is the last demo of the page." : "This is the first demo of the page.");
  const guessing = isVeiledByKey(element);
  makeSmall(element);
  next.load();
  if (guessing) veilByKey(next);
  await toggleFull(next);
  next.player.focus({ preventScroll: true });
}

/** The key that was meant: what the layout says where that is a Latin letter, a digit or a name; where it says a letter
    of another script, or a sign in the row of digits, what stands at this place of a keyboard. */
function keyOf({ key: said, code, shiftKey }) {
  const key = /^[\uff01-\uff5e]$/.test(said) ? said.normalize("NFKC") : said; // wide, as Japanese keyboards write
  const [, letter, digit] = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(code) ?? [];
  const unsaid = key === "Process" || key === "Unidentified"; // while an input method listens
  const foreign = /^[\p{L}\p{M}]{1,2}$/u.test(key) && !/\p{Script=Latin}/u.test(key);
  const sign = [...key].length === 1 && !/[a-z0-9]/i.test(key) && !shiftKey;
  if (letter && (unsaid || foreign)) return letter.toLowerCase();
  if (digit && (unsaid || sign || key === "Dead")) return digit;
  return key.toLowerCase();
}

/** Letters go into a list or a field that has the focus. */
const isTyping = (event) => event.composedPath()[0].matches?.("select, input[type=text]");

function onKey(element, event) {
  if (!event.key || event.isComposing || event.repeat) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph")) return;
  const key = keyOf(event);
  const full = element.hasAttribute("data-full");
  if (!full && (key !== "f" || isTyping(event))) return;
  const numbered = element.inputs[Number(key) - 1];
  if (key === "f" || key === "escape") toggleFull(element);
  else if (key === "n") pass(element, 1);
  else if (key === "p") pass(element, -1);
  else if (key === "r") element.reset();
  else if (key === "h") toggleVeil(element);
  else if (numbered) numbered.focus({ preventScroll: FRAMED });
  else return;
  event.preventDefault();
  event.stopPropagation(); // of a slide, F and N mean something else
}
