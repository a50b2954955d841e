from workspace.articles.progress_rate import Pace


def test_progress_is_told_with_its_rate_and_the_time_left() -> None:
    now = [100.0]
    pace = Pace("reading", lambda: now[0])
    assert pace.words(0, 40_000) == "reading: 0 of 40,000"
    now[0] += 0.5
    assert pace.words(200, 40_000) == "reading: 200 of 40,000"
    now[0] += 3.5
    assert pace.words(1_200, 40_000) == "reading: 1,200 of 40,000 (300/s, 2 min left)"
    now[0] += 116
    assert pace.words(36_000, 40_000) == "reading: 36,000 of 40,000 (300/s, 13 s left)"


def test_another_reading_begins_anew() -> None:
    now = [0.0]
    pace = Pace("reading", lambda: now[0])
    pace.words(50, 50)
    now[0] += 1000
    assert pace.words(0, 10) == "reading: 0 of 10"
    now[0] += 2
    assert pace.words(8, 10) == "reading: 8 of 10 (4/s, 0 s left)"


def test_a_task_done_once_more_has_a_rate_of_its_own() -> None:
    now = 0.0
    pace = Pace("saving files", lambda: now)
    pace.words(32, 200)
    now = 2.0
    pace.words(200, 200)
    now = 60.0
    assert pace.words(32, 200) == "saving files: 32 of 200"
    now = 62.0
    assert pace.words(64, 200) == "saving files: 64 of 200 (16/s, 8 s left)"
