"""Marks what learners hand in; their code runs in a sandbox, and every check runs outside it.

    submissions   what lies in a folder, and the code in it; reads, never runs
    assignment    the key: tasks, fresh random cases, what right and known wrong code returns
    sandbox       the command line of a process that sees nothing and may do little
    syscalls      what it may not ask of the kernel
    limits        how much of the machine it may take
    child         one such process with one submission in it; questions and answers
    inside/       the part that runs in there, beside the learner's code
    marking       one submission, all tasks
    ledger        one line a submission, kept as it is marked; the table made from them
    feedback      one page a submission
    shown         text of learners, made harmless for the table and the terminal
    command       `python -m coursepkg grade`
    transfer      `python -m coursepkg transfer`: the totals in Canvas' or Moodle's own table

What comes out of the sandbox is arrays of numbers and text to show. Code that forges either
can only give wrong answers: the right ones never go in.
"""
