"""Break the mathematics in every small way, and see whether the tests notice.

`make mutation` runs it; `tests/README.md` says what it found. A *mutant* is a copy of one
module with one small change: a plus turned into a minus, an argument left out, a line gone.
The tests must fail on every mutant. One that they pass is a *survivor*: either a test is
missing, or the change makes no difference to anyone (an *equivalent* mutant), and then
`equivalent.toml` says why.
"""
