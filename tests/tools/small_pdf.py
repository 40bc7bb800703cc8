"""What the tests of the printed book print: a list of contents, and the place of the link."""

PLACE = '<span class="course-pdf"></span>'
TOC = """
format: jb-book
root: chapters/index
parts:
  - caption: Course
    chapters:
      - file: chapters/gru
      - file: chapters/labs/airline
"""
