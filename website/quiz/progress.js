// What has been answered on this page: in this browser, and nowhere else.

const NAME = `quiz:${location.pathname}`;

/** Return what is kept, as a map from a question's key to whatever stands there. */
export function storedAnswers() {
  try {
    return new Map(Object.entries(JSON.parse(localStorage.getItem(NAME)) ?? {}));
  } catch {
    // No storage, or a text that is not ours: as if nothing had been answered.
    return new Map();
  }
}

/**
 * Keep the answers to these questions, and of no others: an edited question leaves nothing behind.
 * @param {Map<string, string>} answers the letters tried, by the question's key
 * @returns {boolean} whether the browser keeps them
 */
export function storeAnswers(answers) {
  const answered = [...answers].filter(([, tried]) => tried);
  try {
    if (answered.length) localStorage.setItem(NAME, JSON.stringify(Object.fromEntries(answered)));
    else localStorage.removeItem(NAME);
    return true;
  } catch {
    return false;
  }
}
