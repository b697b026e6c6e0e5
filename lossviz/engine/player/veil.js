/* The veil. The attribute `veiled` hides the readout and the labels that are to be guessed, until the demo is moved, a link
   opens it, or the button in their place is pressed. In full screen a class guesses while the teacher moves: there only
   the button and the key H take a veil away. One that H has put goes on to the next demo, and ends with full screen.
   Uses make (making.js). */

const BY_KEY = "class";

const unveil = (element) => element.removeAttribute("veiled");

const veilByKey = (element) => element.setAttribute("veiled", BY_KEY);

const isVeiledByKey = (element) => element.getAttribute("veiled") === BY_KEY;

function toggleVeil(element) {
  if (element.hasAttribute("veiled")) unveil(element);
  else veilByKey(element);
}

/** What stands in the place of the readout: it is as wide and as high as ever, so that nothing jumps. */
function makeVeil(element) {
  const veil = make("button", { type: "button", class: "veil" }, "Show the numbers");
  veil.addEventListener("click", () => {
    unveil(element);
    element.readout.focus({ preventScroll: true }); // the button is gone; what it showed is read out
  });
  return veil;
}
