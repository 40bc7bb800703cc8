"""What Chromium leaves out: who made the file and when, and where its chapters begin."""

from io import BytesIO
from time import gmtime, strftime

from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from tools.pdf.cover import Facts

# Chromium writes these kinds of text, which its version of PDF does not know, without a word
# on what they are.
ROLES = {"/Strong": "/Span", "/Em": "/Span"}


def first_pages(pdf: bytes, keys: list[str]) -> dict[str, int]:
    """Return for each chapter's key the number, counted from 1, of the page it begins on."""
    reader = PdfReader(BytesIO(pdf))
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages, start=1)}
    places = reader.named_destinations
    # A name in a PDF begins with a slash.
    return {key: numbers[places[f"/{key}"].page.idnum] for key in keys}


def finish(pdf: bytes, book: Facts) -> bytes:
    """Return the PDF with its title, authors, language and date."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    day = strftime("D:%Y%m%d%H%M%SZ", gmtime(book.made))
    writer.add_metadata(
        {
            "/Title": book.title,
            "/Author": book.authors,
            "/Subject": book.subtitle,
            "/CreationDate": day,
            "/ModDate": day,
        }
    )
    root = writer.root_object
    known = {NameObject(kind): NameObject(role) for kind, role in ROLES.items()}
    root["/StructTreeRoot"][NameObject("/RoleMap")] = DictionaryObject(known)
    root[NameObject("/Lang")] = TextStringObject("en-GB")
    shown = {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    root[NameObject("/ViewerPreferences")] = DictionaryObject(shown)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()
