"""The hooks that take clauses and services' tests to their backends."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Final

import pytest

from verifake.plugin import _report
from verifake.proof import HOST, Host, Outcome, clause_of

if TYPE_CHECKING:
    from verifake.plugin._ahead import Ahead
    from verifake.plugin.stage import Stage
    from verifake.proof import Choice, Selection, Verdict, World

__all__ = ["EXIT_NOT_RUN", "Lane"]

EXIT_NOT_RUN: Final = 8
"""The exit status when all that ran was well, but something that was asked for was not run."""

_PREFIX: Final = "verifake_"


class Lane:
    """One pytest session's way from what was asked for to verdicts."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self._worker_input: dict[str, Any] | None = getattr(config, "workerinput", None)
        self._lane_stage: Stage | None = None
        self._ahead: Ahead | None = None
        self.host: Host = config.pluginmanager.get_plugin(HOST) or Host()
        self.tally = _report.Tally()

    @property
    def stage(self) -> Stage:
        """The backends of this process, made on first use: most sessions never need them."""
        if self._lane_stage is None:
            from verifake.engines import Running  # noqa: PLC0415
            from verifake.plugin.stage import Stage  # noqa: PLC0415

            given = (self._worker_input or {}).get("verifake", {})
            engines = {name: Running.from_json(data) for name, data in given.get("engines", {}).items()}
            worker = str((self._worker_input or {}).get("workerid", "main"))
            own = Stage(self.selection, worker, engines=engines, label=given.get("run"))
            self._lane_stage = self.host.stage or own
        return self._lane_stage

    @property
    def ahead(self) -> Ahead:
        """The judge of this process's clauses."""
        if self._ahead is None:
            from verifake.plugin._ahead import Ahead  # noqa: PLC0415

            self._ahead = Ahead(self.stage, self.host)
        return self._ahead

    @property
    def selection(self) -> Selection:
        """What the options say, or their ini or environment twins."""
        from verifake.proof import Selection  # noqa: PLC0415

        return Selection.parse(self._setting("backend"), self._setting("allow_missing"))

    def _setting(self, name: str) -> str:
        for value in (
            self.config.getoption(f"{_PREFIX}{name}", None),
            os.environ.get(f"VERIFAKE_{name.upper()}"),
            self.config.getini(f"{_PREFIX}{name}"),
        ):
            if value:
                return str(value)
        return ""

    # Collection.

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        clause = clause_of(metafunc.function)
        if clause is not None:
            self._parametrize_clause(metafunc, clause.port)
            return
        for name in metafunc.fixturenames:
            port = name.removeprefix(_PREFIX)
            if name in _PORT_FIXTURES:
                choices = self.stage.choices(port)
                metafunc.parametrize(name, choices, ids=[c.backend.name for c in choices], indirect=True)

    def _parametrize_clause(self, metafunc: pytest.Metafunc, port: str) -> None:
        choices = self.stage.choices(port)
        names = [n for n in self.stage.contracts[port].arguments if n in metafunc.fixturenames]
        if not names:
            raise pytest.UsageError(f"{metafunc.function.__qualname__}: a clause takes one of the contract's arguments")
        rows = [(choice,) * len(names) for choice in choices]
        metafunc.parametrize(names, rows, ids=[choice.backend.name for choice in choices])

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if session.config.option.collectonly:
            return
        chosen = [choice for item in session.items if (choice := choice_of(item)) is not None]
        self.host.on_collected(len(chosen))
        if chosen:
            self.stage.start(chosen)

    # Workers.

    def pytest_sessionstart(self) -> None:
        if self._worker_input is None and self._setting("backend") and self.selection.words != ("fake",):
            for port in self._ports():
                self.stage.choices(port)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput["verifake"] = self.stage.handout(self._ports())

    def _ports(self) -> list[str]:
        """Return the ports whose contracts or services' tests may be collected from the arguments."""
        named = {port for port in self.stage.contracts for arg in self.config.args if _names_contract(arg, port)}
        only_contracts = all("contracts" in arg for arg in self.config.args)
        return sorted(named) if named and only_contracts else sorted(self.stage.contracts)

    # Running.

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        clause = clause_of(pyfuncitem.function)
        if clause is None:
            return None
        choice = choice_of(pyfuncitem)
        assert choice is not None
        verdict = self._verdict(pyfuncitem, choice)
        pyfuncitem.stash[_report.RECORD] = _report.record(clause, choice, self.stage, verdict)
        _report.conclude(clause, choice, verdict)
        return True

    def _verdict(self, item: pytest.Function, choice: Choice) -> Verdict:
        from verifake.proof import Verdict  # noqa: PLC0415

        if choice.missing:
            return Verdict(Outcome.NOT_RUN, explanation=choice.missing)
        return self.ahead.verdict(item, choice)

    def world(self, choice: Choice, test: pytest.Item) -> World:
        """Return a fresh world for a service's test, or end it as not run."""
        if choice.missing:
            test.user_properties.append((_report.NOT_RUN, choice.missing))
            pytest.skip(f"not run: {choice.missing}")
        port = next(p for p, contract in self.stage.contracts.items() if choice.backend in contract.backends)
        return self.stage.world(port, choice)

    # Reporting.

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[Any]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.when == "call" and (record := item.stash.get(_report.RECORD, None)) is not None:
            report.user_properties.append(("verifake", record))
        return report

    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, str] | None:
        return _report.status(report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if (found := self.tally.add(report)) is not None:
            self.host.on_record(found)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        self.tally.write(terminalreporter)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._worker_input is None and session.exitstatus == pytest.ExitCode.OK and self.tally.not_run:
            session.exitstatus = EXIT_NOT_RUN

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        if self._lane_stage is not None and self._lane_stage is not self.host.stage:
            self._lane_stage.close()


_PORT_FIXTURES: Final = frozenset({"verifake_keyvalue"})


def choice_of(item: pytest.Item) -> Choice | None:
    """Return the backend that `item` was collected for, or None."""
    spec = getattr(item, "callspec", None)
    if not spec:
        return None
    from verifake.proof import Choice  # noqa: PLC0415

    return next((value for value in spec.params.values() if isinstance(value, Choice)), None)


def _names_contract(argument: str, port: str) -> bool:
    return argument.endswith("contracts") or any(
        mark in argument for mark in (f"contracts/{port}", f"contracts.{port}")
    )
