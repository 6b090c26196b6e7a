"""Makes the frozen plugin importable, as its own settings of pytest did; it is otherwise as API 1.0 scaffolded it."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
