"""The name of an activation."""

from hypothesis import given
from hypothesis import strategies as st

from wellkept.activation.rules.hashing import activation_hash

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


class TestActivationHash:
    def test_is_the_sha256_of_the_canonical_form(self) -> None:
        # printf '{"clock":[1,{"a":true,"b":2}],"core":[1,{}]}' | sha256sum
        assert activation_hash({"core": (1, {}), "clock": (1, {"b": 2, "a": True})}) == (
            "f9eae6c59099a86aa69afaada4f3410b2950f99038b012c40035c0ed30adf45e"
        )

    @given(st.dictionaries(st.text(max_size=4), values, min_size=1))
    def test_does_not_depend_on_the_order_of_keys(self, terms: dict[str, object]) -> None:
        turned = dict(reversed(terms.items()))

        assert activation_hash({"clock": (1, terms)}) == activation_hash({"clock": (1, turned)})

    def test_differs_by_the_version_of_the_terms(self) -> None:
        assert activation_hash({"clock": (1, {})}) != activation_hash({"clock": (2, {})})
