"""The changelog of a release says what was written of it, once, and loses nothing of what was there."""

from __future__ import annotations

import pytest

from release.changelog import dated, section

BEFORE = "# Changes\n\n## 0.2.0 (not released)\n\nWritten by hand.\n\n### Kept\n\n- One.\n\n## 0.1.0 (2026-01-02)\n\n- First.\n"
NEW = "## 0.2.0 (2026-03-04)\n\n### Mended\n\n- A fragment.\n"


def test_what_was_written_by_hand_and_the_fragments_are_one_release():
    after = dated(BEFORE, NEW, "0.2.0")
    assert after == (
        "# Changes\n\n## 0.2.0 (2026-03-04)\n\nWritten by hand.\n\n### Kept\n\n- One.\n\n### Mended\n\n- A fragment.\n\n"
        "## 0.1.0 (2026-01-02)\n\n- First.\n"
    )


def test_another_version_comes_before_what_waits():
    after = dated(BEFORE, NEW.replace("0.2.0", "0.1.1"), "0.1.1")
    assert after.index("0.1.1") < after.index("0.2.0 (not released)") < after.index("0.1.0")
    assert section(after, "0.2.0") == section(BEFORE, "0.2.0")


def test_a_release_is_made_once():
    with pytest.raises(ValueError, match="already"):
        dated(dated(BEFORE, NEW, "0.2.0"), NEW, "0.2.0")


def test_a_release_of_nothing_is_refused():
    with pytest.raises(ValueError, match="Nothing is told"):
        dated(BEFORE, "## 0.3.0 (2026-03-04)\n", "0.3.0")


def test_what_is_no_changelog_is_left_alone():
    with pytest.raises(ValueError, match="begin"):
        dated("Notes\n", NEW, "0.2.0")


def test_the_notes_are_of_that_version_alone():
    assert section(BEFORE, "0.1.0") == "- First.\n"
    assert "First" not in section(BEFORE, "0.2.0")
    with pytest.raises(ValueError, match=r"0\.1"):
        section(BEFORE, "0.1")
