// Cut texts into tokens, and tokens into ids, exactly as coursepkg.data does in Python.

// ASCII punctuation, and the six blanks at which words part; other blanks are letters here.
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const BLANKS = /[ \t\n\r\v\f]+/;
const HALF_PAIRS = /[\ud800-\udfff]/gu; // half a surrogate pair has no UTF-8
// Python's blanks, which are not quite those of JavaScript's \s.
const LINE_BREAK_TAG =
  /<br[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*\/?>/gi;
const REFERENCE = /&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[0-9A-Za-z]+);?/g;
// Numbered references to these stand for nothing in Python.
const NOTHING = /[\x01-\x08\x0b\x0e-\x1f\x7f\p{Noncharacter_Code_Point}]/u;

export const PADDING = 0;
export const UNKNOWN = 1;

const split = (text) => text.split(BLANKS).filter((token) => token !== "");
const wellFormed = (text) => text.replace(HALF_PAIRS, "?");
const lowerAscii = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Return a text with HTML's line breaks as blanks and `&lt;` and the like as `<`. */
export const withoutMarkup = (text) =>
  text.replace(LINE_BREAK_TAG, " ").replace(REFERENCE, meaning);

/** Return what a reference stands for; the browser knows them, and reads no markup here. */
function meaning(reference) {
  const page = new DOMParser().parseFromString(`x${reference}`, "text/html");
  const text = page.body.textContent.slice(1);
  return reference[1] === "#" && NOTHING.test(text) ? "" : text;
}

/** How each lab reads a text: functions from text to tokens. */
export const READ = {
  sarcasm: (text) => split(lowerAscii(wellFormed(text)).replace(PUNCTUATION, "")),
  imdb: (text) =>
    split(wellFormed(withoutMarkup(text).toLowerCase().replace(PUNCTUATION, ""))),
  next_word: (text) =>
    split(
      withoutMarkup(text)
        .toLowerCase()
        .replace(/[^a-z0-9'.,!?]+/gu, " ")
        .replace(/[.,!?]/g, " $& "),
    ),
};

/**
 * Return the tokens of a text that a model reads, and their ids.
 *
 * @param text what somebody typed.
 * @param reading {lab, length, truncate}: "after" cuts the end of a longer text,
 *   "before" its beginning.
 * @param idOf Map from word to id.
 * @returns {tokens, ids, cut}: `cut` is the number of tokens left out.
 */
export function vectorize(text, { lab, length, truncate }, idOf) {
  const all = READ[lab](text);
  const tokens = truncate === "after" ? all.slice(0, length) : all.slice(-length);
  const ids = tokens.map((token) => idOf.get(token) ?? UNKNOWN);
  return { tokens, ids, cut: all.length - tokens.length };
}

/**
 * Return the Map from word to id of a vocabulary file, one word a line, the first is id 2. The
 * last line may hold settings instead, which, unlike a word, have blanks.
 */
export function readVocabulary(file) {
  const lines = file.replace(/\r\n/g, "\n").replace(/\n$/, "").split("\n");
  const words = lines.filter((line) => !line.includes(" "));
  return new Map(words.map((word, i) => [word, i + UNKNOWN + 1]));
}
