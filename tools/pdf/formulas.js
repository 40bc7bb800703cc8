// Gives every equation a text. MathJax draws its letters as decoration, which a program that
// reads the PDF aloud passes over; and its own text for such programs is cut off on paper.

const ACCENTS = { "~": "\u0303", "^": "\u0302", "¯": "\u0304", "‾": "\u0304", "˙": "\u0307", "→": "\u20d7" };
const SPACED = /^[=≠≈≡∼∝<>≤≥≪≫+−±×⋅·⊙∘→←↦∈]$/;
const UNHEARD = /[\u2061-\u2064\u200b]/g;

/** Put its text, too faint to be seen, into every equation. */
export function speak() {
  for (const { typesetRoot } of MathJax.startup.document.math) {
    const assistive = typesetRoot.querySelector("mjx-assistive-mml");
    const text = document.createElement("span");
    text.className = "formula-text";
    text.textContent = linear(assistive.firstElementChild).replace(/ +/g, " ").trim();
    typesetRoot.setAttribute("role", "math");
    assistive.replaceWith(text);
  }
}

/** Return MathML as a line of text, such as h_t = z_t ⊙ h_(t−1). */
function linear(node) {
  const parts = [...node.children].map(linear);
  const [base, second, third] = parts;
  switch (node.localName) {
    case "mo": return operator(node.textContent);
    case "msub": case "munder": return `${base}_${grouped(second)}`;
    case "msup": return `${base}^${grouped(second)}`;
    case "mover": return second in ACCENTS ? `${base}${ACCENTS[second]}` : `${base}^${grouped(second)}`;
    case "msubsup": case "munderover": return `${base}_${grouped(second)}^${grouped(third)}`;
    case "mfrac": return `${grouped(base)}/${grouped(second)}`;
    case "msqrt": return `√(${parts.join("")})`;
    case "mspace": return " ";
    case "mtr": return parts.join(" ");
    case "mtable": return parts.join("; ");
    default: return parts.length ? parts.join("") : node.textContent.replace(UNHEARD, "");
  }
}

/** Return an operator, with spaces around it if it stands between two things. */
function operator(text) {
  return SPACED.test(text) ? ` ${text} ` : text.replace(UNHEARD, "");
}

/** Put what is longer than a letter into brackets. */
function grouped(text) {
  const short = text.trim();
  return [...short.normalize("NFC")].length > 1 ? `(${short})` : short;
}
