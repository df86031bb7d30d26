"""Rapport: navigation, filter bar and page.

`streamlit run app.py` meets this file twice. The server imports it once, as `app`: registering the pages there, before anyone
comes, lets the very first visitor open a deep link. Then each run of a visit executes it as `__main__`.
"""

import streamlit as st

from pages.parts import address, ahead, filter_bar, heading, serving, site, turns, visit

if __name__ == "__main__":
    st.logo("static/brand.svg", icon_image="static/icon.svg", size="large")
    # Before the navigation: a page's own icon would be fetched from outside for the browser's tab.
    st.set_page_config(page_icon="static/icon.png", layout="wide")
    address.restore()
    page = st.navigation(site.pages())
    st.set_page_config(page_title=f"{page.title} · Rapport")
    snapshot = serving.snapshot()
    dropped = address.adopt(snapshot)
    filters = filter_bar.show(snapshot, shown=page.url_path not in site.WITHOUT_FILTERS)
    address.write(filters)
    visit.begin(snapshot, filters, page.title, dropped)
    with turns.turn(), ahead.asked(visit.here(), page.url_path):
        page.run()
        heading.finish(visit.here())
else:
    site.register()
    serving.begin()
    app = st.App(__file__)
