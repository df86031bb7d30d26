"""settings.toml: defaults without it, one sentence for what is wrong in it."""

import pytest

from queries import settings
from queries.trouble import Trouble


def test_without_a_file_every_setting_has_its_default(tmp_path):
    assert settings.read(tmp_path) == settings.Settings()


def test_values_are_read(tmp_path):
    (tmp_path / "settings.toml").write_text('zone = "Europe/Berlin"\ndates = ["%d.%m.%Y"]\n[targets]\ncsat = 0.8\n')
    read = settings.read(tmp_path)
    assert (read.zone, read.dates, read.targets["csat"]) == ("Europe/Berlin", ("%d.%m.%Y",), 0.8)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("zone = 'Mars/Base'", "no time zone"),
        ("zone = ''", "no time zone"),
        ("zoom = 1", "there is no setting 'zoom'"),
        ("hidden = 'many'", "must be a whole number"),
        ("hidden = true", "must be a whole number"),
        ("reload_seconds = 0", "must be 1 or more"),
        ("hidden = 2", "5 or more"),
        ("week_start = 'friday'", "monday or sunday"),
        ("decimal = ';'", "decimal must be"),
        ("dates = [1]", "a list of texts"),
        ("targets = 3", "must be a section"),
        ("[targets]\ncsat = 'high'", "must be a number"),
        ("zone = ", "cannot be read"),
        ("\x00", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(tmp_path, text, says):
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(Trouble, match=says) as trouble:
        settings.read(tmp_path)
    assert "\n" not in str(trouble.value)
    assert str(trouble.value).startswith("settings.toml")
