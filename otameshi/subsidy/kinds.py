"""What may be paid for: kinds of cost with their parts, and the evidence that proves them."""

from dataclasses import dataclass

from otameshi.subsidy.words import Contract


@dataclass(frozen=True, slots=True, kw_only=True)
class SubKind:
    """A part of a kind of cost, as グリーン料金 is of 交通費; what is not payable says why."""

    key: str
    label: str
    help: str = ""
    payable: bool = True
    reason: str = ""
    article: str = ""

    def why(self, kind: "Kind") -> str:
        """Return why it is not payable."""
        return self.reason or f"{self.label}は、{kind.label}として対象になりません。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of cost. `contracts` lists the ways of coming by it that are paid for.

    Where it is empty nobody is asked; `contract_reason` says why the other ways are not paid for.
    """

    key: str
    label: str
    article: str
    help: str = ""
    contracts: tuple[Contract, ...] = ()
    contract_reason: str = ""
    sub_kinds: tuple[SubKind, ...] = ()

    @property
    def asks_contract(self) -> bool:
        return bool(self.contracts)

    def sub_kind(self, key: str) -> SubKind | None:
        return next((sub for sub in self.sub_kinds if sub.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A piece of evidence (証拠書類) that rules may ask for."""

    key: str
    label: str
    help: str = ""
