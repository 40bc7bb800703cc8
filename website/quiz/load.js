// Makes the quizzes of a page answerable; loaded only on pages that have one.

import { announcement, button, element } from "../dom.js";
import { storeAnswers, storedAnswers } from "./progress.js";
import { Question } from "./question.js";

const SAVED = "Your answers stay in this browser.";
const NOT_KEPT = "This browser keeps no answers: they are gone when you leave the page.";

const stored = storedAnswers();
const questions = [];

/** Keep the answers of all quizzes of the page; return what there is to say about it. */
function save() {
  const answers = new Map(questions.map(({ key, tried }) => [key, tried]));
  return storeAnswers(answers) ? SAVED : NOT_KEPT;
}

/** Say how far the reader is. */
function score(ours) {
  const open = ours.filter(({ tried }) => !tried).length;
  const right = ours.filter(({ rightAtFirst }) => rightAtFirst).length;
  const result = `${right} of ${ours.length} right at the first try`;
  return open ? `${result}, ${open} to go.` : `${result}.`;
}

/** Join the questions of one quiz: a line above them, and the score and a button below. */
function open(quiz) {
  const above = element("p", { className: "quiz-note" });
  const says = announcement("quiz-says");
  const ours = [...quiz.querySelectorAll(".quiz-question")].map((box) =>
    new Question(box, stored.get(box.dataset.key), () => tell(save())));
  questions.push(...ours);
  const again = button("Start again", () => {
    ours.forEach((question) => question.forget());
    tell(save());
    ours[0].inputs[0].focus();
  });

  function tell(note) {
    const begun = ours.some(({ tried }) => tried);
    const text = score(ours);
    above.textContent = begun ? `${text} ${note}` : `Choose, then press Check. ${note}`;
    says.textContent = begun ? text : "";
    again.hidden = !begun;
  }

  tell(SAVED);
  quiz.prepend(above);
  quiz.append(element("div", { className: "quiz-buttons quiz-end" }, says, again));
}

document.querySelectorAll(".quiz").forEach(open);
