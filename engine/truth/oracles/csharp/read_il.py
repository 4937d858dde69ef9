"""read_il.py <assembly>: the calls of an assembly's methods, as its IL states them.

Prints a line of JSON for each method: `{"caller": "Type.Method", "inside": ["Type.Method", …], "made": […],
"outside": […]}`, where `inside` are the callees that the assembly itself defines, and `made` the structures of it that are
made without a call. A finalizer is called `~`. Types are named from the outside in without namespaces and
generic arity; what the compiler makes of lambdas, iterators and asynchronous methods belongs to the method they stand in.
"""

import json
import re
import sys

import dnfile
from dncil.cil.body import CilMethodBody
from dncil.cil.body.reader import CilMethodBodyReaderBase
from dncil.cil.error import MethodBodyFormatError
from dncil.clr.token import Token
from dnfile.enums import MetadataTables

CALLS = {"call", "callvirt", "newobj"}
MADE = re.compile(r"^<(?P<method>[^>]*)>")
FINALIZER = "~"


class Reader(CilMethodBodyReaderBase):
    def __init__(self, image, row):
        self.image = image
        self.offset = image.get_offset_from_rva(row.Rva)

    def read(self, size):
        data = self.image.get_data(self.image.get_rva_from_offset(self.offset), size)
        self.offset += size
        return data

    def tell(self):
        return self.offset

    def seek(self, offset):
        self.offset = offset
        return self.offset


def plain(name):
    return re.sub(r"`\d+$", "", str(name))


def joined(parts, method):
    """The name of an explicit implementation has its interface's in front."""
    return ".".join([*parts, method if method.startswith(".") else method.split(".")[-1]])


class Assembly:
    def __init__(self, file):
        self.image = dnfile.dnPE(file)
        self.tables = self.image.net.mdtables
        self.around = {}
        if self.tables.NestedClass:
            for row in self.tables.NestedClass:
                self.around[row.NestedClass.row_index] = row.EnclosingClass.row_index
        self.owner = {}
        for index, row in enumerate(self.tables.TypeDef, 1):
            for method in row.MethodList:
                self.owner[method.row_index] = index

    def type_parts(self, index):
        """Names of a type from the outside in."""
        parts = []
        while index:
            parts.insert(0, plain(self.tables.TypeDef[index - 1].TypeName))
            index = self.around.get(index)
        return parts

    def caller_name(self, parts, method):
        """A method by the type and the method that the source has: what is made for lambdas and the like stands in them."""
        kept = []
        for part in parts:
            made = MADE.match(part)
            if made is not None:
                # `<Name>d__3` is an iterator of `Name`; `<>c` holds the lambdas of a type.
                method = made["method"] or method
                break
            kept.append(part)
        # A local function or a lambda: `<Name>g__Local|3_0`, `<Name>b__3_0`.
        while (made := MADE.match(method)) is not None and made["method"]:
            method = made["method"]
        return joined(kept, method)

    def callee_name(self, parts, method):
        """None for what the compiler makes."""
        return None if any(part.startswith("<") for part in [*parts, method]) else joined(parts, method)

    def callee(self, token):
        """Name of a callee, and whether the assembly defines it."""
        table, row = token.table, token.rid
        if table == MetadataTables.MethodSpec.value:
            target = self.tables.MethodSpec[row - 1].Method
            return self.of_reference(target.table.number, target.row_index)
        return self.of_reference(table, row)

    def of_reference(self, table, row):
        if table == MetadataTables.MethodDef.value:
            method = self.tables.MethodDef[row - 1]
            # A delegate's `Invoke`, which no source declares.
            if method.ImplFlags.miRuntime:
                return None
            return self.callee_name(self.type_parts(self.owner.get(row, 0)), str(method.Name)), True
        if table != MetadataTables.MemberRef.value:
            return None
        member = self.tables.MemberRef[row - 1]
        parts, inside = self.parent(member.Class)
        return self.callee_name(parts, str(member.Name)), inside

    def structure(self, token):
        """What `new` without arguments makes of a structure of the assembly."""
        return joined(self.type_parts(token.rid), ".ctor") if token.table == MetadataTables.TypeDef.value else None

    def parent(self, reference):
        table, row = reference.table.number, reference.row_index
        if table == MetadataTables.TypeDef.value:
            return self.type_parts(row), True
        if table == MetadataTables.TypeSpec.value:
            return self.generic(reference.row.Signature)
        if table == MetadataTables.TypeRef.value:
            return [plain(reference.row.TypeName)], False
        return [], False

    def generic(self, signature):
        """The generic type of an instantiation: a coded token after two bytes."""
        data = signature.value if hasattr(signature, "value") else bytes(signature)
        if len(data) < 3 or data[0] != 0x15:
            return [], False
        coded = data[2]
        if coded & 0x80:
            coded = ((data[2] & 0x3F) << 8) | data[3]
        row, kind = coded >> 2, coded & 3
        if kind == 0:
            return self.type_parts(row), True
        return ([plain(self.tables.TypeRef[row - 1].TypeName)] if kind == 1 else []), False

    def methods(self):
        for index, row in enumerate(self.tables.MethodDef, 1):
            if not row.Rva or row.ImplFlags.miRuntime:
                continue
            try:
                body = CilMethodBody(Reader(self.image, row))
            except MethodBodyFormatError:
                continue
            # A finalizer is an override; any other method may bear the name.
            name = FINALIZER if str(row.Name) == "Finalize" and row.Flags.mdVirtual else str(row.Name)
            caller = self.caller_name(self.type_parts(self.owner.get(index, 0)), name)
            calls = [(str(one.opcode), self.callee(one.operand)) for one in body.instructions if str(one.opcode) in CALLS and isinstance(one.operand, Token)]
            is_constructor = str(row.Name) == ".ctor"
            made = [self.structure(one.operand) for one in body.instructions if str(one.opcode) == "initobj"]
            yield caller, [name for name in made if name is not None], [
                callee
                for opcode, callee in calls
                # A constructor calls its base's, written or not.
                if callee is not None and callee[0] is not None and not (is_constructor and opcode == "call" and callee[0].endswith("..ctor"))
            ]


def main(file):
    for caller, made, callees in Assembly(file).methods():
        inside = sorted({name for name, is_inside in callees if is_inside})
        outside = sorted({name for name, is_inside in callees if not is_inside})
        print(json.dumps({"caller": caller, "inside": inside, "made": sorted(set(made)), "outside": outside}))


main(sys.argv[1])
