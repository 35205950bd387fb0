"""What native code does with texts: LLVM IR for CHAR (i8) and WCHAR (i16).

A text is 16 bits with the number of its characters, then the characters; see types.StringType.
"""

from __future__ import annotations

from functools import cache

INTRINSICS = {
    "llvm.memmove.p0.p0.i64": "void {}(ptr, ptr, i64, i1)",
    "llvm.smax.i64": "i64 {}(i64, i64)",
    "llvm.smin.i64": "i64 {}(i64, i64)",
}

# Writes a text over another, cut off after `most` characters; the two may be the same.
_COPY = """
define internal void @text_copy_UNIT(ptr %target, i64 %most, ptr %source) {
  %short = load i16, ptr %source
  %length = zext i16 %short to i64
  %taken = call i64 @llvm.smin.i64(i64 %length, i64 %most)
  %bytes = mul i64 %taken, SIZE
  %to = getelementptr i8, ptr %target, i64 2
  %from = getelementptr i8, ptr %source, i64 2
  call void @llvm.memmove.p0.p0.i64(ptr %to, ptr %from, i64 %bytes, i1 false)
  %new = trunc i64 %taken to i16
  store i16 %new, ptr %target
  ret void
}
"""

# Appends up to `count` characters, from number `start` (the first is 0) on, to another text.
_APPEND = """
define internal void @text_append_UNIT(ptr %target, i64 %most, ptr %source, i64 %start, i64 %count) {
  %short = load i16, ptr %source
  %length = zext i16 %short to i64
  %from0 = call i64 @llvm.smax.i64(i64 %start, i64 0)
  %from = call i64 @llvm.smin.i64(i64 %from0, i64 %length)
  %rest = sub i64 %length, %from
  %wanted = call i64 @llvm.smax.i64(i64 %count, i64 0)
  %given = call i64 @llvm.smin.i64(i64 %wanted, i64 %rest)
  %held16 = load i16, ptr %target
  %held = zext i16 %held16 to i64
  %room = sub i64 %most, %held
  %taken = call i64 @llvm.smin.i64(i64 %given, i64 %room)
  %bytes = mul i64 %taken, SIZE
  %to = getelementptr UNIT, ptr %target, i64 %held
  %to2 = getelementptr i8, ptr %to, i64 2
  %at = getelementptr UNIT, ptr %source, i64 %from
  %at2 = getelementptr i8, ptr %at, i64 2
  call void @llvm.memmove.p0.p0.i64(ptr %to2, ptr %at2, i64 %bytes, i1 false)
  %sum = add i64 %held, %taken
  %new = trunc i64 %sum to i16
  store i16 %new, ptr %target
  ret void
}
"""

# -1, 0 or 1: which of two texts stands first.
_COMPARE = """
define internal i32 @text_compare_UNIT(ptr %left, ptr %right) {
entry:
  %short1 = load i16, ptr %left
  %short2 = load i16, ptr %right
  %fewer = icmp ult i16 %short1, %short2
  %common16 = select i1 %fewer, i16 %short1, i16 %short2
  %common = zext i16 %common16 to i64
  br label %head
head:
  %index = phi i64 [0, %entry], [%next, %same]
  %done = icmp eq i64 %index, %common
  br i1 %done, label %ended, label %look
look:
  %at1 = getelementptr UNIT, ptr %left, i64 %index
  %at2 = getelementptr UNIT, ptr %right, i64 %index
  %from1 = getelementptr i8, ptr %at1, i64 2
  %from2 = getelementptr i8, ptr %at2, i64 2
  %one = load UNIT, ptr %from1
  %two = load UNIT, ptr %from2
  %equal = icmp eq UNIT %one, %two
  br i1 %equal, label %same, label %differs
same:
  %next = add i64 %index, 1
  br label %head
differs:
  %less = icmp ult UNIT %one, %two
  %sign = select i1 %less, i32 -1, i32 1
  ret i32 %sign
ended:
  %more = icmp ugt i16 %short1, %short2
  %long = select i1 %more, i32 1, i32 0
  %result = select i1 %fewer, i32 -1, i32 %long
  ret i32 %result
}
"""

# The number of the character at which the second text begins in the first; 0 if it does not.
_FIND = """
define internal i64 @text_find_UNIT(ptr %text, ptr %part) {
entry:
  %short1 = load i16, ptr %text
  %short2 = load i16, ptr %part
  %length = zext i16 %short1 to i64
  %size = zext i16 %short2 to i64
  %last = sub i64 %length, %size
  %empty = icmp eq i64 %size, 0
  br i1 %empty, label %absent, label %head
head:
  %start = phi i64 [0, %entry], [%next, %onward]
  %over = icmp sgt i64 %start, %last
  br i1 %over, label %absent, label %inner
inner:
  %index = phi i64 [0, %head], [%further, %same]
  %whole = icmp eq i64 %index, %size
  br i1 %whole, label %found, label %look
look:
  %place = add i64 %start, %index
  %at1 = getelementptr UNIT, ptr %text, i64 %place
  %at2 = getelementptr UNIT, ptr %part, i64 %index
  %from1 = getelementptr i8, ptr %at1, i64 2
  %from2 = getelementptr i8, ptr %at2, i64 2
  %one = load UNIT, ptr %from1
  %two = load UNIT, ptr %from2
  %equal = icmp eq UNIT %one, %two
  br i1 %equal, label %same, label %onward
same:
  %further = add i64 %index, 1
  br label %inner
onward:
  %next = add i64 %start, 1
  br label %head
found:
  %number = add i64 %start, 1
  ret i64 %number
absent:
  ret i64 0
}
"""

# Writes a text over one whose characters have the other width: 16#FF is the last CHAR, what is
# beyond it becomes a question mark.
_CONVERT = """
define internal void @text_convert_UNIT(ptr %target, i64 %most, ptr %source) {
entry:
  %short = load i16, ptr %source
  %length = zext i16 %short to i64
  %taken = call i64 @llvm.smin.i64(i64 %length, i64 %most)
  %new = trunc i64 %taken to i16
  store i16 %new, ptr %target
  br label %head
head:
  %index = phi i64 [0, %entry], [%next, %body]
  %done = icmp eq i64 %index, %taken
  br i1 %done, label %end, label %body
body:
  %at = getelementptr OTHER, ptr %source, i64 %index
  %from = getelementptr i8, ptr %at, i64 2
  %one = load OTHER, ptr %from
  %wide = zext OTHER %one to i32
  %above = icmp ugt i32 %wide, LAST
  %kept = select i1 %above, i32 63, i32 %wide
  %narrow = trunc i32 %kept to UNIT
  %place = getelementptr UNIT, ptr %target, i64 %index
  %to = getelementptr i8, ptr %place, i64 2
  store UNIT %narrow, ptr %to
  %next = add i64 %index, 1
  br label %head
end:
  ret void
}
"""
_HELPERS = {
    "convert": _CONVERT,
    "copy": _COPY,
    "append": _APPEND,
    "compare": _COMPARE,
    "find": _FIND,
}


@cache
def text_helper(name: str, unit: str) -> str:
    """The function @text_<name>_<unit>."""
    narrow = unit == "i8"
    values = {
        "UNIT": unit,
        "SIZE": "1" if narrow else "2",
        "OTHER": "i16" if narrow else "i8",
        "LAST": "255" if narrow else "65535",
    }
    text = _HELPERS[name]
    for word, value in values.items():
        text = text.replace(word, value)
    return text
