"""What runs beside a learner's code, and the form of the messages."""
