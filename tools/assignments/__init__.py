"""Generates the three forms of an assignment from its one solved source.

`assignments/<slug>/source.md` is written by hand, the rest of the folder is made from it:

    source      front matter and cells of the source, checked
    blanks      solutions taken out, or their marks
    public      what the self-checks know: right and known wrong results of a few cases
    learner     <slug>.ipynb: blanks, help, self-checks; nbgrader.ipynb: the same for nbgrader
    nbgrader    the metadata of both, and hidden tests
    instructor  instructor.ipynb: the solution, rubric, common errors
    key         key.py: what the grader runs (`coursepkg.grading.assignment`)

`example_class` makes ten invented submissions of one of them, to try the grader on.
"""
