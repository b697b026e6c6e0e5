/* Where the strings of a demo cannot be had, its picture stays, the controls wait, and a button tries once more.
   Uses Fault (data.js), button (making.js). */

function enable(element, on) {
  const controls = element.player.querySelectorAll(".reset, .controls :is(input, select, button)");
  for (const control of controls) control.disabled = !on;
  element.player.classList.toggle("stuck", !on);
}

/** Without its strings the picture stays: then the controls do not move either. */
function fail(element, error) {
  console.warn(`lossviz-demo ${element.id}:`, error);
  const reason = error instanceof Fault ? error.message : "could not be read";
  element.stop?.();
  element.drawing = null;
  element.failed = { wanted: element.indexes };
  element.showControls(element.controls.map((control) => control.start));
  enable(element, false);
  element.source.forget();
  const again = () => tryAgain(element);
  const ways = element.source.again ? [button("again", "Try again", "Fetch them once more", again)] : [];
  element.say(`The positions of this demo ${reason}. The picture shows where it opens.`, ...ways);
}

async function tryAgain(element) {
  const { wanted } = element.failed;
  element.say("The positions are on their way.");
  element.failed = element.loading = null;
  element.indexes = wanted;
  await element.load();
  if (!element.failed) {
    element.showControls(element.indexes);
    enable(element, true);
    element.say("");
  }
  (element.more.querySelector("button") ?? element.player).focus({ preventScroll: true });
}
