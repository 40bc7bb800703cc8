"""The table of times that a run prints; growth, memory and profile are in `results.json`."""

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


def lines_of(measurement):
    """Yield a line for one kind of work on one case, and one for each other way in Keras."""
    twins, aim = measurement["twins"], measurement["aim"]
    fastest = {twin: one["ways"][one["fastest"]] for twin, one in twins.items()}
    title = f"{measurement['case']}, {measurement['work']}"
    columns = f"{title:26}{duration(fastest['numpy']):>11}"
    if "keras" in fastest:
        columns += theirs(fastest["keras"]) + f"{verdict(fastest['keras'], aim):12}"
    if "torch" in fastest:
        columns += f"{fastest['torch']['ratio']['median']:14.2f}"
    yield columns.rstrip()
    others = twins.get("keras", {"ways": {}, "fastest": None})
    for way, times in others["ways"].items():
        if way != others["fastest"]:
            yield f"  Keras by {way:26}{theirs(times)}".rstrip()


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
