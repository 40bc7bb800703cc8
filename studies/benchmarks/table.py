"""The table that a run prints."""

HEADER = (
    f"{'':26}{'ours':>11}{'Keras':>11}  {'Keras / ours':25}{'aim':12}{'PyTorch / ours':>14}"
)


def lines(results):
    """Yield the lines of the table of all `results`."""
    yield HEADER
    for measurement in results["measurements"]:
        yield ""
        yield from lines_of(measurement)
    yield ""
    yield "Times are medians of a step or pass; ratios those of all rounds, (quartiles)."
    if "torch" not in results["twins"]:
        yield "PyTorch is not installed here, so it was not measured."
    if "scaling" in results:
        yield from lines_of_scaling(results["scaling"])
    if "memory" in results:
        yield from lines_of_memory(results["memory"])


def lines_of(measurement):
    """Yield a line for one kind of work on one case, and one for each other way in Keras."""
    twins, aim = measurement["twins"], measurement["aim"]
    fastest = {twin: found["ways"][found["fastest"]] for twin, found in twins.items()}
    title = f"{measurement['case']}, {measurement['work']}"
    columns = f"{title:26}{duration(fastest['numpy']):>11}"
    if "keras" in fastest:
        columns += theirs(fastest["keras"]) + f"{verdict(fastest['keras'], aim):12}"
    if "torch" in fastest:
        columns += f"{fastest['torch']['ratio']['median']:14.2f}"
    yield columns.rstrip()
    others = twins.get("keras", {"ways": {}, "fastest": None})
    for way, found in others["ways"].items():
        if way != others["fastest"]:
            yield f"  Keras by {way:26}{theirs(found)}".rstrip()


def theirs(way):
    """Return the columns of a way in Keras: its time, and its ratio to ours."""
    low, high = way["ratio"]["quartiles"]
    ratio = f"{way['ratio']['median']:.2f} ({low:.2f} to {high:.2f})"
    return f"{duration(way):>11}  {ratio:25}"


def verdict(way, aim):
    """Return the aim, and whether the ratio's median reaches it."""
    if aim is None:
        return ""
    return f"{aim:<4g}{'met' if way['ratio']['median'] >= aim else 'missed'}"


def duration(way):
    """Return a way's median time with its unit."""
    return f"{way['median']:.3g} ms"


def lines_of_scaling(scaling):
    """Yield how our time grows with the number of steps in a sequence."""
    yield ""
    yield f"{scaling['case']}, one training step of ours, by length of the sequence:"
    for steps, milliseconds in zip(scaling["steps"], scaling["milliseconds"], strict=True):
        yield f"{steps:6} steps {milliseconds:8.0f} ms"
    yield f"time grows like length to the power of {scaling['exponent']:.2f}"


def lines_of_memory(memory):
    """Yield the peak memory of the twins' processes."""
    yield ""
    yield f"{memory['case']}, peak memory of a process that trains, in MiB:"
    yield f"{'':10}{'library loaded':>16}{'after training':>16}{'added':>9}"
    for twin, (before, after) in memory["peaks"].items():
        if after is None:
            yield f"{twin:10}not known on this system"
            continue
        yield f"{twin:10}{before:16.0f}{after:16.0f}{after - before:9.0f}"
