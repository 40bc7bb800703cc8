from coursepkg.data import without_markup


def test_markup_becomes_what_it_shows():
    assert without_markup("what?<br /><br />Next<BR>line<br/>") == "what?  Next line "
    assert without_markup("a &lt; b &amp;&amp; list&lt;string&gt;") == "a < b && list<string>"
    assert without_markup("x <b> y < z; br />") == "x <b> y < z; br />"


def test_escaped_markup_is_not_read_twice():
    assert without_markup("&lt;br /&gt; &amp;lt;") == "<br /> &lt;"
