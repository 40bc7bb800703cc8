"""What Chromium leaves out: who made the file and when, and where its chapters begin."""

from io import BytesIO
from time import gmtime, strftime

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf

from tools.pdf.cover import Facts

# Chromium writes these kinds of text, which its version of PDF does not know, without a word
# on what they are.
ROLES = Dictionary(Strong=Name.Span, Em=Name.Span)


def first_pages(pdf: bytes, keys: list[str]) -> dict[str, int]:
    """Return for each chapter's key the number, counted from 1, of the page it begins on."""
    with Pdf.open(BytesIO(pdf)) as document:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, start=1)}
        # A name in a PDF begins with a slash.
        return {key: numbers[document.Root.Dests[f"/{key}"][0].objgen] for key in keys}


def finish(pdf: bytes, book: Facts) -> bytes:
    """Return the PDF with its title, authors, language and date, and a third of the size."""
    day = strftime("D:%Y%m%d%H%M%SZ", gmtime(book.made))
    with Pdf.open(BytesIO(pdf)) as document:
        document.docinfo = document.make_indirect(
            Dictionary(
                Title=book.title,
                Author=book.authors,
                Subject=book.subtitle,
                CreationDate=day,
                ModDate=day,
            )
        )
        root = document.Root
        root.Lang = "en-GB"
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.StructTreeRoot.RoleMap = ROLES
        file = BytesIO()
        # Linearised: a browser shows the first page before it has the last.
        document.save(
            file,
            object_stream_mode=ObjectStreamMode.generate,
            linearize=True,
            deterministic_id=True,
        )
    return file.getvalue()
