"""The package as a wheel and an sdist: made, tried in fresh environments, served."""
