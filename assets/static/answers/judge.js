/* Whether an answer to an exercise is right: the rule of lossviz/answers.py, line by line. tests/site/test_judge.py
   holds the two against each other. */
(() => {
  "use strict";
  const LONGEST = 40;
  const SPACE = "[ \\t\\r\\n\\u00a0\\u2009\\u202f]";
  const NUMBER = /^[-+]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][-+]?[0-9]{1,6})?$/;
  const THOUSANDS = /^[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$/;
  const WHOLE = /^([^/%]+)(?:\/([^/%]+))?(%?)$/;
  const SLACK = 1 + 1e-9;

  const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");
  const AROUND = new RegExp(`${SPACE}*([-+/%])${SPACE}*`, "g");
  const GROUPS = new RegExp(`([0-9])${SPACE}(?=[0-9]{3}(?![0-9]))`, "g");

  const tidy = (text) =>
    text.replace(/[−–]/g, "-").replace(ENDS, "").replace(AROUND, "$1").replace(GROUPS, "$1");

  /* The ways to read a number: a comma may part thousands, or stand for the point. */
  const numbers = (text) => [
    ...(THOUSANDS.test(text) ? [text.replaceAll(",", "")] : []),
    ...(NUMBER.test(text) ? [text.replace(",", ".")] : []),
  ];

  const reading = (number, hundredth) => {
    const [mantissa, exponent = "0"] = number.toLowerCase().split("e");
    const places = (mantissa.split(".")[1] ?? "").length - Number(exponent) + (hundredth ? 2 : 0);
    const digits = mantissa.replace(/[^0-9]/g, "").replace(/^0+/, "").length;
    return [Number(number) / (hundredth ? 100 : 1), places, digits];
  };

  const readings = (text, percent) => {
    const parts = [...text].length <= LONGEST ? WHOLE.exec(text) : null;
    if (!parts) return [];
    const hundredth = parts[3] !== "" && !percent;
    if (parts[2] === undefined) return numbers(parts[1]).map((number) => reading(number, hundredth));
    const below = numbers(parts[2]).map(Number).filter(Boolean);
    return numbers(parts[1]).flatMap((above) =>
      below.map((under) => [Number(above) / under / (hundredth ? 100 : 1), Infinity, 2]),
    );
  };

  const fits = (right, [value, places, digits]) => {
    const miss = Math.abs(value - right.value);
    if (!Number.isFinite(miss)) return false;
    if (miss <= Math.max(right.within * SLACK, Math.abs(right.value) * 1e-6, 1e-9)) return true;
    if (right.places === 0 || (places < right.places && digits < 2)) return false;
    return miss <= Number(`5e${-Math.min(places, right.places) - 1}`) * SLACK;
  };

  /* "right", "wrong", "empty", or "unread" for what is no number. */
  const judge = (right, answer) => {
    const text = tidy(answer);
    if (!text) return "empty";
    const found = readings(text, right.percent);
    if (!found.length) return "unread";
    return found.some((one) => fits(right, one)) ? "right" : "wrong";
  };

  window.bookAnswers = { ...window.bookAnswers, judge };
})();
