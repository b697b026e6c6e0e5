/* Your work as a file: written, and read back with care. A file adds to what is here and takes nothing away. */
(() => {
  "use strict";
  const { kept } = window.bookAnswers;
  const [FORMAT, VERSION, LARGEST] = ["losses-by-hand", 1, 2_000_000];

  const pack = () => {
    const answers = Object.fromEntries(kept.all());
    return JSON.stringify({ format: FORMAT, version: VERSION, saved: new Date().toISOString(), answers }, null, 1);
  };

  const FAULTS = {
    large: "This file is too large to be a file of your work. Choose one that this page has saved; nothing was changed.",
    damaged: "This file is damaged, or no file that this page has saved. Choose another; nothing was changed.",
    foreign: "This file is not of this book. Choose one that this page has saved; nothing was changed.",
    newer: "This file was saved by a newer edition of this book. Read it there; nothing was changed.",
  };

  const faultOf = (found) => {
    if (found?.format !== FORMAT) return "foreign";
    if (!Number.isInteger(found.version)) return "damaged";
    if (found.version > VERSION) return "newer";
    const entries = found.answers && typeof found.answers === "object" && !Array.isArray(found.answers);
    return entries ? null : "damaged";
  };

  /* { answers } of a file, or { fault }: a sentence. */
  const unpack = async (file) => {
    if (file.size > LARGEST) return { fault: FAULTS.large };
    try {
      const found = JSON.parse(await file.text());
      const fault = faultOf(found);
      return fault ? { fault: FAULTS[fault] } : { answers: found.answers };
    } catch {
      return { fault: FAULTS.damaged };
    }
  };

  const told = (entry) => entry.answer ?? entry.guess ?? "";

  /* Of two answers to a question the newer stands, and says what the other was. */
  const joined = (one, other) => {
    const [newer, older] = (one.at ?? "") >= (other.at ?? "") ? [one, other] : [other, one];
    const before = [newer.before, older.before, told(older)].find((text) => text && text !== told(newer));
    return before ? { ...newer, before } : newer;
  };

  const count = (number, word) => (number ? `${number} ${word}. ` : "");

  /* Adds the answers of a file; says in words what came of each. */
  const merge = (answers) => {
    const number = { added: 0, same: 0, both: 0, unread: 0, unkept: 0 };
    const here = kept.all();
    for (const [key, found] of Object.entries(answers)) {
      const [entry, before] = [/^[\da-f]{12,16}$/.test(key) ? kept.sane(found) : null, here.get(key)];
      if (!entry) number.unread += 1;
      else if (before && told(before) === told(entry) && before.verdict === entry.verdict) number.same += 1;
      else {
        number[before ? "both" : "added"] += 1;
        if (!kept.put(key, before ? joined(before, entry) : entry)) number.unkept += 1;
      }
    }
    kept.tell(null);
    const said =
      count(number.added, "added") +
      count(number.same, "were here already") +
      count(number.both, "differ from what was here: the newer one stands, the other beside it") +
      count(number.unread, "could not be read") +
      count(number.unkept, "are gone when you leave the page: your browser stores no more");
    return said ? `Read. ${said.trim()}` : "Read. The file holds no answers.";
  };

  Object.assign(window.bookAnswers, { files: { pack, unpack, merge } });
})();
