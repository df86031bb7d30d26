"""Reading an export: every physical line ends as a row, a reject with its reason, or a header, footer or blank line."""

from queries.reading.export import read_export
from queries.reading.model import Limits, Reading, Rejected, Unreadable, Unrecognised, Wanted

__all__ = ["Limits", "Reading", "Rejected", "Unreadable", "Unrecognised", "Wanted", "read_export"]
