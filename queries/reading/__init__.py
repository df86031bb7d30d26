"""Reading an export: every physical line ends as a row, a reject with its reason, or a header, footer or blank line."""

from queries.reading.export import read_export
from queries.reading.model import Interrupted, Limits, Reading, Rejected, Unreadable, Unrecognised, Wanted
from queries.reading.record import BESIDE

__all__ = ["BESIDE", "Interrupted", "Limits", "Reading", "Rejected", "Unreadable", "Unrecognised", "Wanted", "read_export"]
