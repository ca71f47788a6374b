"""`python -m bot.train`: a Rasa model for exactly these sources, trained only when they changed.

The model is named by a hash of all that it is made of, so a running bot and its sources cannot disagree unnoticed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import sys
import time
from importlib.metadata import version
from pathlib import Path

from bot.settings import settings

HERE = Path(__file__).resolve().parent
NLU_DATA = HERE.parent / "nlu_data"
# The urgent patterns and the gazetteer's words are read at start: they are no part of the model.
SOURCES = ("config.yml", "domain.yml", "rules.yml", "nlu/classifier.py", "nlu/normaliser.py", "nlu/tokenizer.py")


def source_files() -> list[Path]:
    """All files that a model is made of."""
    own = [HERE / name for name in SOURCES]
    return [*own, HERE.parent / "actions" / "journey" / "clean.py", *sorted(NLU_DATA.glob("*/*.yml"))]


def fingerprint() -> str:
    """Sixteen hex digits that change when the model would."""
    digest = hashlib.sha256()
    for package in ("rasa", "scikit-learn", "spacy"):
        digest.update(f"{package} {version(package)}\n".encode())
    for path in source_files():
        digest.update(f"{path.relative_to(HERE.parent)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def model_path() -> Path:
    """Where the model of these sources is, or would be."""
    return settings().data / "models" / f"{fingerprint()}.tar.gz"


def train() -> Path:
    """Train the model if there is none yet. Raises RuntimeError when Rasa finds the sources wanting."""
    path = model_path()
    if path.exists():
        return path
    # No telemetry, no second cache beside ours, no advice from TensorFlow on how to compile it.
    os.environ.update(RASA_TELEMETRY_ENABLED="false", RASA_MAX_CACHE_SIZE="0", TF_CPP_MIN_LOG_LEVEL="3")
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
        from rasa.model_training import train as rasa_train

        result = rasa_train(
            domain=str(HERE / "domain.yml"),
            config=str(HERE / "config.yml"),
            training_files=[str(HERE / "rules.yml"), str(NLU_DATA)],
            output=str(path.parent),
            # Under a passing name until it is whole: a model that exists is a model that works.
            fixed_model_name=f"{path.name.removesuffix('.tar.gz')}.part",
            force_training=True,
        )
    if result.code or not result.model:
        raise RuntimeError(f"Rasa could not train the model:\n{shown.getvalue()[-4000:]}")
    os.replace(result.model, path)
    return path


def main() -> int:
    """Print one line: the model that is there now."""
    new = not model_path().exists()
    start = time.monotonic()
    path = train()
    print(f"model {path}: " + (f"trained in {time.monotonic() - start:.0f} s" if new else "up to date"))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
