import threading

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.ui.tasks import Progress, Tasks


def test_a_task_delivers_its_result_on_the_windows_thread(qtbot: QtBot) -> None:
    tasks = Tasks()
    here = QThread.currentThread()
    seen: list[tuple[int, bool, bool]] = []
    names: list[str] = []

    def work(progress: Progress) -> int:
        names.append(threading.current_thread().name)
        return 41 + 1

    def taken(result: int) -> None:
        seen.append((result, QThread.currentThread() is here, tasks.busy))

    task = tasks.run(work, taken)
    with qtbot.waitSignal(task.ended):
        pass
    assert seen == [(42, True, True)]
    assert names != [threading.current_thread().name]
    assert not tasks.busy


def test_a_task_that_raises_delivers_its_error(qtbot: QtBot) -> None:
    tasks = Tasks()
    results: list[object] = []

    def work(progress: Progress) -> None:
        raise UserError("Le fichier manque.")

    with qtbot.waitSignal(tasks.failed) as failed:
        tasks.run(work, results.append)
    assert isinstance(failed.args[0], UserError)
    assert results == []


def test_an_error_goes_where_it_was_asked_to(qtbot: QtBot) -> None:
    tasks = Tasks()
    errors: list[BaseException] = []

    def work(progress: Progress) -> None:
        raise ZeroDivisionError

    task = tasks.run(work, lambda _: None, errors.append)
    with qtbot.waitSignal(task.ended), qtbot.assertNotEmitted(tasks.failed):
        pass
    assert [type(error) for error in errors] == [ZeroDivisionError]


def test_a_cancelled_task_stops_at_its_next_report_and_delivers_nothing(qtbot: QtBot) -> None:
    tasks = Tasks()
    reached, go_on = threading.Event(), threading.Event()
    results: list[object] = []

    def work(progress: Progress) -> None:
        progress(1, 2)
        reached.set()
        go_on.wait(5)
        progress(2, 2)

    task = tasks.run(work, results.append)
    assert reached.wait(5)
    task.cancel()
    with qtbot.waitSignals([task.cancelled, task.ended]):
        go_on.set()
    assert results == []


def test_progress_is_reported(qtbot: QtBot) -> None:
    tasks = Tasks()
    listening = threading.Event()

    def work(progress: Progress) -> None:
        listening.wait(5)
        progress(3, 7, "fiches")

    task = tasks.run(work, lambda _: None)
    with qtbot.waitSignal(task.progress.moved) as moved:
        listening.set()
    assert moved.args == [3, 7, "fiches"]


def test_two_tasks_never_run_side_by_side(qtbot: QtBot) -> None:
    tasks = Tasks()
    inside = threading.Semaphore(1)
    alone: list[bool] = []

    def work(progress: Progress) -> None:
        alone.append(inside.acquire(blocking=False))
        inside.release()

    first = tasks.run(work, lambda _: None)
    second = tasks.run(work, lambda _: None)
    with qtbot.waitSignals([first.ended, second.ended]):
        pass
    assert alone == [True, True]


@pytest.mark.parametrize("raises", [False, True])
def test_stop_waits_for_what_runs(qtbot: QtBot, raises: bool) -> None:
    tasks = Tasks()
    started = threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        if raises:
            raise UserError("non")

    tasks.run(work, lambda _: None, lambda _: None)
    started.wait(5)
    assert tasks.stop()


def test_what_waited_its_turn_ends_too_when_all_is_stopped(qtbot: QtBot) -> None:
    tasks, begun = Tasks(), threading.Event()
    done: list[str] = []

    def first(progress: Progress) -> None:
        begun.set()
        while True:
            progress(0, 0)

    tasks.run(first, lambda _result: done.append("first"))
    tasks.run(lambda progress: None, lambda _result: done.append("second"))
    assert begun.wait(5)
    assert tasks.stop()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert done == []
