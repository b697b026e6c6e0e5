/* Links to a state, #demo?x0=1&h=0.5: writes them, and reads them also as chat and mail programs leave them.
   Uses nearest (making.js). Whatever stands in a link stays text. */

const LONGEST = 4000; // characters of a fragment that are looked at

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe0f\ufeff]/g;
const BEFORE = /^[\s"'“”„‘’«»‹›<>()[\]{}`*_|,;:!?=#…\\/]+/;
const AFTER = /[\s"'“”„‘’«»‹›<>()[\]{}`*_|,;:!?=#…\\/.]+$/;
const ENTITIES = [
  [/&(?:amp;|#38;|#x26;)+/gi, "&"],
  [/&(?:quot|apos|lt|gt|nbsp|#3[49]|#x2[27]|#6[02]|#x3[ce]|#160|#xa0);/gi, " "],
  [/\\u00(?:26|3d|3f)/gi, (found) => ({ 26: "&", "3d": "=", "3f": "?" })[found.slice(-2).toLowerCase()]],
];
/* What programs that count visits add to a link. */
const TRACKING =
  /^(?:utm_\w+|mc_\w+|_hs\w+|_ga|_gl|hsa_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|li_fat_id|igsh|igshid|si|ref|ref_src|source)$/i;
const SWITCH = { true: "on", yes: "on", 1: "on", false: "off", no: "off", 0: "off" };

/** The fragment that leads to these indexes. */
function fragmentOf(name, controls, indexes) {
  const values = controls.map(({ kind, name: key, texts, values: all }, i) => {
    const value = kind === "toggle" ? texts[indexes[i]] : all[indexes[i]];
    return `${key}=${encodeURIComponent(value)}`;
  });
  return `#${name}?${values.join("&")}`;
}

/** Without the percent signs; never throws: what is no UTF-8 becomes a question mark in a box. */
function decode(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = run.slice(1).split("%").map((hex) => parseInt(hex, 16));
    return new TextDecoder().decode(Uint8Array.from(bytes));
  });
}

const visible = (text) => text.replace(INVISIBLE, "").trim();
const bare = (text) => visible(text).replace(BEFORE, "").replace(AFTER, "");
const word = (text) => bare(text).replace(/\s+/g, ""); // of a name

/** As a reader may have written it: to find the one choice that was meant. */
const loose = (text) => bare(text.normalize("NFKC").replace(/[\s+_]+/g, " ")).toLowerCase();

/** The one of these texts that was meant, or -1. */
function meant(texts, text) {
  if (texts.includes(text)) return texts.indexOf(text);
  const wanted = loose(text);
  const fits = texts.flatMap((known, i) => (wanted && loose(known) === wanted ? [i] : []));
  return fits.length === 1 ? fits[0] : -1;
}

/** A number as people and programs write it: −1 with a real minus, 0,5 with a comma; NaN if it is none. */
function numberIn(text) {
  const [first] = bare(text)
    .replace(/[−–—‐‑‒﹣－]/g, "-")
    .replace(/e /i, "e+") // a + that became a space
    .replace(/([-+.,]) +| +(?=[.,])/g, "$1") // a line broken within a number
    .replace(/(?:\ufffd|%[0-9a-f]?|\+)+$/i, "") // a character that was cut in two, a space that became a +
    .split(/\s/);
  const number = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i.test(first) ? Number(first.replace(",", ".")) : NaN;
  return Number.isFinite(number) ? number : NaN;
}

/** {index, outside} of what is written for a control, or null if it is no value of it. */
function valueIn(control, text) {
  const readings = [text, text.replace(/^=?3D/i, "")]; // mail writes "=" as "=3D"
  for (const reading of readings) {
    if (control.kind === "slider") {
      const number = numberIn(reading);
      const [low, high] = [Math.min(...control.values), Math.max(...control.values)];
      const slack = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
      const outside = number < low - slack || number > high + slack;
      if (!Number.isNaN(number)) return { index: nearest(control.values, number), outside };
    } else {
      const known = control.kind === "toggle" && Object.hasOwn(SWITCH, loose(reading)) && SWITCH[loose(reading)];
      const index = meant(control.texts, known || reading);
      if (index >= 0) return { index };
    }
  }
  return null;
}

/** What a link says to a demo: {indexes, faults}, or null if it is not for it. */
function readLink(fragment, name, controls) {
  let text = fragment.replace(/^#/, "").slice(0, LONGEST);
  let best = null;
  for (let level = 0; level < 4; level += 1) {
    const reading = readOnce(text, name, controls);
    if (reading && (!best || reading.score > best.score)) best = reading;
    const decoded = decode(text);
    if (decoded === text || best?.faults.length === 0) break;
    text = decoded; // some programs encode the whole link once more
  }
  return best;
}

function readOnce(text, name, controls) {
  const plain = ENTITIES.reduce((all, [entity, char]) => all.replace(entity, char), text.split(/:~:/)[0]);
  const [first, ...pieces] = plain.split(/[?&#]/).filter((piece) => word(decode(piece)));
  if (!first || word(decode(first)).toLowerCase() !== name.toLowerCase()) return null;
  const indexes = controls.map(({ start }) => start);
  const given = new Set();
  const faults = [];
  for (const piece of pieces) {
    const [key, ...value] = piece.split("=");
    const i = controlNamed(decode(key), controls);
    if (i < 0 && !TRACKING.test(word(decode(key)))) faults.push(unknownName(decode(piece)));
    if (i < 0 || given.has(i)) continue; // of two values the first counts
    const written = decode(value.join("="));
    const found = valueIn(controls[i], written);
    if (found) {
      given.add(i);
      indexes[i] = found.index;
    }
    if (!found || found.outside) faults.push(wrongValue(controls[i], written, indexes[i], found));
  }
  return { indexes, faults, score: given.size - faults.length };
}

/** By its name, or else by the only one that is this name in small letters. */
function controlNamed(key, controls) {
  const names = controls.map(({ name }) => name);
  if (names.includes(word(key))) return names.indexOf(word(key));
  const same = names.filter((name) => name.toLowerCase() === word(key).toLowerCase());
  return same.length === 1 ? names.indexOf(same[0]) : -1;
}

/* What was not understood, in a sentence. */

function shortened(text) {
  const shown = visible(text);
  return shown.length > 40 ? `${shown.slice(0, 40)}…` : shown;
}

function unknownName(piece) {
  return `This link names something that this demo does not have: ${shortened(piece)}.`;
}

function wrongValue({ name, values, texts }, text, index, found) {
  const opened = `${name} = ${texts[index]}`;
  if (!bare(text)) return `This link has no value for ${name}. It opened with ${opened}.`;
  if (!found) return `This link has a value that this demo does not know: ${name}=${shortened(text)}. It opened with ${opened} instead.`;
  const [low, high] = [Math.min(...values), Math.max(...values)].map((end) => texts[values.indexOf(end)]);
  return `This link asks for ${name}=${shortened(text)}, but ${name} goes from ${low} to ${high}. It opened with ${opened} instead.`;
}

/** Of many faults the first few. */
function inSentences(faults) {
  const more = faults.length > 3 ? " There is more in it that this demo does not know." : "";
  return faults.slice(0, 3).join(" ") + more;
}
