"""The data: what lies here, what would have to be fetched, and whether it could be kept."""

import os

from coursepkg.data.cache import cache_folder, every_file
from coursepkg.data.folders import data_folder, lying_in
from coursepkg.data.registry import SETS, DataError
from coursepkg.results import find_file

from .finding import Finding

RESULTS = "studies/results/airline.json"  # as good as any other file that the pages read


def look():
    """Yield a `Finding` for what the pages read, for the cache, and for each set of texts."""
    try:
        found, there = f"read from {find_file(RESULTS).parents[2]}", True
    except FileNotFoundError:
        found, there = "neither in this folder nor in this installation", False
    mend = "go into a folder of the repository, or install the wheel of the course's site"
    yield Finding("results and weights", there, found, mend)
    cache = cache_folder()
    yield Finding(
        "cache for data",
        writable(cache),
        str(cache),
        "name a folder that you may write to in COURSEPKG_CACHE_DIR",
    )
    try:
        folders = [folder for folder in (data_folder(), cache) if folder]
    except DataError as error:
        yield Finding("folder of your own", False, str(error), "unset COURSEPKG_DATA_DIR")
        folders = [cache]
    for data_set in SETS.values():
        if data_set.files:
            yield of_set(data_set, folders)


def of_set(data_set, folders):
    """Return the `Finding` for one data set; without it a lab runs on its stand-in."""
    files = {file.name: file for file in every_file(data_set)}
    places = [str(folder) for folder in folders if lying_in(folder, files)]
    return Finding(
        f"data: {data_set.name}",
        bool(places),
        places[0] if places else "not here yet; the stand-in works",
        f"python -m coursepkg data fetch {data_set.name}",
    )


def writable(folder):
    """Tell whether a folder, or the nearest above it that exists, may be written to."""
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)
