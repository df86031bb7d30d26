"""The app with canned answers: `python -m tests.bench.canned run app.py`, as `streamlit run app.py`.

Every answer is remembered for good, so a page asked a second time costs no query; figures are drawn anew each time, as they are
for filters that nobody chose before. What the app then takes longer for new filters is what its queries cost.
"""

import sys

from streamlit.web.cli import main

from pages.parts import over_time
from queries import views

if __name__ == "__main__":
    views.ANSWERS = views.Answers(10**6)
    over_time._drawn = over_time._drawn.__wrapped__
    main(prog_name="streamlit", args=sys.argv[1:])
