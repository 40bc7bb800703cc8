"""Generates `notebooks/` from `chapters/`: MyST Markdown in, executed notebooks out.

A chapter goes through these modules in this order:

    book          where everything lies; titles, labels and numbers of all chapters
    blocks        a chapter's text cut into directives, code, equations, paragraphs
    chapter       blocks to plain Markdown, by the tables in `directives` and `inline`
    notebook      cells, ids, metadata; `fingerprint` of what the cells call
    kernels       execution, outputs
    pictures      drawings made visible where SVG is not
    staleness     what differs between a committed notebook and its chapter
    comparison    what nbval leaves out when it runs the committed notebooks
"""
