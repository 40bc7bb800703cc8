"""The studies of the labs, one module each; the package's docstring says what it must have."""
