// Cut texts into tokens, and tokens into ids, exactly as coursepkg.data does in Python.

// ASCII punctuation, and the six blanks at which words part; other blanks are letters here.
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const BLANKS = /[ \t\n\r\v\f]+/;
const HALF_PAIRS = /[\ud800-\udfff]/gu; // half a surrogate pair has no UTF-8
// Python's blanks, which are not quite those of JavaScript's \s.
const LINE_BREAK_TAG =
  /<br[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*\/?>/gi;
const REFERENCE = /&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)/gu;

export const PADDING = 0;
export const UNKNOWN = 1;

const split = (text) => text.split(BLANKS).filter((token) => token !== "");
const wellFormed = (text) => text.replace(HALF_PAIRS, "?");
const lowerAscii = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * Return a text with HTML's line breaks as blanks and `&lt;` and the like as `<`.
 *
 * @param references {names, numbers}: what named and what peculiar numbered references stand
 *   for; made from Python's own tables when the site is built.
 */
export function withoutMarkup(text, references) {
  return text
    .replace(LINE_BREAK_TAG, " ")
    .replace(REFERENCE, (whole, name) =>
      name.startsWith("#") ? numbered(name, references) : named(whole, name, references),
    );
}

function numbered(name, { numbers }) {
  const hexadecimal = /^#[xX]/.test(name);
  const number = parseInt(name.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
  if (Object.hasOwn(numbers, number)) return numbers[number];
  const impossible = number > 0x10ffff || (number >= 0xd800 && number <= 0xdfff);
  return impossible ? "\ufffd" : String.fromCodePoint(number);
}

function named(whole, name, { names }) {
  // The longest beginning that is a name: some names need no semicolon.
  const letters = [...name];
  for (let length = letters.length; length > 1; length--) {
    const beginning = letters.slice(0, length).join("");
    if (Object.hasOwn(names, beginning)) {
      return names[beginning] + letters.slice(length).join("");
    }
  }
  return whole;
}

/** How each lab reads a text: functions (text, references) → tokens. */
export const READ = {
  sarcasm: (text) => split(lowerAscii(wellFormed(text)).replace(PUNCTUATION, "")),
  imdb: (text, references) =>
    split(wellFormed(withoutMarkup(text, references).toLowerCase().replace(PUNCTUATION, ""))),
  next_word: (text, references) =>
    split(
      withoutMarkup(text, references)
        .toLowerCase()
        .replace(/[^a-z0-9'.,!?]+/gu, " ")
        .replace(/[.,!?]/g, " $& "),
    ),
};

/**
 * Return the tokens of a text that a model reads, and their ids.
 *
 * @param text what somebody typed.
 * @param reading {lab, length, truncate, references}: "after" cuts the end of a longer text,
 *   "before" its beginning.
 * @param idOf Map from word to id.
 * @returns {tokens, ids, cut}: `cut` is the number of tokens left out.
 */
export function vectorize(text, { lab, length, truncate, references }, idOf) {
  const all = READ[lab](text, references);
  const tokens = truncate === "after" ? all.slice(0, length) : all.slice(-length);
  const ids = tokens.map((token) => idOf.get(token) ?? UNKNOWN);
  return { tokens, ids, cut: all.length - tokens.length };
}

/** Return the Map from word to id of a vocabulary file, one word a line, the first is id 2. */
export function readVocabulary(file) {
  const words = file.replace(/\r\n/g, "\n").replace(/\n$/, "").split("\n");
  return new Map(words.map((word, i) => [word, i + UNKNOWN + 1]));
}
