"""The form is made from settings.py: every setting has a row, and changes apply at once both ways."""

from __future__ import annotations

import pytest

from labeler.gui.dialogs.setting_form import SettingForm, SettingRow
from labeler.settings import ALL, AUTOSAVE, AUTOSAVE_DELAY, KEYS, OVERLAY_OPACITY, THEME, Setting, Settings


@pytest.fixture
def form(qtbot, settings: Settings) -> SettingForm:
    settings.reset(AUTOSAVE_DELAY)
    form = SettingForm(settings)
    qtbot.addWidget(form)
    form.resize(600, 400)
    form.show()
    return form


def row_of(form: SettingForm, setting: Setting) -> SettingRow:
    return next(row for row in form.rows if row.setting is setting)


def shown(form: SettingForm) -> list[str]:
    return [row.setting.name for row in form.rows if row.isVisible()]


def test_every_setting_that_a_user_sets_has_a_row(form: SettingForm) -> None:
    assert [row.setting for row in form.rows] == [each for each in ALL if each.text and each is not KEYS]
    assert {row.setting.section for row in form.rows} == set(form.sections)
    assert len(form.sections) == len(set(form.sections))


def test_a_section_shows_its_settings_only(form: SettingForm) -> None:
    for section in form.sections:
        form.show_section(section)
        assert shown(form) == [row.setting.name for row in form.rows if row.setting.section == section]
        assert shown(form)


@pytest.mark.parametrize("words", [["save"], ["SAVE".casefold()], ["edit", "save"]])
def test_a_search_finds_names_and_descriptions_in_all_sections(form: SettingForm, words: list[str]) -> None:
    sections = form.show_matches(words)
    assert AUTOSAVE.name in shown(form)
    assert THEME.name not in shown(form)
    assert AUTOSAVE.section in sections


def test_a_search_finds_choices_and_sections_too(form: SettingForm) -> None:
    form.show_matches(["dark"])
    assert THEME.name in shown(form)
    assert form.show_matches(["no such words"]) == []
    assert shown(form) == []


def test_a_change_in_the_form_is_a_change_of_the_setting(form: SettingForm, settings: Settings) -> None:
    row_of(form, AUTOSAVE).field.widget.click()
    assert not settings.get(AUTOSAVE)
    row_of(form, OVERLAY_OPACITY).field.widget.setValue(30)
    assert settings.get(OVERLAY_OPACITY) == 0.3


def test_a_change_elsewhere_is_shown(form: SettingForm, settings: Settings) -> None:
    settings.set(THEME, "light")
    assert row_of(form, THEME).field.widget.currentData() == "light"
    settings.set(OVERLAY_OPACITY, 0.8)
    assert row_of(form, OVERLAY_OPACITY).field.widget.value() == 80


def test_the_arrow_is_there_while_a_setting_differs_and_leads_back(
    form: SettingForm, settings: Settings
) -> None:
    form.show_section(AUTOSAVE_DELAY.section)
    row = row_of(form, AUTOSAVE_DELAY)
    assert not row.reset_button.isVisible()
    at = row.field.widget.x()
    row.field.widget.setValue(5.0)
    assert row.reset_button.isVisible()
    assert row.field.widget.x() == at
    assert row.reset_button.toolTip() == "Back to the default: 1 s"
    row.reset_button.click()
    assert settings.is_default(AUTOSAVE_DELAY)
    assert row.field.widget.value() == 1.0
    assert not row.reset_button.isVisible()


def test_defaults_are_told_in_words(form: SettingForm) -> None:
    tips = {row.setting.name: row.reset_button.toolTip() for row in form.rows}
    assert tips["theme"] == "Back to the default: As the system"
    assert tips["autosave"] == "Back to the default: on"
    assert tips["overlay_opacity"] == "Back to the default: 45 %"


def test_a_value_that_cannot_stand_is_not_set(form: SettingForm, settings: Settings) -> None:
    row_of(form, THEME)._set("pink")
    assert settings.is_default(THEME)


def test_a_section_can_be_brought_to_the_top(form: SettingForm) -> None:
    form.resize(400, 80)
    form.show_matches([])
    form.grab()
    form.scroll_to(form.sections[-1])
    assert form.verticalScrollBar().value() > 0
    form.show_section(form.sections[0])
    assert form.verticalScrollBar().value() == 0
