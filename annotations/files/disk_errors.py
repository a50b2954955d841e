"""What the disk refused of an annotation file, as an error with a way out."""

import errno
from pathlib import Path

from annotations.files.article_file import AnnotationFileError, UnavailableError
from annotations.files.listing import HELPERS
from disk.plain import NotPlainError, TooLargeError

_WAYS_OUT = {
    errno.ENOSPC: "Free some space on the disk, then save again.",
    errno.EDQUOT: "Free some space on the disk, then save again.",
    errno.EROFS: "The disk is read-only; choose another annotations folder.",
    errno.EACCES: "Check the permissions of the file and of the folders above it.",
    errno.EPERM: "Check the permissions of the file and of the folders above it.",
    errno.ETIMEDOUT: "Another nkreader is saving, or has been stopped; end it, then save again.",
}
# What lies at the place of the file or of a folder above it is not what should lie there.
_WRONG_PLACE = frozenset(
    (errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.EINVAL)
)


def unreadable(file: Path, error: OSError) -> AnnotationFileError:
    """Return the error for a file that cannot be read, with the way out."""
    if isinstance(error, NotPlainError):
        return _not_plain(file, error)
    if isinstance(error, TooLargeError):
        message = (error.strerror or "").removeprefix("it ")
        return AnnotationFileError(file, None, message, "Is this the right file?")
    advice = "Check the permissions of the file and of the folders above it."
    return UnavailableError(file, None, f"cannot be read: {error.strerror}", advice)


def _not_plain(file: Path, error: NotPlainError) -> AnnotationFileError:
    """Return the error for what is no plain file of the folder; nothing is done with it.

    One of the program's own files that is none may be removed: then saving goes on.
    """
    if Path(error.filename).name in HELPERS:
        file, message = Path(error.filename), f"cannot be used: {error.strerror}"
        return UnavailableError(file, None, message, "Remove it; it will be made again.")
    if error.leads_to:
        message = f"is a link that leads out of the annotations folder, to {error.leads_to}"
    elif error.errno == errno.EISDIR:
        message = "is a folder where an annotation file should be"
    else:
        message = (error.strerror or "").removeprefix("it ")
    return AnnotationFileError(file, None, message, error.way_out)


def unwritable(file: Path, error: OSError) -> AnnotationFileError:
    """Return the error for a file that cannot be written, with the way out."""
    if isinstance(error, NotPlainError):
        return _not_plain(file, error)
    advice = _WAYS_OUT.get(
        error.errno or 0, "Save again; if that fails, choose another annotations folder."
    )
    kind = AnnotationFileError if error.errno in _WRONG_PLACE else UnavailableError
    return kind(file, None, f"cannot be written: {error.strerror or error}", advice)
