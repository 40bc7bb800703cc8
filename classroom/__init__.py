"""For instructors: marks what learners hand in, and makes assignments from their source.

Learners' code runs in a sandbox, and every check runs outside it.

    submissions         what lies in a folder, and the code in it; reads, never runs
    assignment          the key: tasks, fresh random cases, what right and wrong code returns
    sandbox             starts a process that sees nothing and may do little; its limits
    submission_process  one submission in such a process; questions and answers
    inside/             the part that runs in there, beside the learner's code
    marking             one submission, all tasks
    follow_through      points for what is right, given an earlier mistake
    ledger              one line a submission, stored as it is marked; the table made from them
    feedback            one page a submission
    safe_text           text of learners, made harmless for the table and the terminal
    grade               `python -m classroom grade`
    transfer            `python -m classroom transfer`: totals in Canvas' or Moodle's table
    hand_back           `python -m classroom feedback`: the pages in a zip that they take back

What comes out of the sandbox is arrays of numbers and text to show. Code that forges either
can only give wrong answers: the right ones never go in.

`assignments/<slug>/source.md` is written by hand; the rest of its folder is made from it.

    assignment_source  front matter and cells, checked; solutions taken out of code
    known_results      what the self-checks know: right and wrong results of a few cases
    forms              the notebooks of learners, nbgrader and instructors, and the key
    make               `python -m classroom make`
    example_class      `python -m classroom example`: ten invented submissions to grade
"""
