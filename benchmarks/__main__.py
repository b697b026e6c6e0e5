"""All benchmarks, or those named: python -m benchmarks drawing player notebook visit site losses peers."""

import importlib
import sys

ALL = ("drawing", "player", "notebook", "visit", "site", "losses", "peers")


def main(names: list[str]) -> None:
    unknown = set(names) - set(ALL)
    if unknown:
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    for name in names or ALL:
        print(f"\n== {name} ==", flush=True)
        importlib.import_module(f"benchmarks.{'bench_losses' if name == 'losses' else name}").main()


main(sys.argv[1:])
