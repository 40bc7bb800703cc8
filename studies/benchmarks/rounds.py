"""Rounds: every twin has a turn in each, one after the other, and nobody works meanwhile.

What disturbs a machine comes and goes in minutes. Turns of a tenth of a second that lie side
by side meet the same disturbance, so that their ratio holds even where the times do not.
"""

from collections import defaultdict


def alternate(workers, case, rounds, seconds, steps=None):
    """Return the time of every way, round by round.

    Args:
        workers: a `Process` for each twin, by name.
        case: name of the case.
        rounds: how many turns each way has.
        seconds: how long a turn lasts, about.
        steps: steps of a sequence, if not the case's own number.

    Returns:
        times[work][twin][way]: a list of seconds, one a round.
    """
    ways = {twin: worker.ask("prepare", case, steps) for twin, worker in workers.items()}
    times = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for number in range(rounds):
        # The other way round every second time: nobody always comes first.
        order = [*workers] if number % 2 == 0 else [*reversed(workers)]
        for work in {work: None for of_twin in ways.values() for work in of_twin}:
            for twin in order:
                for way in ways[twin].get(work, ()):
                    time = workers[twin].ask("turn", work, way, seconds)
                    times[work][twin][way].append(time)
    return times
