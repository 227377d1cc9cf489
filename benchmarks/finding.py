"""How long finding takes in a library of many drills: ``PYTHONPATH=. python benchmarks/finding.py [DRILLS]``.

The library is the shipped one, said over and over with other names, so that there are as many words as drills. Times
are processor time, the median and the slowest of all queries, each asked several times.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time

from handouts.find.index import made_index
from handouts.find.ranking import Finder
from handouts.library.load import load_library
from handouts.library.synonyms import read_synonyms

QUERIES = [
    *("shoulder band standing", "RC", "frozen shoulder", "frozen sholder", "s", "st", "str", "hip", "strenght knee"),
    *("bum lying", "pins and needles", "xyzzy knee", "leg", "stre hip stan", "low back prone", "kneling hip extnsion"),
    *("a b c d e f g h i j k l m n o p", "back pain stiff weak floor weights leg arm spine thigh tight posture desk"),
    "knee " * 2_000,
]
ROUNDS = 5


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    library = load_library()
    index = made_index(library, read_synonyms(None)[0])
    drills = [entry for entry in index["entries"] if entry["kind"] == "drill"]
    words = random.Random(1)  # noqa: S311  # the same words each time, not a secret
    letters = "aeioubcdfghklmnprst"
    index["entries"] = [
        {**one, "id": f"{one['id']}-{number}", "name": f"{one['name']} {''.join(words.choices(letters, k=7))}"}
        for number, one in ((number, drills[number % len(drills)]) for number in range(count))
    ]
    start = time.process_time()
    finder = Finder(index)
    built = time.process_time() - start
    size = len(json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode())
    print(f"{count} drills: index {size / 1000:.0f} kB, made ready in {1000 * built:.0f} ms")
    finder.find("xyzzy")  # the words in order are made once
    times: dict[str, float] = {}
    for query in QUERIES:
        taken = []
        for _ in range(ROUNDS):
            start = time.process_time()
            finder.find(query)
            taken.append(time.process_time() - start)
        times[query] = 1000 * statistics.median(taken)
    for query, taken in sorted(times.items(), key=lambda item: -item[1]):
        print(f"{taken:7.2f} ms  {query[:60]}")
    print(f"{statistics.median(times.values()):7.2f} ms  median of {len(times)} queries")


if __name__ == "__main__":
    main()
