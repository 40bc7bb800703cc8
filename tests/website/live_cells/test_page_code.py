"""What is left of a cell's code where there is no Keras and no data."""

import pytest

from website.live_cells.page_code import for_the_page


def shortened(code, *missing):
    names = set(missing)
    return for_the_page(code, names), names


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\nimport json, re\nfrom coursepkg import numpy_nn as nn",
        "from coursepkg.numpy_nn.gru import GRUParams\n\n\ndef f(x):\n    return x  # why",
        "x = 1\n\n\n\ny = [\n    x,\n]\nx",
    ],
)
def test_what_works_stays_to_the_letter(code):
    assert shortened(code) == (code, set())


def test_an_import_keeps_what_there_is():
    code, missing = shortened("from coursepkg import keras_nn, numpy_nn as nn, plots")
    assert code == "from coursepkg import numpy_nn as nn, plots"
    assert missing == {"keras_nn"}


def test_imports_of_others_go_and_what_needs_them():
    code = "import pandas as pd\nimport numpy as np\n\npd.f(1)\nnp.ones(1)"
    assert shortened(code) == ("import numpy as np\n\nnp.ones(1)", {"pd"})


def test_what_needs_the_result_goes_too_and_names_made_anew_come_back():
    code = "a = plots.f()\nb = a + 1\nprint(b)\ndef g():\n    return b\na = 2\nprint(a)"
    assert shortened(code, "plots") == ("a = 2\nprint(a)", {"plots", "b", "g"})


def test_a_name_like_the_twin_is_not_the_twin():
    assert shortened("from coursepkg.numpy_nnx import a") == ("", {"a"})
    assert shortened("import coursepkg.data.airline") == ("", {"coursepkg"})


def test_only_gaps_that_were_made_are_closed():
    code = "a = 1\n\n\nb = 2\n\nplots.f()\n\nc = 3"
    assert shortened(code, "plots")[0] == "a = 1\n\n\nb = 2\n\nc = 3"


def test_what_is_not_python_is_an_error():
    with pytest.raises(SyntaxError):
        shortened("%matplotlib inline")
