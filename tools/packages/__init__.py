"""The package as a wheel and an sdist, the grader as a wheel: made, tried, served."""
