"""Waiting: who waits for us now, and which promises are about to break?"""

from pages.parts import heading, queue, visit

here = visit.here()
heading.show(here, queue.as_of(here))
queue.show(here)
