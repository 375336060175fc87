"""The text models that are shipped: whole, and with one answer whether few or all letters are asked."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from perception import text_models
from perception.text_read import SURE, _best, _likeliest, _view, read_pieces
from tests.perception.drawing import CHINESE, DARK, LATIN, LIGHT, drawn

pytestmark = pytest.mark.skipif(text_models.missing() is not None, reason=str(text_models.missing()))

LINES = [
    ("Export 1,204 orders as CSV; user@example.com", LATIN), ("Größe, façade, señor, Łódź – “quoted” €5", LATIN),
    ("导出全部订单，价格：¥128.00", CHINESE), ("用户 Ada 的密码 (optional)", CHINESE),
]  # fmt: skip


def test_the_alphabet() -> None:
    letters = text_models.characters()
    common = [letters[at] for at in text_models.common()]
    assert (len(letters), letters[0], letters[-1]) == (18_710, "", " ")
    assert common[0] == ""
    assert set("azAZ09 ,.;:!?()$%&@#éüßłŁ–€") <= set(common)
    assert "订" in letters
    assert "订" not in common


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "fonts"), LINES)
def test_asking_few_letters_first_gives_what_asking_all_gives(
    text: str, fonts: tuple[str, ...], colours: tuple[tuple[int, int, int], tuple[int, int, int]]
) -> None:
    piece = drawn([(text, 8, 6)], size=(420, 30), points=15, colours=colours, names=fonts)
    features, scores = text_models.steps(_view(piece))
    best, chance = _best(features, scores)
    all_best, all_chances = _likeliest(text_models.letters(features))
    assert best.tolist() == all_best.tolist()
    assert np.abs(chance - all_chances).max() < 0.05
    everywhere = text_models.letters(features)[:, text_models.common()]
    assert np.abs(everywhere - scores).max() < 0.05 * SURE


def test_equal_pieces_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read, steps = [], text_models.steps
    monkeypatch.setattr(text_models, "steps", lambda view: read.append(view) or steps(view))
    piece = drawn([("Edit twice", 8, 6)], size=(120, 30))
    one, other, again = read_pieces([piece, drawn([("Delete", 8, 6)], size=(120, 30)), piece.copy()])
    assert (one.letters, other.letters) == ("Edit twice", "Delete")
    assert one == again
    assert len(read) <= 2


def test_a_missing_model_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(text_models, "WEIGHTS", tmp_path)
    assert "text_finder.onnx is missing; run: pip install" in str(text_models.missing())


@pytest.mark.skipif(find_spec("onnx") is None, reason="onnx is not installed")
def test_a_gelu_in_parts_becomes_one_that_gives_the_same() -> None:
    import onnxruntime as ort
    from onnx import TensorProto, helper

    from perception.training.text_models import cleaned

    def model() -> object:
        nodes = [
            helper.make_node("Div", ["x", "root"], ["scaled"]), helper.make_node("Erf", ["scaled"], ["erf"]),
            helper.make_node("Add", ["erf", "one"], ["shifted"]),
            helper.make_node("Mul", ["x", "shifted"], ["product"]), helper.make_node("Mul", ["product", "half"], ["y"]),
        ]  # fmt: skip
        constants = [("root", 2**0.5), ("one", 1.0), ("half", 0.5)]
        tensors = [helper.make_tensor(name, TensorProto.FLOAT, [], [value]) for name, value in constants]
        ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [5]) for name in "xy"]
        graph = helper.make_graph(nodes, "gelu", ends[:1], ends[1:], tensors)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)

    before, after = model(), cleaned(model())
    assert [node.op_type for node in after.graph.node] == ["Gelu"]
    x = np.array([-3, -0.5, 0, 0.5, 3], np.float32)
    one, two = (
        ort.InferenceSession(each.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]
        for each in (before, after)
    )
    assert np.abs(one - two).max() < 1e-5
