from pathlib import Path

import pytest

from wellkept.platform.settings import LogFormat, Settings, SettingsError, SyncMode, load


def mistakes(environ: dict[str, str], config: Path | None = None) -> list[str]:
    with pytest.raises(SettingsError) as refusal:
        load(environ, config)
    return refusal.value.mistakes


class TestSettings:
    def test_have_a_default_for_everything(self):
        assert load({}) == Settings()
        assert load({}).database == "sqlite:///data/wellkept.sqlite"

    def test_come_from_the_environment(self):
        settings = load(
            {
                "WELLKEPT_PORT": "9000",
                "WELLKEPT_PLUGINS": "sla, parties",
                "WELLKEPT_LOG_FORMAT": "json",
                "WELLKEPT_PGBOUNCER": "true",
                "WELLKEPT_DATABASE_URL": "postgresql://db/wellkept",
                "PATH": "/bin",
            }
        )

        assert (settings.port, settings.plugins, settings.pgbouncer) == (9000, ["sla", "parties"], True)
        assert (settings.log_format, settings.database) == (LogFormat.JSON, "postgresql://db/wellkept")

    def test_come_from_a_file_which_the_environment_overrules(self, tmp_path: Path):
        config = tmp_path / "wellkept.toml"
        config.write_text('port = 9000\nhost = "0.0.0.0"\nplugins = ["sla"]\nsqlite_sync = "full"\n')

        settings = load({"WELLKEPT_PORT": "9001"}, config)

        assert (settings.port, settings.host, settings.plugins) == (9001, "0.0.0.0", ["sla"])  # noqa: S104
        assert settings.sqlite_sync is SyncMode.FULL

    def test_that_are_misspelt_are_named_with_the_nearest(self):
        assert mistakes({"WELLKEPT_PROT": "1", "WELLKEPT_DATABASEURL": "x"}) == [
            "WELLKEPT_DATABASEURL is no setting; the nearest one is WELLKEPT_DATABASE_URL.",
            "WELLKEPT_PROT is no setting; the nearest one is WELLKEPT_PORT.",
        ]

    def test_that_are_misspelt_in_the_file_are_named_too(self, tmp_path: Path):
        config = tmp_path / "wellkept.toml"
        config.write_text("prot = 1\n")

        assert mistakes({}, config) == ["prot is no setting; the nearest one is port."]

    def test_are_told_all_their_mistakes(self):
        found = mistakes({"WELLKEPT_PORT": "70000", "WELLKEPT_LOG_LEVEL": "loud", "WELLKEPT_HOST": ""})

        assert [mistake.partition(":")[0] for mistake in found] == [
            "WELLKEPT_PORT",
            "WELLKEPT_LOG_LEVEL",
            "WELLKEPT_HOST",
        ]

    @pytest.mark.parametrize("text", ["port = ", "\0"])
    def test_in_a_broken_file_are_refused(self, tmp_path: Path, text: str):
        config = tmp_path / "wellkept.toml"
        config.write_text(text)

        assert "cannot be read" in mistakes({}, config)[0]

    def test_in_a_missing_file_are_refused(self, tmp_path: Path):
        assert "cannot be read" in mistakes({}, tmp_path / "absent.toml")[0]

    def test_of_the_tests_are_not_ours(self):
        assert load({"WELLKEPT_TEST_POSTGRES_URL": "x", "WELLKEPT_REQUIRE_POSTGRES": "1"}) == Settings()

    @pytest.mark.parametrize(
        ("environ", "word"),
        [
            ({"WELLKEPT_OIDC_ISSUER": "https://id.example.com"}, "oidc_audience"),
            ({"WELLKEPT_DEFAULT_TIME_ZONE": "Mars/Olympus"}, "IANA"),
            ({"WELLKEPT_DEFAULT_TIME_ZONE": "../../etc/passwd"}, "IANA"),
            ({"WELLKEPT_DEFAULT_TIME_ZONE": "localtime"}, "IANA"),
            ({"WELLKEPT_BOOTSTRAP_API_KEY": "wk_short"}, "BOOTSTRAP_API_KEY"),
        ],
    )
    def test_that_do_not_fit_are_refused(self, environ: dict[str, str], word: str):
        assert word in mistakes(environ)[0]


class TestSettingsOfPlugins:
    def test_come_from_the_environment_under_the_name_of_the_plugin(self):
        settings = load({"WELLKEPT_SLA_WARN_MINUTES": "5", "WELLKEPT_PORT": "9000"}, plugins=["sla", "parties"])

        assert settings.plugin_settings == {"sla": {"warn_minutes": "5"}}
        assert settings.port == 9000

    def test_come_from_a_table_which_the_environment_overrules_one_by_one(self, tmp_path: Path):
        config = tmp_path / "wellkept.toml"
        config.write_text('[sla]\nwarn_minutes = 5\nzones = ["north"]\n')

        settings = load({"WELLKEPT_SLA_WARN_MINUTES": "7"}, config, plugins=["sla"])

        assert settings.plugin_settings == {"sla": {"warn_minutes": "7", "zones": ["north"]}}

    def test_belong_to_the_plugin_with_the_longest_name(self):
        settings = load({"WELLKEPT_SLA_PLUS_WARN": "1", "WELLKEPT_SLA_WARN": "2"}, plugins=["sla", "sla_plus"])

        assert settings.plugin_settings == {"sla_plus": {"warn": "1"}, "sla": {"warn": "2"}}

    def test_never_take_a_setting_of_core(self, tmp_path: Path):
        config = tmp_path / "wellkept.toml"
        config.write_text("[host]\nname = 1\n")

        assert load({"WELLKEPT_EVENT_DAYS_KEPT": "3"}, plugins=["event"]).event_days_kept == 3
        assert mistakes({}, config) == ["WELLKEPT_HOST: Expected `str`, got `object`."]

    def test_that_are_misspelt_in_the_plugin_are_named_with_the_nearest(self, tmp_path: Path):
        config = tmp_path / "wellkept.toml"
        config.write_text("[slaa]\nwarn = 1\n")

        with pytest.raises(SettingsError) as refusal:
            load({"WELLKEPT_SAL_WARN_MINUTES": "5"}, config, plugins=["sla"])

        assert refusal.value.mistakes == [
            "WELLKEPT_SAL_WARN_MINUTES is no setting; the nearest one is WELLKEPT_SLA_WARN_MINUTES.",
            "slaa is no setting; the nearest one is sla.",
        ]

    def test_need_a_table(self, tmp_path: Path):
        config = tmp_path / "wellkept.toml"
        config.write_text("sla = 5\n")

        with pytest.raises(SettingsError, match=r"sla is a plugin; its settings stand in the table \[sla\]\."):
            load({}, config, plugins=["sla"])

    def test_are_nothing_that_can_be_set_as_a_whole(self, tmp_path: Path):
        config = tmp_path / "wellkept.toml"
        config.write_text("[plugin_settings.sla]\nwarn = 1\n")

        assert [mistake.partition(";")[0] for mistake in mistakes({"WELLKEPT_PLUGIN_SETTINGS": "x"}, config)] == [
            "WELLKEPT_PLUGIN_SETTINGS is no setting",
            "plugin_settings is no setting",
        ]
