"""Generates `notebooks/` from `chapters/`: MyST Markdown in, executed notebooks out.

A chapter goes through these modules in this order:

    book          where everything lies
    blocks        a chapter's text cut into directives, code, equations, paragraphs
    index         what each chapter offers to the others: title, labels, numbers
    chapter       blocks to plain Markdown, by the tables in `directives` and `roles`
    notebook      cells, ids, metadata
    execution     outputs
    pictures      drawings made visible where SVG is not
    staleness     what differs between a committed notebook and its chapter
    comparison    what nbval leaves out when it runs the committed notebooks
"""
