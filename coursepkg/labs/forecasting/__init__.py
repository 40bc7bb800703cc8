"""What forecasting needs beside a network: changes of scale, simple rules, scores, intervals.

All of it speaks of *paths*: an array (origins, horizon) that holds, for every month in which
somebody stands and looks ahead (an origin), the forecasts of the months after it. Column 0 is
one month ahead. A *rolling origin* means that the origin moves on month by month, and what has
happened in the meantime is known.
"""
