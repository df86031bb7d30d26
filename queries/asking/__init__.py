"""From a view's text to its answer: what it names arrives filtered, and the cheapest tier that is exact for it is asked."""
