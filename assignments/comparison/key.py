"""The key of 'Is the GRU better? A fair comparison'. Made from source.md: make changes there."""

import numpy as np


def runs_of(number):
    """Return validation and test accuracies, (2, 8, 6) each: model, seed, epoch.

    Model 0 is the GRU and model 1 the LSTM. `number` is a student's number.
    """
    rng = np.random.default_rng([1997, int(number)])
    epochs = np.array([0.70, 0.80, 0.84, 0.85, 0.84, 0.82])
    gain = rng.uniform(-0.004, 0.012)
    shared = rng.normal(0, 0.01, size=(1, 8, 1))
    of_run = rng.normal(0, 0.004, size=(2, 8, 1))
    of_run[0] += gain
    noise = rng.normal(0, 0.012, size=(2, 2, 8, 6))
    return epochs + shared + of_run + noise[0] + 0.01, epochs + shared + of_run + noise[1]


def draw_equal_size(rng):
    return int(rng.integers(8, 200)), int(rng.integers(40, 200))


def draw_chosen(rng):
    validation, test = rng.random((2, *rng.permutation([2, 3, 4, 5, 6])[:3]))
    return validation, test


def draw_interval(rng):
    runs = rng.integers(5, 12)
    first, second = rng.normal(0.8, 0.02, size=runs) + rng.normal(0, 0.005, size=(2, runs))
    return first, second, rng.uniform(2, 3)


def answer_my_result(number):
    gru, lstm = chosen_scores(*runs_of(number))
    return np.array(paired_interval(gru, lstm, 2.3646))


student_number = 1


def gru_units(input_size, lstm_units):
    """Return the number of units, and how many numbers a GRU with these learns."""
    target = 4 * lstm_units * (input_size + lstm_units + 1)
    units = np.arange(1, 2 * lstm_units + 1)
    sizes = 3 * units * (input_size + units + 2)
    nearest = np.argmin(np.abs(sizes - target))
    return units[nearest], sizes[nearest]


def chosen_scores(validation, test):
    """Return the test score of the chosen epoch, (models, seeds), of (models, seeds, epochs)."""
    best = validation.argmax(axis=2)
    return np.take_along_axis(test, best[:, :, None], axis=2)[:, :, 0]


def paired_interval(first, second, quantile):
    """Return the mean of first − second, and the lower and the upper end of its interval.

    For 95 % with 8 runs the quantile of Student's distribution is 2.3646.
    """
    differences = first - second
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    mean = differences.mean()
    return mean, mean - quantile * error, mean + quantile * error


gru, lstm = chosen_scores(*runs_of(student_number))
my_result = np.array(paired_interval(gru, lstm, 2.3646))


# What is graded.
TITLE = 'Is the GRU better? A fair comparison'
TASKS = [
    {'name': 'equal_size', 'title': 'Two cells of one size', 'function': 'gru_units', 'points': 2, 'returns': ['units', 'size']},
    {'name': 'chosen', 'title': 'Chosen on validation', 'function': 'chosen_scores', 'points': 3, 'returns': ['scores: model, seed']},
    {'name': 'interval', 'title': 'A paired interval', 'function': 'paired_interval', 'points': 3, 'returns': ['difference', 'low', 'high']},
    {'name': 'my_result', 'title': 'The result of your experiment', 'function': 'my_result', 'points': 2, 'returns': ['entry: number']},
    {'name': 'conclusion', 'title': 'Conclusion in words', 'points': 4, 'by_hand': True},
]
MISTAKES = [
    {'name': 'equal_units', 'says': 'Equal units make unequal sizes; count the parameters of both.', 'right': 'return units[nearest], sizes[nearest]', 'wrong': 'return lstm_units, 3 * lstm_units * (input_size + lstm_units + 2)', 'loses': ['equal_size']},
    {'name': 'one_bias', 'says': "Keras' GRU has two biases for each block.", 'right': 'sizes = 3 * units * (input_size + units + 2)', 'wrong': 'sizes = 3 * units * (input_size + units + 1)', 'loses': ['equal_size']},
    {'name': 'chosen_on_the_test_set', 'says': 'Did you choose the epoch by the test scores? They may be looked at, not chosen by.', 'right': 'best = validation.argmax(axis=2)', 'wrong': 'best = test.argmax(axis=2)', 'loses': ['chosen', 'my_result']},
    {'name': 'last_epoch', 'says': 'The last epoch is not always the best; which one was best on validation?', 'right': 'best = validation.argmax(axis=2)', 'wrong': 'best = np.full(validation.shape[:2], validation.shape[2] - 1)', 'loses': ['chosen', 'my_result']},
    {'name': 'validation_reported', 'says': 'Report the test score of the chosen epoch; its validation score is too good.', 'right': 'np.take_along_axis(test, best[:, :, None], axis=2)', 'wrong': 'np.take_along_axis(validation, best[:, :, None], axis=2)', 'loses': ['chosen', 'my_result']},
    {'name': 'not_paired', 'says': 'Run k of both models shares data order and split; take differences run by run.', 'right': 'error = differences.std(ddof=1) / np.sqrt(len(differences))', 'wrong': 'error = np.sqrt((first.var(ddof=1) + second.var(ddof=1)) / len(first))', 'loses': ['interval', 'my_result']},
    {'name': 'spread_of_all_instead_of_a_sample', 'says': 'The spread of a sample is estimated with one less than its size (ddof=1).', 'right': 'differences.std(ddof=1)', 'wrong': 'differences.std()', 'loses': ['interval', 'my_result']},
    {'name': 'spread_instead_of_error', 'says': 'A mean of k runs is more certain than one run, by the root of k.', 'right': '/ np.sqrt(len(differences))', 'wrong': '', 'loses': ['interval', 'my_result']},
]
