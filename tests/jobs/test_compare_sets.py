"""Comparisons of sets like Cityscapes, VOC and CamVid, file by file, beside scikit-learn and brute force."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from labeler.core.label_png import write_label_png
from labeler.jobs.compare import compare_all
from tests.core.test_boundary_score import brute_scores
from tests.label_sets import CAMVID_LIKE, CITYSCAPES_LIKE, VOC_LIKE, LabelSet, label_set

metrics = pytest.importorskip("sklearn.metrics")
SETS = (CITYSCAPES_LIKE, VOC_LIKE, CAMVID_LIKE)
SIZE = (96, 64)


def predicted(label_map: np.ndarray, seed: int) -> np.ndarray:
    """What a network of an eighth of the resolution says: coarse borders, no void, some blocks wrong."""
    random = np.random.default_rng(seed)
    coarse = label_map[4::8, 4::8].copy()
    coarse[coarse == 255] = 0
    is_wrong = random.random(coarse.shape) < 0.1
    coarse[is_wrong] = random.choice(np.unique(coarse), int(is_wrong.sum()))
    return np.kron(coarse, np.ones((8, 8), np.uint8))


@pytest.fixture(params=SETS)
def files(request, tmp_path):
    """A set, its label images in one folder, and predictions of all three kinds in another."""
    made: LabelSet = label_set(request.param, 4, SIZE)
    truth, prediction = tmp_path / "truth", tmp_path / "prediction"
    truth.mkdir()
    prediction.mkdir()
    for number, label_map in enumerate(made.label_maps):
        write_label_png(truth / f"{number}.png", label_map, made.classes.palette())
        guess = predicted(label_map, number)
        if number == 0:
            np.save(prediction / "0.npy", guess.astype(np.int32))
        elif number == 1:
            Image.fromarray(guess).save(prediction / "1.png")
        else:
            write_label_png(prediction / f"{number}.png", guess, made.classes.palette())
    return made, truth, prediction


def judged(made: LabelSet) -> tuple[np.ndarray, np.ndarray]:
    truth = np.concatenate([label_map.reshape(-1) for label_map in made.label_maps])
    prediction = np.concatenate(
        [predicted(label_map, number).reshape(-1) for number, label_map in enumerate(made.label_maps)]
    )
    return truth[truth != 255], prediction[truth != 255]


def test_the_figures_of_the_set_are_those_of_scikit_learn(files):
    made, truth, prediction = files
    comparison = compare_all(truth, prediction, classes=made.classes)
    true, guess = judged(made)
    labels = np.union1d(true, guess)
    ours = comparison.scores
    np.testing.assert_array_equal(
        comparison.matrix[np.ix_(labels, labels)], metrics.confusion_matrix(true, guess, labels=labels)
    )
    options = {"labels": labels, "zero_division": 0}
    for name, function in (("mean_iou", metrics.jaccard_score), ("mean_dice", metrics.f1_score)):
        assert getattr(ours, name) == pytest.approx(
            function(true, guess, average="macro", **options), abs=1e-9
        )
    weighted = metrics.jaccard_score(true, guess, average="weighted", **options)
    assert ours.frequency_weighted_iou == pytest.approx(weighted, abs=1e-9)
    assert ours.pixel_accuracy == pytest.approx(metrics.accuracy_score(true, guess), abs=1e-9)
    in_truth = np.isin(labels, true)
    recall = metrics.recall_score(true, guess, average=None, **options)
    assert ours.mean_accuracy == pytest.approx(recall[in_truth].mean(), abs=1e-9)


def test_boundary_scores_of_the_set_are_means_of_those_by_brute_force(files):
    made, truth, prediction = files
    radius = 2.5
    comparison = compare_all(truth, prediction, boundary_radius=radius)
    by_class: dict[int, list[float]] = {}
    for number, label_map in enumerate(made.label_maps):
        for index, score in brute_scores(label_map, predicted(label_map, number), radius).items():
            by_class.setdefault(index, []).append(score)
    means = {index: np.mean(scores) for index, scores in by_class.items()}
    scores = comparison.scores
    known = ~np.isnan(scores.boundary)
    ours = dict(zip(scores.indices[known].tolist(), scores.boundary[known].tolist(), strict=True))
    assert ours == pytest.approx(means, abs=1e-9)
    assert scores.mean_boundary == pytest.approx(np.mean(list(means.values())), abs=1e-9)


def test_the_matrix_of_the_set_is_the_sum_of_those_of_its_images(files):
    made, truth, prediction = files
    whole = compare_all(truth, prediction)
    parts = [
        compare_all(label_map, predicted(label_map, number)).matrix
        for number, label_map in enumerate(made.label_maps)
    ]
    np.testing.assert_array_equal(whole.matrix, np.sum(parts, axis=0))


def test_a_set_is_perfect_beside_itself(files):
    _, truth, _ = files
    scores = compare_all(truth, truth).scores
    assert set(scores.iou) == {1.0}
    assert np.nanmin(scores.boundary) == 1
    assert scores.mean_iou == scores.pixel_accuracy == scores.mean_boundary == 1
