/* A page that holds one demo, for a frame in somebody else's: dark where the address says ?theme=dark, else as the reader's
   system is. */
const asked = new URLSearchParams(location.search).get("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
const paint = () => {
  const dark = asked ? asked === "dark" : system.matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
};
system.addEventListener("change", paint);
paint();
