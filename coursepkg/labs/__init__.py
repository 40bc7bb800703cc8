"""The labs, one module each: data, model, evaluation and plot."""
