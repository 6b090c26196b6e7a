"""Small files that somebody could have attached: readings as text, a trend as a drawing."""

from wellkept.demo.scene import Scene
from wellkept.demo.story import Photo
from wellkept_sdk.records.tickets import Visibility

_READINGS = 8
_POINTS = 24
_HIGH, _LOW = (100.0, 140.0), (30.0, 50.0)
_WIDTH, _HEIGHT, _STEP = 480, 160, 20


def notes(scene: Scene) -> Photo:
    """Return readings taken on site."""
    values = [round(scene.rng.uniform(20, 90), 1) for _ in range(_READINGS)]
    lines = [f"{scene.item.name} ({scene.item.code})", scene.words.title, "", scene.phrases.readings]
    lines += [f"{number}: {value}" for number, value in enumerate(values, 1)]
    return Photo(
        name=f"readings-{scene.fault.code.lower()}.txt",
        media_type="text/plain",
        content="\n".join(lines) + "\n",
        caption=scene.phrases.file_photo,
        visibility=Visibility.INTERNAL,
    )


def trend(scene: Scene) -> Photo:
    """Return a trend that is high before the repair and low after it."""
    half = _POINTS // 2
    levels = [scene.rng.uniform(*bounds) for bounds in [_HIGH] * half + [_LOW] * half]
    points = " ".join(f"{point * _STEP},{_HEIGHT - level:.0f}" for point, level in enumerate(levels))
    return Photo(
        name=f"trend-{scene.fault.code.lower()}.svg",
        media_type="image/svg+xml",
        content=(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}">'
            f"<title>{scene.item.name}</title>"
            f'<polyline fill="none" stroke="#1a6" stroke-width="2" points="{points}"/></svg>\n'
        ),
        caption=scene.phrases.file_trend,
        visibility=Visibility.CUSTOMER,
    )
