"""The app without the picture of the network: `python -m tests.bench.without_picture run app.py`, as `streamlit run app.py`."""

import sys

from streamlit.web.cli import main

from pages.parts import network

if __name__ == "__main__":
    network.show = lambda visit, found: None
    main(prog_name="streamlit", args=sys.argv[1:])
