"""Signposts: an import by a name of an earlier version is answered with the name of today."""

import sys

# By module of an earlier version: where its contents are now.
MOVED = {
    "coursepkg.study": "coursepkg.results reads what the studies found and the models that "
    "they saved (read_results, saved_model, paired_difference, find_file); `python -m studies` "
    "in a clone of the course runs them",
    "coursepkg.grading": "the package classroom marks submissions (python -m classroom grade)",
    "coursepkg.data.tasks": "coursepkg.data.series",
    "coursepkg.data.windows": "coursepkg.data.series",
    "coursepkg.data.vectorizer": "coursepkg.data.text",
    "coursepkg.data.tokens": "coursepkg.data.text",
    "coursepkg.labs.text": "coursepkg.labs.classification",
    "coursepkg.numpy_nn.clipping": "coursepkg.numpy_nn.optimizers",
    "coursepkg.numpy_nn.conventions": "coursepkg.variants.conventions",
    "coursepkg.numpy_nn.min_gru": "coursepkg.variants.min_gru",
    "coursepkg.numpy_nn.parameter_counts": "coursepkg.variants.parameter_counts",
    "coursepkg.numpy_nn.scan": "coursepkg.variants.scan",
    "coursepkg.numpy_nn.worked_cell": "coursepkg.variants.conventions",
    "coursepkg.variants.worked_cell": "coursepkg.variants.conventions",
}


class Signposts:
    """Asked by Python first: in an old folder that is left over it would see a package."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """Raise for a module that has moved; let Python say the rest.

        Raises:
            ImportError: with the place where the contents of the module are now.
        """
        if name in MOVED:
            # No ModuleNotFoundError: `from package import name` would swallow it.
            raise ImportError(f"{name} has moved: {MOVED[name]}", name=name)


sys.meta_path.insert(0, Signposts)
