import pytest

from coursepkg.study import jobs


def test_every_configuration_twin_and_seed_once(toy):
    found = jobs.plan("toy")
    assert len({job.key for job in found}) == len(found) == 1 + 3 * (2 + 1)
    assert found[0].key == ("rule", None, None)
    assert {job.key for job in found if job.configuration == "wide"} == {
        ("wide", "numpy", seed) for seed in range(3)
    }
    assert all(job.config == toy.CONFIGURATIONS[job.configuration] for job in found[1:])


def test_half_a_study_has_half_the_seeds(toy):
    assert [job.seed for job in jobs.plan("toy")[1:]] == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_only_what_is_wanted(toy):
    found = jobs.plan("toy", seeds=5, configurations=["plain"], twins=["keras"])
    assert [job.key for job in found] == [("plain", "keras", seed) for seed in range(5)]
    assert [job.key for job in jobs.plan("toy", configurations=["rule"])] == [
        ("rule", None, None)
    ]


def test_seeds_by_twin(toy):
    toy.SEEDS = {"numpy": 4, "keras": 2}
    seeds = [(job.twin, job.seed) for job in jobs.plan("toy", configurations=["plain"])]
    assert sorted(seeds) == [("keras", 0), ("keras", 1), *(("numpy", n) for n in range(4))]
    assert len(jobs.plan("toy", 1, ["plain"])) == 2


def test_a_smoke_study_is_smaller(toy):
    assert {job.config["epochs"] for job in jobs.plan("toy", smoke=True)} == {1}
    assert toy.CONFIGURATIONS["plain"]["epochs"] == 4


def test_unknown_names(toy):
    with pytest.raises(ValueError, match="no study of 'titanic'; there are: airline, toy"):
        jobs.plan("titanic")
    with pytest.raises(ValueError, match="toy has no 'deep'; there are: rule, plain, wide"):
        jobs.plan("toy", configurations=["plain", "deep"])


@pytest.mark.parametrize("value", [(1, 2), {1: 2}])
def test_a_configuration_that_json_would_change(toy, value):
    toy.CONFIGURATIONS["plain"]["sizes"] = value
    with pytest.raises(ValueError, match="toy, plain: expected values that JSON can hold"):
        jobs.load("toy")


def test_a_configuration_without_a_cell(toy):
    del toy.CONFIGURATIONS["wide"]["cell"]
    with pytest.raises(ValueError, match='toy, wide: expected a "cell"'):
        jobs.load("toy")


def test_what_a_job_is_called(toy):
    rule, *_, last = jobs.plan("toy")
    assert str(rule) == "rule (baseline)"
    assert str(last) == "wide, numpy, seed 2"


@pytest.mark.parametrize("lab", jobs.names())
def test_every_lab_declares_a_study(lab):
    module = jobs.load(lab)
    assert all(jobs.seeds_of(module, twin) >= 5 for twin in jobs.TWINS)
    assert module.SMOKE
    assert jobs.plan(lab)
    assert not set(module.CONFIGURATIONS) & set(jobs.baselines(module))
