"""A pytest plugin: with KUNTAKANTA_NO_SKIPS=1 a skipped test fails the run, and the reason is said."""

import os

import pytest

_skipped = pytest.StashKey[list[str]]()


class NoSkips:
    """Counts what is skipped. Under xdist the reports of all processes come to the one that rules the session."""

    def __init__(self, config: pytest.Config) -> None:
        self._reasons: list[str] = []
        config.stash[_skipped] = self._reasons

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._look(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._look(report)

    def _look(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self._reasons.append(f"{report.nodeid}: {reason}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._reasons and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("KUNTAKANTA_NO_SKIPS") == "1":
        config.pluginmanager.register(NoSkips(config))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for reason in config.stash.get(_skipped, []):
        terminalreporter.write_line(f"NOT ALLOWED TO SKIP {reason}", red=True)
