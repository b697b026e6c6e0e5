/* What a reader takes along: a link to what is shown, code that puts the demo into another page, the picture as a file.
   Uses make, button (making.js), pageAddress, writeAddress, copied, makeCopyField (frame.js). */

const SHARP = 2; // pixels of a saved PNG for each of the picture

/** What the button Link, or Code in a notebook, does. */
async function share(element) {
  const { code } = element.source ?? {};
  const page = pageAddress();
  const ways = [...embedButton(element), saveButton(element, "SVG"), saveButton(element, "PNG")];
  if (code) return offer(element, code, `Copied: ${code}`, "Copy this line from here:", ways);
  if (page === null) {
    const sentence = "This page has no address of its own. On a page that has one and shows this demo, add to the address:";
    return showField(element, sentence, element.fragment, ways);
  }
  const link = page + element.fragment;
  writeAddress(link);
  const reach = page.startsWith("file:") ? " It leads to a file on this computer and works only there." : "";
  const done = `Link copied: it opens the page with these values.${reach}`;
  return offer(element, link, done, "The browser did not let us copy the link. Copy it from here:", ways);
}

/** Copy a text and say so; where the browser does not let us, show it. */
async function offer(element, text, done, otherwise, ways = []) {
  if (await copied(text)) element.say(done, ...ways);
  else showField(element, otherwise, text, ways);
}

function showField(element, sentence, text, ways) {
  const field = makeCopyField(text);
  element.say(sentence, field, ...ways);
  field.focus({ preventScroll: true });
}

/** Where the site has a page of the demo alone, the code that puts it into another page, as it stands and as high. */
function embedButton(element) {
  const { embed } = element.dataset;
  if (!embed) return [];
  const copy = () => {
    const address = new URL(embed, document.baseURI).href + element.fragment;
    const height = Math.ceil(element.getBoundingClientRect().height);
    const frame = make("iframe", {
      src: address,
      title: element.config.caption,
      style: `width: 100%; height: ${height}px; border: 0`,
      loading: "lazy",
      allow: "fullscreen",
    });
    return offer(element, frame.outerHTML, "Copied: code that shows this demo in another page.", "Copy this code from here:");
  };
  return [button("embed", "Embed", "Copy code that shows this demo in another page", copy)];
}

function saveButton(element, kind) {
  const save = async () => {
    const svg = asFile(element);
    const blob = kind === "SVG" ? new Blob([svg], { type: "image/svg+xml" }) : await asPng(svg);
    const link = make("a", { download: `${element.id}.${kind.toLowerCase()}`, href: URL.createObjectURL(blob) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  return button("save", `Save ${kind}`, `Save the picture as it stands as ${kind}`, save);
}

/** The picture as it stands, panels side by side, as an SVG that needs no page around it. */
function asFile({ picture }) {
  const look = getComputedStyle(picture);
  const panels = [...picture.children].map((panel) => panel.cloneNode(true));
  const boxes = [...picture.children].map((panel) => panel.viewBox.baseVal);
  const [width, height] = [boxes.reduce((sum, box) => sum + box.width, 0), boxes[0].height];
  panels.forEach((panel, i) => {
    panel.querySelectorAll("foreignObject").forEach((area) => area.remove());
    for (const name of ["role", "aria-label", "aria-hidden", "style"]) panel.removeAttribute(name);
    const place = { x: boxes[i].x, y: 0, width: boxes[i].width, height };
    for (const [name, value] of Object.entries(place)) panel.setAttribute(name, value);
  });
  const root = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const about = { viewBox: `0 0 ${width} ${height}`, width, height, style: `background: ${look.getPropertyValue("--lv-paper")}; font-family: ${look.fontFamily}` };
  for (const [name, value] of Object.entries(about)) root.setAttribute(name, value);
  root.append(...panels);
  return new XMLSerializer()
    .serializeToString(root)
    .replace(/var\((--lv-\w+),[^)]*\)/g, (_, name) => look.getPropertyValue(name).trim());
}

async function asPng(svg) {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const canvas = make("canvas", { width: SHARP * picture.width, height: SHARP * picture.height });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
