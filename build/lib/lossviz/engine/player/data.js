/* Where the strings of a state come from on a page: Python recorded them all, inside the element or in a file.
   Uses make, running, Fault (making.js). The element asks its source for open, ask and forget alone. */

/* Data in a file come as a script that calls lossvizData: a page opened from disk may load scripts only. */
const arriving = new WeakMap(); // by the script's element, what is done with its data
const fetched = new Map(); // by the file's address, the data: a demo may stand on a page twice
const failures = new Map(); // by the file's address, how often it failed

const CAN_INFLATE = typeof DecompressionStream !== "undefined";

const VERSION = 1; // of what Python writes; where none is said it is this one

function receive(name, packed, pictures = []) {
  arriving.get(document.currentScript)?.({ name, packed, pictures });
}

function fetchFile(address) {
  return new Promise((resolve, reject) => {
    const script = make("script", { src: address });
    arriving.set(script, resolve);
    const end = (message) => {
      script.remove();
      reject(new Fault(message)); // without effect if it called lossvizData
    };
    script.addEventListener("load", () => end("hold something else"));
    script.addEventListener("error", () => end("could not be fetched"));
    document.head.append(script);
  });
}

/** The address of another attempt: after a failure a browser may have kept what it got. */
function freshAddress(address) {
  const count = failures.get(address);
  if (!count || !address.startsWith("http")) return address;
  const fresh = new URL(address);
  fresh.searchParams.set("again", count);
  return fresh.href;
}

async function inflate(base64) {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

async function unpack(packed) {
  try {
    return await inflate(packed);
  } catch {
    throw new Fault("are damaged");
  }
}

async function unpackFile(address) {
  const { name, packed, pictures } = await fetchFile(freshAddress(address));
  return { name, pictures, data: await unpack(packed) };
}

/** The recorded strings of one artist, or the readouts: which of them is shown in which state. */
function track([strings, steps], count) {
  const numbers = running(steps);
  if (numbers.length !== count || !numbers.every((number) => typeof strings[number] === "string")) {
    throw new Fault("belong to another version of this page");
  }
  return { strings, numbers };
}

/** The source of a demo on a page. */
class Recorded {
  constructor(element, controls) {
    this.name = element.id;
    this.inside = element.querySelector(".lv-data")?.textContent;
    this.address = element.dataset.src && new URL(element.dataset.src, document.baseURI).href;
    this.sizes = controls.map(({ values }) => values.length);
  }

  /** Whether another attempt may go better. */
  get again() {
    return this.inside == null && Boolean(this.address) && CAN_INFLATE;
  }

  /** Make ready; gives the default pictures where the page may hold none. */
  async open() {
    if (!CAN_INFLATE) throw new Fault("need a newer browser");
    const { name, data, pictures } = await this.stored();
    if (name !== this.name) throw new Fault("belong to another demo");
    const count = this.sizes.reduce((product, size) => product * size, 1);
    if ((data.version ?? VERSION) !== VERSION) throw new Fault("belong to another version of this page");
    this.tracks = data.tracks.map(([panel, order, ...rest]) => ({ panel, order, ...track(rest, count) }));
    this.words = track(data.readout, count);
    this.met = data.met && running(data.met);
    return pictures;
  }

  async stored() {
    if (this.inside != null) return { name: this.name, data: await unpack(this.inside), pictures: [] };
    if (!this.address) throw new Fault("are missing");
    if (!fetched.has(this.address)) fetched.set(this.address, unpackFile(this.address));
    return fetched.get(this.address);
  }

  /** After a failure: the next attempt fetches anew. */
  forget() {
    if (fetched.delete(this.address)) failures.set(this.address, (failures.get(this.address) ?? 0) + 1);
  }

  /** Call show with the state at these indexes: {changes, readout, met}. A source may answer later, or not at all. */
  ask(indexes, show) {
    const state = this.sizes.reduce((number, size, i) => number * size + indexes[i], 0);
    show({
      changes: this.tracks.map(({ panel, order, strings, numbers }) => [panel, order, strings[numbers[state]]]),
      readout: this.words.strings[this.words.numbers[state]],
      met: this.met && this.met[state] === 1,
    });
  }
}
