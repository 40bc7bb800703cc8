"""Questions about code that nobody runs, written the way the real set holds them.

All in lower case, a full stop for every line break, `blank` for the language's name, `&lt;`
for `<`, and doubled quotes.
"""

from .grammar import Grammar

TAGS = ("csharp", "java", "javascript", "python")
SHARE_TELLING = 0.42  # of the code lines, those of the language; the rest fits several
SHARE_FRAMEWORK = 0.4  # of the questions, those that name something of the language's world

PHRASES = {
    "title": """
how to {verb} a {noun} in blank
blank {noun} does not {verb} the {noun}
why does my {noun} {verb} twice
what is the right way to {verb} a {noun}
cannot {verb} {noun} inside a {noun}
error when i {verb} the {noun}
""",
    "prose": """
i am new to blank and i want to {verb} a {noun}.
it worked yesterday, but now the {noun} is empty.
i have tried to {verb} it first, without success.
the {noun} comes from a {noun} with {count} rows.
here is what i have so far:.
i expected {count}, but i get {trouble}.
""",
    "closing": """
what am i doing wrong?
is there a better way?
any help is welcome.
thanks in advance.
how can i {verb} this {noun}?
""",
    "verb": "sort\nread\nparse\nupdate\ncopy\nclose\ncount\nsplit\nsend\nstore",
    "noun": """
list
file
string
form
button
thread
table
server
class
date
object
loop
""",
    "count": "3\n10\n25\n100\n4096",
    "trouble": """
an exception
an empty string
zero
the wrong order
a time-out
undefined
null
""",
    "x": "total\nitems\nresult\nname\nrows\nvalue\nindex\ncounter",
    "shared": """
if ({x} == {count}) {. {x} = 0;.}
{x} = {x} + {count};
for (int i = 0; i &lt; {x}; i++) {.
return {x};.}
// todo: check {x}
{x}[i] = {x}[i - 1]
try {. {x}.close();.}
{x} = get_{x}({count})
public void {x}() {.
string {x} = ""{count}"";
new thread({x}).start();
{x} = new {noun}();
""",
    "csharp": """
var {x} = new list&lt;string&gt;();
console.writeline({x});
foreach (var item in {x}) {.
public string {x} { get; set; }
{x}.where(i =&gt; i.{x} &gt; {count}).tolist();
using (var {x} = new streamreader(""{noun}.txt"")).
messagebox.show({x}.tostring());
private async task {x}async() {.
""",
    "java": """
arraylist&lt;string&gt; {x} = new arraylist&lt;string&gt;();
system.out.println({x});
for (string item : {x}) {.
import java.util.{noun};
public static void main(string[] args) {.
@override.public int {x}() {.
final integer {x} = integer.parseint(""{count}"");
} catch (ioexception e) {. e.printstacktrace();
""",
    "javascript": """
var {x} = document.getelementbyid(""{noun}"");
console.log({x});
$('#{noun}').click(function() {.
{x}.foreach(function(item) {.
let {x} = {x}.map(item =&gt; item.{x});
settimeout({x}, {count});
if ({x} === undefined) {.
alert(json.stringify({x}));
""",
    "python": """
def {x}(self, {x}):.
print({x})
for item in {x}:.
import {noun}.from {noun} import {x}
{x} = [i for i in range({count})]
with open('{noun}.txt') as f:.
if {x} is none or not {x}:.
{x} = {'{x}': {count}, 'item': none}
""",
    "csharp_world": "my wpf window\na linq query\nasp.net\nvisual studio\nwinforms",
    "java_world": "an android activity\na jframe\nmaven\na servlet\neclipse",
    "javascript_world": "a jquery plugin\nthe browser\nnode\nan angular page\na div",
    "python_world": "a pandas frame\na django view\npip\na numpy array\nmy notebook",
}


def make_questions(count, seed):
    """Return `count` pairs of a question and the place of its tag, ordered by tag."""
    grammar = Grammar(PHRASES, seed)
    return [
        (_question(grammar, tag), label)
        for label, tag in enumerate(TAGS)
        for _ in range(count // len(TAGS))
    ]


def _question(grammar, tag):
    code = [
        grammar.make(tag if grammar.chance(SHARE_TELLING) else "shared")
        for _ in range(grammar.number(2, 5))
    ]
    prose = [grammar.make("prose") for _ in range(grammar.number(1, 3))]
    if grammar.chance(SHARE_FRAMEWORK):
        prose.append(f"it is part of {grammar.make(f'{tag}_world')}.")
    lines = [grammar.make("title"), *prose, "..".join(["", *code, ""]), grammar.make("closing")]
    return '"' + " ".join(lines) + '"'
