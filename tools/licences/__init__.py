"""The licences of all that the course ships or asks for, as a page of the course."""
