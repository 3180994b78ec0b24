"""No more requests to the national catalogue run at once than the host allows, whoever asks."""

import threading
import time

import redis

from catalogue.registry.politeness import Politeness


def test_no_more_slots_than_the_limit_are_held_at_once(redis_url: str, db: None) -> None:
    server = redis.Redis.from_url(redis_url)
    held, most, lock = [0], [0], threading.Lock()

    def work() -> None:
        for _ in range(5):
            with Politeness(server, endpoint="test-limit", limit=3).slot():
                with lock:
                    held[0] += 1
                    most[0] = max(most[0], held[0])
                time.sleep(0.005)
                with lock:
                    held[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (most[0], held[0]) == (3, 0)
    assert server.zcard("registry:slots:test-limit") == 0
    server.close()


def test_the_slot_of_a_killed_worker_is_free_again(redis_url: str, db: None) -> None:
    server = redis.Redis.from_url(redis_url)
    server.zadd("registry:slots:test-killed", {"a worker that is no more": time.time() - 1})
    with Politeness(server, endpoint="test-killed", limit=1).slot():
        assert server.zcard("registry:slots:test-killed") == 1
    server.close()
