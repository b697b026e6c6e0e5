// Run by book/katex.py: a formula a line comes in, its HTML a line goes out.
const katex = require("./katex.min.js");

// Strict: what a browser would show in red is an error here. Rows stand apart, or their fractions would touch.
const options = (display) => ({
  displayMode: display,
  throwOnError: true,
  strict: "error",
  macros: { "\\arraystretch": "1.3" },
});

function render({ tex, display }) {
  try {
    return { html: katex.renderToString(tex, options(display)) };
  } catch (error) {
    return { error: error.message };
  }
}

require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => process.stdout.write(JSON.stringify(render(JSON.parse(line))) + "\n"));
