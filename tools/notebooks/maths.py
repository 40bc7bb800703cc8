"""Displayed equations, numbered within their notebook."""


def displayed(chapter, text: str, label: str | None) -> str:
    r"""Return `$$ … \tag{n} $$` on one line.

    On one line, because Jupyter cuts equations out before it reads Markdown: inside
    a block quote the marks at the start of each line would become part of them.
    """
    tex = " ".join(line.strip() for line in text.splitlines() if line.strip())
    if r"\\" in tex and r"\begin{" not in tex:
        # Sphinx lines such equations up by itself; Jupyter and Colab do not.
        tex = rf"\begin{{aligned}} {tex} \end{{aligned}}"
    if label:
        tex += rf" \tag{{{chapter.book.index.labels[label].number}}}"
    return f"$$ {tex} $$"
