"""Prints the built site as one PDF: the same pages, joined, on paper.

The site's pages go through these modules in this order:

    cover       the title page and the list of contents, with a place for every page
    joining.js  fills the places; ids and links are made to lead inside the one document
    fitting.js  shrinks what is too wide for the paper
    formulas.js gives every equation a text that can be heard
    book.css    what the paper looks like
    printing    Chromium, with no network, does all that and prints; who made it, and when
    __main__    the link to the file on the site's first page
"""
