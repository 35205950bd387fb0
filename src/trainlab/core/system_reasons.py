"""Why the system refused a file, in a person's language."""

from __future__ import annotations

import errno

from trainlab.core.message import Message, Text

NO_FILE = Text("it is neither a file nor a folder", "它既不是文件也不是文件夹")
_MISSING = Text("there is no such file", "文件不存在")
_REFUSED = Text("the system does not allow it", "系统不允许访问")
_OTHER = Text("the system reports: {what}", "系统报告：{what}")
_REASONS = {
    errno.ENOENT: _MISSING,
    errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED,
    errno.EISDIR: Text("it is a folder", "这是一个文件夹"),
    errno.ENOTDIR: Text("a part of its path is no folder", "路径中有一部分不是文件夹"),
    errno.EEXIST: Text("a file of that name is there already", "已存在同名文件"),
    errno.ELOOP: Text("its links lead in a circle", "符号链接形成循环"),
    errno.ENAMETOOLONG: Text("its name is too long", "文件名过长"),
    errno.ENOSPC: Text("the disk is full", "磁盘空间已满"),
    errno.EDQUOT: Text("the quota of the disk is used up", "磁盘配额已用完"),
    errno.EROFS: Text("the disk is read-only", "磁盘是只读的"),
    errno.EIO: Text("the device reports an error", "设备报告了错误"),
}


def reason_of(error: OSError) -> Text | Message:
    """Why an operation on a file failed."""
    known = _REASONS.get(error.errno or 0)
    return known if known is not None else _OTHER.fill(what=error.strerror or str(error))
