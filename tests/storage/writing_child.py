"""A process that writes for ever, telling each thing once it is durable; `test_kill` kills it."""

import sys
from pathlib import Path

from storage_builders import Site, package

from teleactivites_desktop.core.local import Draft
from teleactivites_desktop.storage.database import create


def main() -> None:
    """Write responses, corrections, drafts and backups until killed; print what is on disk by now."""
    path = Path(sys.argv[1])
    store, site = create(path), Site("gbeq")
    with store.transaction():
        store.questionnaires.add(package())
    for number in range(1_000_000):
        first = site.key(f"GBEQ-{number:06}", nom="Faure", metier="x" * (number % 900))
        with store.transaction():
            store.revisions.append([first])
            store.revisions.append([site.write(f"GBEQ-{number:06}", {"answers.nom": "Roux"}, (first.id,))])
        store.drafts.save(Draft("d", f"{number}", "GBEQ", "", "", "nom", {"typed": "é" * number}, "2007"))
        if number % 10 == 9:
            store.back_up(path.with_name("copy.tldb"))
        print(number, flush=True)


if __name__ == "__main__":
    main()
