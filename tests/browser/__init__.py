"""The app in Chromium, as people meet it."""
