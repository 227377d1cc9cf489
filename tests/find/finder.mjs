// Finds by an index of “handouts drills --index”, by the rules of docs/finding.md and by nothing else: a second
// opinion on whether these rules are all that another program needs. Reads an index and queries, prints what they come to.
import { readFileSync } from "node:fs";

const folded = (text, spelling = true) => {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’]/g, "").replace(/[^\p{L}\p{N}-]/gu, " ");
  return spelling ? plain.replaceAll("z", "s").replaceAll("ae", "e") : plain;
};
const wordsOf = (text, spelling = true) => folded(text, spelling).split(/[- ]+/).filter(Boolean);
const pieces = (text) => folded(text).split(" ").map((one) => one.split("-").filter(Boolean)).filter((one) => one.length > 1);
const stem = (given) => {
  if ([...given].length < 4) return given;
  let word = given;
  if (word.length > 4 && word.endsWith("ies")) word = word.slice(0, -3) + "y";
  else if (/(ss|sh|ch|x)es$/.test(word)) word = word.slice(0, -2);
  else if (/[^siu]s$/.test(word)) word = word.slice(0, -1);
  for (const ending of ["ing", "ed"]) {
    const rest = word.slice(0, -ending.length);
    if (!word.endsWith(ending) || rest.length < 3 || rest.endsWith("e") || !/[aeiouy]/.test(rest)) continue;
    const double = rest.length > 3 && rest.at(-1) === rest.at(-2) && !"aeioulsy".includes(rest.at(-1));
    return double ? rest.slice(0, -1) : rest;
  }
  return word.length >= 5 && word.endsWith("e") && word.at(-2) !== "e" ? word.slice(0, -1) : word;
};
const phraseOf = (text) => wordsOf(text).map(stem).join(" ");
const slips = (typed, word, begins = false) => {
  let at = 0;
  while (at < Math.min(typed.length, word.length) && typed[at] === word[at]) at += 1;
  const fits = (rest, from) => (begins ? word.startsWith(rest, from) : word.slice(from) === rest);
  const two = (text) => text.slice(at, at + 2);
  return fits(typed.slice(at + 1), at) || fits(typed.slice(at), at + 1) || fits(typed.slice(at + 1), at + 1)
    || (two(typed) === [...two(word)].reverse().join("") && fits(typed.slice(at + 2), at + 2));
};
const FILTERS = { area: ["area", "regions"], posture: ["posture"], goal: ["goals"], muscle: ["muscles"], equipment: ["equipment"] };

class Finder {
  constructor(index) {
    const { weights, ...rest } = index; // “weights” is a method here
    Object.assign(this, rest, { counts: weights });
    this.rows = new Map();
    for (const row of index.same) {
      const whole = new Set();
      for (const phrase of row.map(phraseOf)) for (const one of this.rows.get(phrase) ?? [phrase]) whole.add(one);
      for (const phrase of whole) this.rows.set(phrase, whole);
    }
    this.targets = new Map();
    for (const [said, meant] of Object.entries(index.near)) {
      const first = [...this.row(phraseOf(said))][0];
      const lists = meant.map((one) => one.split("+").map((part) => [...this.row(phraseOf(part))]));
      this.targets.set(first, [...(this.targets.get(first) ?? []), ...lists]);
    }
    this.texts = [...new Set([...index.same.flat(), ...Object.keys(index.near)].map((text) => wordsOf(text).join(" ")))];
    this.phrases = new Map(this.texts.filter((text) => text.includes(" ")).map((text) => [phraseOf(text), text]));
    this.quiet = new Set(index.ignored.flatMap((text) => phraseOf(text).split(" ")));
    this.values = [];
    this.words = {};
    for (const [number, entry] of index.entries.entries())
      for (const field of Object.keys(index.weights))
        for (const text of [entry[field] ?? []].flat()) this.add(number, field, text);
  }
  row(phrase) { return this.rows.get(phrase) ?? new Set([phrase]); }
  add(number, field, text) {
    const hyphened = pieces(text);
    const words = new Set(hyphened.map((parts) => parts.join("")));
    if (field !== "posture" || !hyphened.length) for (const word of wordsOf(text)) words.add(word);
    const keys = new Set([...words].map(stem));
    for (const parts of hyphened) keys.add(parts.map(stem).join(""));
    this.values.push({ number, field, keys, said: ` ${phraseOf(text)} ` });
    if (field === "text") return;
    this.words[field] ??= new Set();
    for (const word of words) this.words[field].add(word);
  }
  known(fields) {
    const words = (fields.length ? fields : Object.keys(this.words)).flatMap((field) => [...(this.words[field] ?? [])]);
    return [...new Set([...words, ...this.texts])].sort();
  }
  weights(phrase, fields) {
    const parts = phrase.split(" ");
    const hit = new Map();
    for (const { number, field, keys, said } of this.values) {
      if (fields.length && !fields.includes(field)) continue;
      const fits = parts.length > 1 ? said.includes(` ${phrase} `) && parts.every((one) => keys.has(one)) || keys.has(parts.join("")) : keys.has(phrase);
      if (fits) hit.set(number, (hit.get(number) ?? new Set()).add(field));
    }
    return new Map([...hit].map(([number, all]) => [number, [...all].reduce((sum, field) => sum + this.counts[field], 0)]));
  }
  meanings(phrase, factor) {
    const row = [...this.row(phrase)];
    const others = row.filter((one) => one !== phrase);
    const found = [{ factor, parts: [[phrase]] }];
    if (others.length) found.push({ factor: Math.floor((factor * this.factors.same) / 100), parts: [others] });
    for (const parts of this.targets.get(row[0]) ?? []) found.push({ factor: Math.floor((factor * this.factors.near) / 100), parts });
    return found;
  }
  scores(meanings, fields) {
    const best = new Map();
    for (const { factor, parts } of meanings) {
      const each = parts.map((part) => {
        const all = new Map();
        for (const phrase of part) for (const [number, weight] of this.weights(phrase, fields)) all.set(number, Math.max(all.get(number) ?? 0, weight));
        return all;
      });
      for (const number of each[0].keys()) {
        if (!each.every((one) => one.has(number))) continue;
        const score = Math.floor((factor * each.reduce((sum, one) => sum + one.get(number), 0)) / each.length);
        if (score > (best.get(number) ?? 0)) best.set(number, score);
      }
    }
    return best;
  }
  word(word, fields) {
    const known = this.known(fields);
    const single = known.filter((text) => !text.includes(" "));
    const whole = stem(word);
    const means = new Map([[whole, this.factors.whole]]);
    let texts = single.filter((text) => stem(text) === whole);
    let readAs = "";
    if (!texts.length && word.length > 1) {
      texts = known.filter((text) => text.startsWith(word));
      for (const text of texts) means.set(phraseOf(text), this.factors.beginning);
    }
    if (!texts.length && (fields.length || !this.values.some(({ keys }) => keys.has(whole)))) {
      let factor = this.factors.slip;
      if (word.length >= 4) texts = single.filter((text) => slips(word, text));
      if (!texts.length && word.length >= 5) {
        factor = this.factors["slip-beginning"];
        texts = known.filter((text) => slips(word, text, true));
      }
      for (const text of texts) means.set(phraseOf(text), factor);
      readAs = texts.slice(0, 3).join(" or ");
    }
    return { meanings: [...means].flatMap(([phrase, factor]) => this.meanings(phrase, factor)), readAs };
  }
  phrase(words, at) {
    const longest = Math.min(Math.max(...this.texts.map((text) => text.split(" ").length)), words.length - at);
    for (let count = longest; count > 1; count -= 1) {
      const phrase = words.slice(at, at + count).map(stem).join(" ");
      if (this.phrases.has(phrase)) return { meanings: this.meanings(phrase, this.factors.whole), readAs: "", count };
    }
    for (let count = longest; count > 1; count -= 1) {
      const typed = words.slice(at, at + count).join(" ");
      for (const [phrase, text] of this.phrases)
        if (text.split(" ").length === count && slips(typed, text)) return { meanings: this.meanings(phrase, this.factors.slip), readAs: text, count };
    }
    return null;
  }
  terms(text, fields) {
    const cut = (list) => list.slice(0, 40).map((word) => word.slice(0, 40));
    const words = cut(wordsOf(text.slice(0, 1000)));
    const typed = cut(wordsOf(text.slice(0, 1000), false));
    const found = new Map();
    for (let at = 0; at < words.length && found.size < 12; ) {
      const phrase = this.phrase(words, at);
      const count = phrase?.count ?? 1;
      const term = phrase ?? (this.quiet.has(stem(words[at])) ? null : this.word(words[at], fields));
      const name = typed.slice(at, at + count).join(" ");
      if (term && !found.has(name)) found.set(name, term);
      at += count;
    }
    return found;
  }
  find({ words, kind, only }) {
    const result = { fits: [], nearest: [], unknown: [], read_as: [], barred: [] };
    let scores = new Map([...this.entries.keys()].filter((number) => this.entries[number].kind === kind).map((number) => [number, 0]));
    const all = [...scores.keys()];
    const readAs = [];
    for (const [name, text] of Object.entries(only)) {
      const terms = this.terms(text, FILTERS[name]);
      for (const [typed, term] of terms) {
        if (term.readAs) readAs.push([typed, term.readAs]);
        const hits = this.scores(term.meanings, FILTERS[name]);
        scores = new Map([...scores].filter(([number]) => hits.has(number)).map(([number, score]) => [number, score + hits.get(number)]));
      }
      if (!scores.size || !terms.size) return { ...result, barred: [name] };
    }
    const terms = this.terms(words, []);
    const hits = new Map([...terms].map(([typed, term]) => [typed, this.scores(term.meanings, [])]));
    result.unknown = [...hits].filter(([, one]) => !all.some((number) => one.has(number))).map(([typed]) => typed);
    for (const [typed, term] of terms) if (term.readAs && !result.unknown.includes(typed)) readAs.push([typed, term.readAs]);
    result.read_as = readAs;
    const loud = (text) => [...new Set(wordsOf(text).map(stem).filter((one) => !this.quiet.has(one)))].sort().join(" ");
    const asked = loud(words.slice(0, 1000));
    const ranked = [...scores].map(([number, score]) => {
      const entry = this.entries[number];
      let found = score + [...hits.values()].reduce((sum, one) => sum + (one.get(number) ?? 0), 0);
      if (asked && asked === loud(entry.name)) found += this.factors["all-of-the-name"];
      return { entry, score: found, without: [...hits].filter(([, one]) => !one.has(number)).map(([typed]) => typed) };
    });
    const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
    ranked.sort((one, other) => one.without.length - other.without.length || other.score - one.score
      || order(one.entry.id, other.entry.id) || order(one.entry.language, other.entry.language));
    result.fits = ranked.filter((one) => !one.without.length).map((one) => one.entry.id);
    const fewest = ranked[0]?.without.length ?? 0;
    if (!result.fits.length && fewest < terms.size)
      result.nearest = ranked.filter((one) => one.without.length === fewest).slice(0, 10).map((one) => [one.entry.id, one.without]);
    return result;
  }
}

const { index, queries } = JSON.parse(readFileSync(0, "utf-8"));
const finder = new Finder(index);
process.stdout.write(JSON.stringify(queries.map((query) => finder.find(query))));
